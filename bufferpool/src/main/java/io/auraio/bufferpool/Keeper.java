package io.auraio.bufferpool;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The daemon thread that gives idle memory back, and what dead threads and lost buffers have left.
 *
 * <p>It goes its round twice in each idle timeout, starts with the first slab, and ends when the pool is closed and
 * nothing is mapped any more.
 */
final class Keeper {
    private final BufferPool pool;
    private final long periodNanos;
    private Thread thread; // guarded by this

    Keeper(BufferPool pool, Duration idleTimeout) {
        this.pool = pool;
        // Of a timeout that a long cannot hold in nanoseconds, 292 years are enough.
        this.periodNanos = Math.max(TimeUnit.NANOSECONDS.convert(idleTimeout) / 2, 1);
    }

    /** Starts the thread where it was not started. */
    synchronized void start() {
        if (thread == null) {
            thread = Thread.ofPlatform()
                    .daemon()
                    .name("auraio-bufferpool-keeper")
                    .inheritInheritableThreadLocals(false)
                    .unstarted(this::run);
            // Not the allocating thread's: it could be an application's that is to be unloaded.
            thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
            thread.start();
        }
    }

    /** Lets the thread see that it may end. */
    synchronized void wake() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void run() {
        long nextRoundNanos = System.nanoTime() + periodNanos;
        while (pool.isKept()) {
            long leftNanos = nextRoundNanos - System.nanoTime();
            if (leftNanos <= 0) {
                pool.goRound();
                nextRoundNanos = System.nanoTime() + periodNanos;
                continue;
            }
            try {
                // At least 1: ReferenceQueue takes 0 for ever.
                pool.recoverLeak(Math.max(1, TimeUnit.NANOSECONDS.toMillis(leftNanos)));
            } catch (InterruptedException woken) {
                // by wake(): look again whether there is anything to keep
            }
        }
    }
}
