package io.auraio.adaptive;

/** The limit and the phase that others see, and the only place where either changes: each change is a decision with a reason. */
final class PhaseMachine {

    private final Bounds bounds;
    private final Observation observation;
    private Phase phase = Phase.BASELINE;
    private int announcedLimit;

    PhaseMachine(Bounds bounds, Observation observation) {
        this.bounds = bounds;
        this.observation = observation;
        announcedLimit = bounds.limit();
    }

    Phase phase() {
        return phase;
    }

    /** Goes to a phase and to a limit, as far as the bounds allow; with what is observed at the moment. */
    Decision enter(long now, Phase next, int limit, Reason reason) {
        assert phase.leadsTo(next) : phase + " -> " + next + ", " + reason;
        int previous = announcedLimit;
        phase = next;
        bounds.limit(limit);
        announcedLimit = bounds.limit();
        return new Decision(
                now,
                phase,
                bounds.limit(),
                reason,
                observation.throughput(),
                observation.p99Nanos(),
                previous,
                observation.meanInFlight());
    }

    /** Goes to a limit by no more than a doubling or a halving: other users of the device see steps, not jumps. */
    Decision step(long now, Phase next, int limit, Reason reason) {
        int present = bounds.limit();
        return enter(now, next, Math.clamp(limit, (present + 1) / 2, 2 * present), reason);
    }
}
