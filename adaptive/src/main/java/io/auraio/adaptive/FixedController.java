package io.auraio.adaptive;

/**
 * Adaptation switched off: the limit stays where it was put, and only the setters of the bounds move it. No latency is asked
 * for, and a tick never decides anything.
 */
public final class FixedController implements Controller {

    private final Bounds bounds;

    /**
     * Holds the initial limit of {@code options}; the target and the tick have no meaning here.
     *
     * @param options limit and bounds
     */
    public FixedController(ControllerOptions options) {
        bounds = new Bounds(options);
    }

    @Override
    public int limit() {
        return bounds.limit();
    }

    @Override
    public Phase phase() {
        return Phase.CONVERGED;
    }

    @Override
    public int sampleEvery() {
        return Integer.MAX_VALUE;
    }

    @Override
    public void sample(long nowNanos, long submittedNanos) {}

    @Override
    public Decision tick(long nowNanos, long completions, long bytes, long inFlightNanos, long limitedNanos) {
        return null;
    }

    @Override
    public void targetP99Nanos(long nanos) {
        bounds.targetP99Nanos(nanos);
    }

    @Override
    public void minInFlight(int n) {
        bounds.min(n);
    }

    @Override
    public void maxInFlight(int n) {
        bounds.max(n);
    }

    @Override
    public String toString() {
        return "fixed limit " + limit();
    }
}
