package io.auraio.adaptive;

/**
 * Additive increase, multiplicative decrease: the controller of AuraIO in C, by its documents.
 *
 * <p>BASELINE learns the latency at the initial limit. PROBING adds one operation a window until throughput stops rising, or
 * until the P99 is over ten times the baseline's (over the target, where there is one) in two windows in a row. The former leads
 * to STEADY, the latter takes the limit to 0.80 in BACKOFF, lets the queue drain in SETTLING and then goes to STEADY. STEADY
 * becomes CONVERGED after five seconds. A window closes at 20 sampled latencies.
 *
 * <p>Where the documents leave a question open, it is answered so:
 * <ul>
 *   <li>The baseline is taken at the initial limit; where nothing completes it waits.
 *   <li>Throughput rises if the relative gain over the last eight windows is at least a tenth of the relative gain of depth. One
 *       more operation at a time gains less than the noise of a window, at any depth that matters.
 *   <li>A plateau holds the depth at which throughput, averaged over eight windows, was best. At the maximum, three windows
 *       are a plateau.
 *   <li>The 10 ms guard holds only while there is no baseline.
 *   <li>Windows in which the limit bound for less than half of the time neither raise it nor count towards a plateau.
 *   <li>Moving the target or raising the maximum starts PROBING again; nothing else does. A device that changes for the better
 *       later is not noticed: that, and what else is wrong with this algorithm, is what the knee controller is for.
 * </ul>
 */
public final class AimdController implements Controller {

    private final AimdConstants constants;
    private final Bounds bounds;
    private final Window window = new Window();
    private final LatencyHistogram latencies = new LatencyHistogram();
    private final double[] recentThroughput;
    private final int[] recentLimit;

    private Phase phase = Phase.BASELINE;
    private int ticksInPhase;
    private int samples;
    private boolean started;
    private long lastTick;
    private boolean boundsChanged;
    private int announcedLimit;

    private long baselineP99;
    private int spikes;
    private int plateaus;
    private int recentCount;
    private double bestThroughput;
    private int bestLimit;

    /**
     * Starts in BASELINE at the initial limit.
     *
     * @param options limits, target and tick
     */
    public AimdController(ControllerOptions options) {
        this(options, AimdConstants.ORIGINAL);
    }

    AimdController(ControllerOptions options, AimdConstants constants) {
        this.constants = constants;
        bounds = new Bounds(options);
        announcedLimit = limit();
        recentThroughput = new double[constants.lag()];
        recentLimit = new int[constants.lag()];
    }

    @Override
    public int limit() {
        return bounds.limit();
    }

    @Override
    public Phase phase() {
        return phase;
    }

    @Override
    public int sampleEvery() {
        return constants.sampleEvery();
    }

    @Override
    public void sample(long nowNanos, long submittedNanos) {
        latencies.record(nowNanos - submittedNanos);
        samples++;
    }

    @Override
    public Decision tick(long nowNanos, long completions, long bytes, long inFlightNanos, long limitedNanos) {
        long elapsed = nowNanos - lastTick;
        lastTick = nowNanos;
        if (!started || elapsed <= 0) {
            started = true;
            return null;
        }
        window.add(elapsed, completions, inFlightNanos, limitedNanos);
        // An idle ring learns nothing: no timer runs, so that the first second of work is not judged by the pause before it.
        if (window.completions() == 0 && window.meanInFlight() == 0) {
            window.clear();
            return announceBounds(nowNanos);
        }
        ticksInPhase++;
        Decision decision = switch (phase) {
            case BASELINE -> baseline(nowNanos);
            case PROBING, STEADY, CONVERGED -> windowClosed() ? judge(nowNanos) : null;
            case BACKOFF -> enter(Phase.SETTLING, limit(), Reason.DRAINING, nowNanos);
            case SETTLING ->
                ticksInPhase >= constants.settlingTicks()
                        ? enter(Phase.STEADY, limit(), Reason.SETTLED, nowNanos)
                        : null;
        };
        return decision != null ? decision : announceBounds(nowNanos);
    }

    private Decision baseline(long now) {
        boolean known = samples >= constants.windowSamples()
                || samples > 0 && window.nanos() >= constants.longestWindowNanos();
        if (ticksInPhase < constants.baselineTicks() || !known) {
            return null;
        }
        baselineP99 = latencies.percentile(99);
        return enter(Phase.PROBING, limit(), Reason.BASELINE_TAKEN, now);
    }

    private boolean windowClosed() {
        return samples >= constants.windowSamples()
                || samples >= 2 && window.nanos() >= constants.windowNanos()
                || window.nanos() >= constants.longestWindowNanos();
    }

