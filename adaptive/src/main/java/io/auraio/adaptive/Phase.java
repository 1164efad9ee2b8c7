package io.auraio.adaptive;

/**
 * What a controller is busy with.
 *
 * <pre>
 *   BASELINE ──▶ PROBING ◀──▶ BACKOFF          searching, both ways
 *                   │            │
 *                   ▼            ▼
 *                SETTLING ◀──────┘
 *                   │
 *                   ▼
 *                STEADY ──▶ CONVERGED          holding; either goes back to PROBING or BACKOFF
 * </pre>
 *
 * A ring that was told to hold a fixed limit is {@link #CONVERGED} from the start.
 */
public enum Phase {
    /** The latency of a device that is not crowded is being learnt; the limit does not move. */
    BASELINE,
    /** The limit goes up for as long as throughput follows. */
    PROBING,
    /** The limit goes down: latency is out of bounds, or a smaller depth may carry the same throughput. */
    BACKOFF,
    /** The limit has just gone down; what was queued before drains and nothing is judged. */
    SETTLING,
    /** The limit is held, and has been for a short while. */
    STEADY,
    /** The limit is held, and has been for long enough to call it found. */
    CONVERGED;

    /** Whether a controller may go from this phase to the next one; staying is always allowed. */
    boolean leadsTo(Phase next) {
        return next == this
                || switch (this) {
                    case BASELINE -> next == PROBING;
                    case PROBING -> next == BACKOFF || next == SETTLING || next == STEADY;
                    case BACKOFF -> next == PROBING || next == SETTLING;
                    case SETTLING -> next != BASELINE;
                    case STEADY -> next == CONVERGED || next == PROBING || next == BACKOFF;
                    case CONVERGED -> next == PROBING || next == BACKOFF;
                };
    }
}
