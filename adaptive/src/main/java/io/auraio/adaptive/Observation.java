package io.auraio.adaptive;

import java.util.Locale;

/** All that is seen at the present limit: its throughput, its latencies, and what an uncrowded device would show. */
final class Observation {

    private final KneeConstants constants;
    private final Measurement measurement;
    private final LatencyJudge judge;
    private final LatencyHistogram latencies = new LatencyHistogram();
    private final RecentMinimum uncrowdedLatency;
    private final RecentMinimum uncrowdedP99;
    private int samples;

    Observation(KneeConstants constants) {
        this.constants = constants;
        measurement = new Measurement(constants);
        judge = new LatencyJudge(constants);
        uncrowdedLatency = new RecentMinimum(constants.minimumNanos());
        uncrowdedP99 = new RecentMinimum(constants.minimumNanos());
    }

    /** Starts to measure anew at an unchanged limit; what is known of its latencies stays. */
    void measureAgain(long now) {
        measurement.restart(now);
        latencies.clear();
        samples = 0;
    }

    /** Starts anew for another limit: what is in flight now still belongs to the old one. */
    void limitChanged(long now, long tickNanos) {
        double drain = Math.min(2 * measurement.meanLatencyNanos(), constants.longestDeadNanos());
        measureAgain(now);
        measurement.restart(now + (long) Math.max(constants.deadTicks() * tickNanos, drain));
        judge.restart(now);
    }

    void sample(long now, long submitted) {
        if (judge.sample(submitted, now - submitted)) {
            latencies.record(now - submitted);
            samples++;
        }
    }

    void endWindow() {
        judge.endWindow();
    }

    void add(long now, long elapsed, long completed, double inFlightNanos) {
        measurement.add(now, elapsed, completed, inFlightNanos);
    }

    /** Takes what is measured now as that of an uncrowded device. */
    void takeBaseline(long now) {
        uncrowdedLatency.reset(now, meanLatencyNanos());
        uncrowdedP99.reset(now, p99Nanos());
    }

    /** Lets a finished measurement lower the baseline. */
    void lowerBaseline(long now) {
        uncrowdedLatency.add(now, meanLatencyNanos());
        if (samples >= constants.leastSamplesOfP99()) {
            uncrowdedP99.add(now, p99Nanos());
        }
    }

    /** Sets what one in a hundred may exceed: the target, or else a multiple of the baseline. */
    void guard(long targetNanos) {
        double guard = targetNanos > 0 ? targetNanos : constants.guardFactor() * uncrowdedP99.value();
        // (long) of infinity, where there is no baseline, is the greatest long: nothing is over it.
        judge.guardNanos((long) guard);
    }

    /** X R0, the depth that the throughput would need if nothing queued. */
    double floor(double throughput) {
        return throughput * uncrowdedLatency.value() / 1e9;
    }

    boolean ready() {
        return measurement.ready();
    }

    Reading reading(int limit) {
        return measurement.reading(limit);
    }

    boolean latencyViolated() {
        return judge.violated();
    }

    boolean latencyCrowded() {
        return judge.crowded();
    }

    boolean latencySevere() {
        return judge.severe();
    }

    /** The clock starts, or was set back: nothing of before can be placed in time. */
    void clockChanged(long now) {
        measureAgain(now);
        judge.restart(Long.MIN_VALUE);
    }

    /** A new target: counts over the old one mean nothing. */
    void judgeAgain(long now) {
        judge.restart(now);
    }

    long measuredNanos() {
        return measurement.nanos();
    }

    long completions() {
        return measurement.completions();
    }

    double throughput() {
        return measurement.meanThroughput();
    }

    double meanInFlight() {
        return measurement.meanInFlight();
    }

    double meanLatencyNanos() {
        return measurement.meanLatencyNanos();
    }

    long p99Nanos() {
        return latencies.percentile(99);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%.0f/s, %.1f in flight, p99 %d us, guard %d us, uncrowded %.0f us",
                throughput(),
                meanInFlight(),
                p99Nanos() / 1000,
                judge.guardNanos() / 1000,
                uncrowdedLatency.value() / 1000);
    }
}
