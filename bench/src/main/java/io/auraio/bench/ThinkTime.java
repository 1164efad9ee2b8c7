package io.auraio.bench;

/**
 * A pause after every so many blocks, as fio takes it: first all that is in flight completes, then the job does nothing for a while.
 *
 * <p>Used by one thread.
 */
final class ThinkTime {
    private final long pauseNanos;
    private final int blocks;
    private int begun;
    private boolean pausing;
    private long resumeNanos;

    /** {@code pauseNanos} may be 0: no pause. */
    ThinkTime(long pauseNanos, int blocks) {
        this.pauseNanos = pauseNanos;
        this.blocks = blocks;
    }

    /** As {@link Pacer#waitNanos}. */
    long waitNanos(long now, int inFlight) {
        if (begun < blocks || pauseNanos == 0) {
            return 0;
        }
        if (!pausing) {
            if (inFlight > 0) {
                return Long.MAX_VALUE;
            }
            pausing = true;
            resumeNanos = now + pauseNanos;
        }
        if (now - resumeNanos < 0) {
            return resumeNanos - now;
        }
        pausing = false;
        begun = 0;
        return 0;
    }

    void begun() {
        begun++;
    }
}
