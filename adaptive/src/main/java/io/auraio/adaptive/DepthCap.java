package io.auraio.adaptive;

/**
 * Remembers a depth at which latency was out of bounds: for five seconds the first time, and twice as long, up to a minute, each
 * time that it is tried again soon after and found bad. Where less in flight carries half as much again as that depth did, it was another device.
 */
final class DepthCap {

    private final KneeConstants constants;
    private int cap = Integer.MAX_VALUE;
    private long until;
    private long rememberNanos;
    private double badThroughput;

    DepthCap(KneeConstants constants) {
        this.constants = constants;
    }

    /** Latency was out of bounds at that depth and throughput, the latter 0 where it is not known. */
    void bad(long now, int depth, double throughput) {
        int lower = Math.max(1, (int) (constants.capShare() * depth));
        if (at(now) < Integer.MAX_VALUE) {
            // Several steps of one way down are bad once.
            cap = Math.min(cap, lower);
        } else {
            boolean soonAfter = rememberNanos > 0 && now - until < rememberNanos;
            rememberNanos = soonAfter ? Math.min(2 * rememberNanos, constants.longestCapNanos()) : constants.capNanos();
            cap = lower;
        }
        until = now + rememberNanos;
        badThroughput = throughput > 0 ? throughput : badThroughput;
    }

    /** That much is carried now, by no more in flight than the cap. */
    void carried(double throughput) {
        if (badThroughput > 0 && throughput >= constants.recoveredFactor() * badThroughput) {
            forget();
        }
    }

    void forget() {
        cap = Integer.MAX_VALUE;
        rememberNanos = 0;
        badThroughput = 0;
    }

    /** The greatest depth worth trying now; {@link Integer#MAX_VALUE} where none is known to be bad. */
    int at(long now) {
        if (cap < Integer.MAX_VALUE && now - until >= 0) {
            cap = Integer.MAX_VALUE;
        }
        return cap;
    }
}