    private Decision judge(long now) {
        spikes = latencies.percentile(99) > guard() ? spikes + 1 : 0;
        if (spikes >= constants.spikeWindows() && limit() > bounds.min()) {
            int lower = Math.min(limit() - 1, (int) (limit() * constants.decrease()));
            return enter(Phase.BACKOFF, lower, Reason.LATENCY_HIGH, now);
        }
        if (phase == Phase.PROBING && window.limited() && spikes == 0) {
            return probe(now);
        }
        if (phase == Phase.STEADY && ticksInPhase >= constants.convergedTicks()) {
            return enter(Phase.CONVERGED, limit(), Reason.HELD, now);
        }
        clearWindow();
        return null;
    }

    private long guard() {
        if (bounds.targetP99Nanos() > 0) {
            return bounds.targetP99Nanos();
        }
        return baselineP99 > 0 ? constants.guardFactor() * baselineP99 : constants.guardNanos();
    }

    private Decision probe(long now) {
        boolean flat = limit() == bounds.max() || !rising();
        remember(window.throughput(), limit());
        plateaus = flat ? plateaus + 1 : 0;
        if (plateaus >= constants.plateauWindows()) {
            boolean atMaximum = bestLimit == bounds.max();
            Reason reason = atMaximum ? Reason.AT_MAXIMUM : Reason.THROUGHPUT_FLAT;
            return enter(Phase.STEADY, bestLimit, reason, now);
        }
        if (limit() == bounds.max()) {
            clearWindow();
            return null;
        }
        return enter(Phase.PROBING, limit() + constants.increase(), Reason.THROUGHPUT_ROSE, now);
    }

    /** Against the oldest window remembered; until there are enough of them the benefit of the doubt is given. */
    private boolean rising() {
        if (recentCount < constants.lag()) {
            return true;
        }
        int oldest = recentCount % constants.lag();
        double depthGain = (double) limit() / recentLimit[oldest] - 1;
        double throughputGain = window.throughput() / recentThroughput[oldest] - 1;
        return throughputGain >= constants.plateauEfficiency() * depthGain;
    }

    private void remember(double throughput, int limit) {
        recentThroughput[recentCount % constants.lag()] = throughput;
        recentLimit[recentCount % constants.lag()] = limit;
        recentCount++;
        double mean = 0;
        int filled = Math.min(recentCount, constants.lag());
        for (int i = 0; i < filled; i++) {
            mean += recentThroughput[i] / filled;
        }
        if (mean >= bestThroughput) {
            bestThroughput = mean;
            bestLimit = limit;
        }
    }

    private Decision enter(Phase next, int newLimit, Reason reason, long now) {
        int previous = announcedLimit;
        double throughput = window.throughput();
        double inFlight = window.meanInFlight();
        long p99 = latencies.percentile(99);
        bounds.limit(newLimit);
        announcedLimit = limit();
        if (next != phase) {
            phase = next;
            ticksInPhase = 0;
            spikes = 0;
            plateaus = 0;
        }
        clearWindow();
        boundsChanged = false;
        return new Decision(now, phase, limit(), reason, throughput, p99, previous, inFlight);
    }

    private void clearWindow() {
        window.clear();
        latencies.clear();
        samples = 0;
    }

    private Decision announceBounds(long now) {
        return boundsChanged ? enter(phase, limit(), Reason.BOUNDS_CHANGED, now) : null;
    }

    @Override
    public void targetP99Nanos(long nanos) {
        bounds.targetP99Nanos(nanos);
        probeAgain();
    }

    @Override
    public void minInFlight(int n) {
        bounds.min(n);
        boundsChanged = true;
    }

    @Override
    public void maxInFlight(int n) {
        boolean raised = n > bounds.max();
        bounds.max(n);
        boundsChanged = true;
        if (raised) {
            probeAgain();
        }
    }

    /** What was best under other bounds is forgotten; a held limit is let go. */
    private void probeAgain() {
        boundsChanged = true;
        recentCount = 0;
        bestThroughput = 0;
        plateaus = 0;
        spikes = 0;
        if (phase == Phase.STEADY || phase == Phase.CONVERGED) {
            phase = Phase.PROBING;
            ticksInPhase = 0;
        }
    }

    @Override
    public String toString() {
        return "aimd " + phase + " limit " + limit() + ", guard " + guard() + " ns, baseline p99 " + baselineP99
                + " ns, " + spikes + " spikes, " + plateaus + " plateaus";
    }
}
