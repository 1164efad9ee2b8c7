package io.auraio.bench;

import java.util.concurrent.CountDownLatch;

/** The line from which the jobs of a stage start together: none does I/O while another still opens its files. Safe for use by several threads. */
final class StageStart {
    private final CountDownLatch ready;
    private final CountDownLatch go = new CountDownLatch(1);
    private final ThreadLocal<Boolean> counted = ThreadLocal.withInitial(() -> false);

    StageStart(int jobs) {
        ready = new CountDownLatch(jobs);
    }

    /** The calling job can start, or never will. Counts once. */
    void ready() {
        if (!counted.get()) {
            counted.set(true);
            ready.countDown();
        }
    }

    /** Waits for {@link #go()}. */
    void await() {
        uninterruptibly(go);
    }

    /** Waits until every job is ready. */
    void awaitReady() {
        uninterruptibly(ready);
    }

    /** Lets them start. */
    void go() {
        go.countDown();
    }

    /** Getting ready is a matter of milliseconds, and what is half open must be closed again: an interrupt is kept for later. */
    private static void uninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
