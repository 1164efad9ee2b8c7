package io.auraio.bufferpool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeakTrackerTest {
    private final BlockingQueue<LeakTracker.Leak> reports = new LinkedBlockingQueue<>();
    private final BufferPool pool =
            new BufferPool(BufferPoolOptions.builder().leakTracking(true).build(), reports::add);

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void aDroppedBufferIsReportedWithItsPlaceAndTakenBack() {
        dropABuffer();
        String report = print(awaitReport());
        assertThat(report)
                .contains("a buffer of 5000 bytes was dropped without close(); allocated by thread "
                        + Thread.currentThread().getName() + " here:")
                .contains("LeakTrackerTest.dropABuffer");
        assertThat(pool.stats().inUseCount()).isZero();
        assertThat(pool.stats().leakedCount()).isEqualTo(1);
    }

    @Test
    void aReturnedBufferIsNotReported() {
        pool.allocate(4096).close();
        dropABuffer();
        assertThat(awaitReport().getMessage()).startsWith("a buffer of 5000 bytes");
        assertThat(reports).isEmpty();
    }

    @Test
    void droppedMemoryThatIsPinnedIsReportedButNeverTakenBack() {
        dropAPinnedBuffer();
        awaitReport();
        assertThat(pool.stats().inUseCount()).isEqualTo(1);
    }

    @Test
    void aDroppedBufferOfAClosedPoolIsUnmapped() {
        dropABuffer();
        pool.close();
        awaitReport();
        assertThat(pool.stats().mappedBytes()).isZero();
    }

    @Test
    void aReturnThatWasRefusedIsStillWatched() {
        dropABufferThatCouldNotBeReturned();
        awaitReport();
        assertThat(pool.stats().leakedCount()).isEqualTo(1);
    }

    private void dropABuffer() {
        pool.allocate(5000);
    }

    private void dropAPinnedBuffer() {
        pool.allocate(5000).pin();
    }

    private void dropABufferThatCouldNotBeReturned() {
        Buffer buffer = pool.allocate(5000);
        buffer.pin();
        try {
            buffer.close();
        } catch (IllegalStateException pinned) {
            buffer.unpin();
        }
    }

    private LeakTracker.Leak awaitReport() {
        LeakTracker.Leak leak;
        while ((leak = reports.poll()) == null) {
            System.gc();
        }
        return leak;
    }

    private static String print(Throwable leak) {
        StringWriter text = new StringWriter();
        leak.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
