package io.auraio.adaptive;

import java.util.Arrays;

/**
 * Shares one limit among rings that use the same device: max-min fair by demand. Nobody gets more than it asks for while
 * another gets less; what nobody asks for is spread evenly, so that a ring that wakes up can start at once.
 *
 * <p>Controllers of the rings' own, each looking for the knee of the same device, would race one another far beyond it.
 */
public final class LimitShare {

    private LimitShare() {}

    /**
     * Divides {@code limit} over the rings. Rings of equal demand differ by at most 1. Takes one pass over the rings for each that
     * gets all it asks for; allocates nothing.
     *
     * @param limit operations to share, 0 or more
     * @param demands what each ring has in flight and waiting; negative counts as 0
     * @param shares receives each ring's part; their sum is {@code limit}
     * @throws IllegalArgumentException if {@code limit} is negative, or if there are no rings, or not as many shares as demands
     */
    public static void share(int limit, int[] demands, int[] shares) {
        Range.check("limit", limit, 0, Integer.MAX_VALUE);
        Range.check("demands.length", demands.length, 1, Integer.MAX_VALUE);
        Range.check("shares.length", shares.length, demands.length, demands.length);
        Arrays.fill(shares, -1);
        int left = limit;
        int open = demands.length;
        // A ring that asks for no more than an even part of what is left gets it, which leaves more for each of the others:
        // round after round, until all that are still open want more than an even part. At most one round for each ring.
        for (int served = -1; served != 0 && open > 0; ) {
            served = 0;
            for (int i = 0; i < demands.length; i++) {
                int demand = Math.max(0, demands[i]);
                if (shares[i] < 0 && demand <= left / open) {
                    shares[i] = demand;
                    left -= demand;
                    open--;
                    served++;
                    if (open == 0) {
                        break;
                    }
                }
            }
        }
        spread(left, open, shares);
    }

    /** Evenly over the rings that want more; where none does, over all of them, on top of what they asked for. */
    private static void spread(int left, int open, int[] shares) {
        boolean all = open == 0;
        int among = all ? shares.length : open;
        int part = left / among;
        int extra = left % among;
        for (int i = 0; i < shares.length; i++) {
            if (all || shares[i] < 0) {
                shares[i] = Math.max(0, shares[i]) + part + (extra-- > 0 ? 1 : 0);
            }
        }
    }
}
