package io.auraio.adaptive;

/**
 * Remembers a depth at which latency was out of bounds: for ten seconds the first time, and twice as long, up to a minute, each
 * time that it is bad again soon after.
 */
final class DepthCap {

    private final KneeConstants constants;
    private int cap = Integer.MAX_VALUE;
    private long until;
    private long rememberNanos;

    DepthCap(KneeConstants constants) {
        this.constants = constants;
    }

    void bad(long now, int depth) {
        int lower = Math.max(1, (int) (constants.capShare() * depth));
        cap = at(now) == Integer.MAX_VALUE ? lower : Math.min(cap, lower);
        boolean soonAfter = rememberNanos > 0 && now - until < rememberNanos;
        rememberNanos = soonAfter ? Math.min(2 * rememberNanos, constants.longestCapNanos()) : constants.capNanos();
        until = now + rememberNanos;
    }

    void forget() {
        cap = Integer.MAX_VALUE;
        rememberNanos = 0;
    }

    /** The greatest depth worth trying now; {@link Integer#MAX_VALUE} where none is known to be bad. */
    int at(long now) {
        if (cap < Integer.MAX_VALUE && now - until >= 0) {
            cap = Integer.MAX_VALUE;
        }
        return cap;
    }
}
