package io.auraio.adaptive;

/**
 * What a controller is busy with.
 *
 * <pre>
 *   BASELINE ──▶ PROBING ──▶ STEADY ──▶ CONVERGED
 *                  │  ▲        │  ▲        │
 *                  ▼  │        ▼  │        │
 *               BACKOFF ──▶ SETTLING ◀── (BACKOFF)
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
    CONVERGED
}
