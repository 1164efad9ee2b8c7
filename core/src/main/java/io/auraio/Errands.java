package io.auraio;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The errands that wait for a ring's driver. Each is ended once: run, or told that the ring is gone.
 *
 * <p>Bounded by those who ask: each place of a ring's tables of buffers and files has at most one errand out.
 */
final class Errands {

    private enum End {
        DRAINED,
        LOST
    }

    private final Queue<Errand> waiting = new ConcurrentLinkedQueue<>();

    /** Null until the ring is gone. */
    private volatile End end;

    /** Any thread. The driver has to be woken afterwards. */
    void add(Errand errand) {
        waiting.add(errand);
        // The queue first, then the look at the end; close() does it the other way round: one of the two finds the errand.
        if (end != null && waiting.remove(errand)) {
            errand.ringGone(end == End.DRAINED);
        }
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    boolean isClosed() {
        return end != null;
    }

    /**
     * Driver: runs what waits.
     *
     * @return whether any errand was ended
     */
    boolean run(Ring ring) {
        boolean ended = false;
        List<Errand> undone = null;
        Errand errand = waiting.poll();
        while (errand != null) {
            if (errand.run(ring)) {
                ended = true;
            } else {
                if (undone == null) {
                    undone = new ArrayList<>();
                }
                undone.add(errand);
            }
            errand = waiting.poll();
        }
        if (undone != null) {
            undone.forEach(this::add);
        }
        return ended;
    }

    /** Any thread: the ring takes no more errands. Does nothing where that was so. */
    void close(boolean drained) {
        if (end == null) {
            end = drained ? End.DRAINED : End.LOST;
        }
        Errand errand = waiting.poll();
        while (errand != null) {
            errand.ringGone(end == End.DRAINED);
            errand = waiting.poll();
        }
    }
}
