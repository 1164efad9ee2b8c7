package io.auraio.adaptive;

/** Remembers a depth at which latency was out of bounds, for ten seconds the first time and up to a minute when it happens again. */
final class DepthCap {

    private final KneeConstants constants;
    private int cap = Integer.MAX_VALUE;
    private long until;
    private long rememberNanos;

    DepthCap(KneeConstants constants) {
        this.constants = constants;
        rememberNanos = constants.capNanos();
    }

    void bad(long now, int depth) {
        boolean again = cap < Integer.MAX_VALUE && now - until < 0;
        rememberNanos = again ? Math.min(2 * rememberNanos, constants.longestCapNanos()) : constants.capNanos();
        int lower = Math.max(1, (int) (constants.capShare() * depth));
        cap = again ? Math.min(cap, lower) : lower;
        until = now + rememberNanos;
    }

    void forget() {
        cap = Integer.MAX_VALUE;
        rememberNanos = constants.capNanos();
    }

    /** The greatest depth worth trying now. */
    int at(long now) {
        if (cap < Integer.MAX_VALUE && now - until >= 0) {
            cap = Integer.MAX_VALUE;
        }
        return cap;
    }
}
