package io.auraio;

import io.auraio.syscall.Errno;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** The same thing done on every ring of an engine, by each ring's driver, and one answer once all have done it. */
final class OnEveryRing {

    /** What an {@link Action} answers that has to wait for requests of the ring to end. */
    static final int NOT_YET = Integer.MIN_VALUE;

    /** The answer for a ring that was closed, all its requests having ended: there is nothing left to do on it. */
    static final int RING_CLOSED = Integer.MIN_VALUE + 1;

    /** The answer for a ring that failed, or was closed with requests that did not end. */
    static final int RING_LOST = Integer.MIN_VALUE + 2;

    /** What is to be done on a ring, by its driver. */
    interface Action {
        /** 0 or more, {@code -errno} or {@link #NOT_YET}. */
        int on(Ring ring);
    }

    /** The rings' answers, by ring number. */
    record Answers(AtomicIntegerArray byRing) {

        /** Whether every ring did it. */
        boolean areGood() {
            return first(Integer.MIN_VALUE, -1) == 0;
        }

        /** Whether no ring refused: each did it, or is closed, and with it what there was to undo. */
        boolean leaveNothing() {
            return errno() == 0 && !isRingLost();
        }

        /** The first ring's errno where one refused, negated; 0 where none did. */
        int errno() {
            return first(RING_LOST + 1, -1);
        }

        boolean isRingLost() {
            return first(RING_LOST, RING_LOST) != 0;
        }

        private int first(int from, int to) {
            for (int i = 0; i < byRing.length(); i++) {
                if (byRing.get(i) >= from && byRing.get(i) <= to) {
                    return byRing.get(i);
                }
            }
            return 0;
        }
    }

    private final Action action;
    private final AtomicIntegerArray answers;
    private final AtomicInteger outstanding;
    private final CompletableFuture<Answers> done = new CompletableFuture<>();

    private OnEveryRing(Action action, int rings) {
        this.action = action;
        this.answers = new AtomicIntegerArray(rings);
        this.outstanding = new AtomicInteger(rings);
    }

    /** Any thread. The answer comes at once where the calling thread drives the only ring, otherwise on the driver that is the last. */
    static CompletableFuture<Answers> run(Ring[] rings, Action action) {
        OnEveryRing all = new OnEveryRing(action, rings.length);
        for (Ring ring : rings) {
            ring.ask(all.new One(ring.index));
        }
        return all.done;
    }

    private void answer(int ring, int answer) {
        answers.set(ring, answer);
        if (outstanding.decrementAndGet() == 0) {
            done.complete(new Answers(answers));
        }
    }

    private final class One implements Errand {
        private final int ringIndex;

        One(int ringIndex) {
            this.ringIndex = ringIndex;
        }

        @Override
        public boolean run(Ring ring) {
            int answer;
            try {
                answer = action.on(ring);
            } catch (IllegalStateException freed) {
                // The arena of the memory was closed meanwhile.
                answer = -Errno.EFAULT;
            }
            if (answer == NOT_YET) {
                return false;
            }
            answer(ringIndex, answer);
            return true;
        }

        @Override
        public void ringGone(boolean drained) {
            answer(ringIndex, drained ? RING_CLOSED : RING_LOST);
        }
    }
}
