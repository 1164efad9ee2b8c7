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
    void watch(Buffer buffer, Chunk chunk, long sizeBytes) {
        Watch watch = new Watch(buffer, lost, chunk, new Leak(sizeBytes, Thread.currentThread().getName()));
        chunk.watch = watch;
        watches.add(watch);
    }

    /** Ends it: the buffer is being returned, and is reachable until it is. */
    void forget(Chunk chunk) {
        watches.remove(chunk.watch);
        chunk.watch.clear();
        chunk.watch = null;
    }

    /** Waits for a leak; null where there was none for so long. */
    Watch awaitLeak(long timeoutMillis) throws InterruptedException {
        Watch watch = (Watch) lost.remove(timeoutMillis);
        if (watch != null) {
            watches.remove(watch);
            watch.chunk.watch = null;
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
        private final Chunk chunk;
        private final Leak leak;

        Watch(Buffer buffer, ReferenceQueue<Buffer> queue, Chunk chunk, Leak leak) {
            super(buffer, queue);
            this.chunk = chunk;
            this.leak = leak;
        }

        Chunk chunk() {
            return chunk;
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
