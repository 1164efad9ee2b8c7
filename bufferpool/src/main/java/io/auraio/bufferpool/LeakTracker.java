package io.auraio.bufferpool;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Finds buffers that became unreachable without having been returned. */
final class LeakTracker {
    private final ReferenceQueue<Buffer> lost = new ReferenceQueue<>();

    /** Keeps the watches reachable: one that is not is never queued. */
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();

    private final AtomicLong leakedCount = new AtomicLong();
    private final Consumer<Leak> report;

    LeakTracker(Consumer<Leak> report) {
        this.report = report;
    }

    /** Follows a buffer that is about to be handed out. */
    void watch(Buffer buffer, Chunk chunk) {
        Leak leak = new Leak(chunk.sizeBytes(), Thread.currentThread().getName());
        Watch watch = new Watch(buffer, this, chunk, chunk.lease(), leak);
        watches.add(watch);
        chunk.watch = watch;
    }

    /** Waits for a leak; null where there was none for so long. */
    Watch awaitLeak(long timeoutMillis) throws InterruptedException {
        Watch watch = (Watch) lost.remove(timeoutMillis);
        if (watch != null) {
            watches.remove(watch);
            leakedCount.incrementAndGet();
        }
        return watch;
    }

    void report(Watch leaked) {
        report.accept(leaked.leak);
    }

    long leakedCount() {
        return leakedCount.get();
    }

    /** What is known about a buffer while it is out. It must not refer to the buffer. */
    static final class Watch extends PhantomReference<Buffer> {
        private final LeakTracker tracker;
        private final Chunk chunk;
        private final long lease;
        private final Leak leak;

        Watch(Buffer buffer, LeakTracker tracker, Chunk chunk, long lease, Leak leak) {
            super(buffer, tracker.lost);
            this.tracker = tracker;
            this.chunk = chunk;
            this.lease = lease;
            this.leak = leak;
        }

        /** The buffer was returned, and is still reachable: it will not be queued. */
        void end() {
            tracker.watches.remove(this);
            clear();
        }

        Chunk chunk() {
            return chunk;
        }

        long lease() {
            return lease;
        }
    }

    /** Where a leaked buffer was allocated. A throwable for its stack trace and how loggers print it; never thrown. */
    static final class Leak extends Throwable {
        private static final long serialVersionUID = 1L;

        Leak(long sizeBytes, String threadName) {
            super("a buffer of " + sizeBytes + " bytes was dropped without close(); allocated by thread "
                    + threadName + " here:");
        }
    }
}
