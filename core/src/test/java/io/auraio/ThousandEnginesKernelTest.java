package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auraio.bufferpool.Buffer;
import io.auraio.syscall.Errno;
import io.auraio.syscall.Kernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What engines leave behind in the process: nothing. */
@Timeout(300)
class ThousandEnginesKernelTest {

    private static final int ENGINES = 1000;

    /** What the JVM itself may map meanwhile, for compiled code and its threads. */
    private static final int NOISE = 100;

    @Test
    void aThousandEnginesLeaveNoDescriptorsAndNoMaps() throws Exception {
        Path path = TestFile.create("thousand", 64);
        AtomicInteger mapped = new AtomicInteger();
        openAndClose(path, 100, mapped); // what the JVM maps once for itself
        awaitAfterGc(() -> mapped.get() == 0);
        long descriptors = descriptors();
        long maps = maps();
        openAndClose(path, ENGINES, mapped);
        assertThat(descriptors()).as("open descriptors").isLessThanOrEqualTo(descriptors);
        // The address range of a closed ring goes back once nothing can reach the ring.
        awaitAfterGc(() -> mapped.get() == 0);
        assertThat(mapped).as("ranges mapped by rings and not unmapped").hasValue(0);
        // Adjacent ranges count as one, and the JVM has its own: this alone would prove little.
        assertThat(maps()).as("lines of /proc/self/maps").isLessThanOrEqualTo(maps + NOISE);
    }

    /** Each call that opening an engine makes of the kernel, failing in turn. */
    @ParameterizedTest
    @EnumSource(Driving.class)
    void openingThatFailsAnywhereLeavesNothing(Driving driving) throws Exception {
        List<Throwable> reported = Collections.synchronizedList(new ArrayList<>());
        EngineOptions options = EngineOptions.builder()
                .driving(driving)
                .ringCount(driving == Driving.CALLER ? 1 : 2)
                .queueDepth(8)
                .errorHandler(reported::add)
                .build();
        Engine.open(options).close();
        long descriptors = descriptors();
        List<String> messages = new ArrayList<>();
        boolean failed = true;
        for (int call = 1; failed; call++) {
            failed = failsAt(call, options, messages);
        }
        assertThat(messages).as("messages of failed openings").hasSizeGreaterThan(2).allMatch(message -> message.contains("ENOMEM"));
        // What fails later, when a driver comes, is reported.
        assertThat(reported).isNotEmpty().allMatch(error -> error.getMessage().contains("ENOMEM"));
        // A driver that could not enable its ring ends, and closes it, a moment after the failure was reported.
        await(() -> descriptors() <= descriptors);
        assertThat(descriptors()).as("open descriptors").isLessThanOrEqualTo(descriptors);
    }

    private static boolean failsAt(int call, EngineOptions options, List<String> messages) throws Exception {
        AtomicInteger calls = new AtomicInteger();
        AtomicInteger failures = new AtomicInteger();
        try {
            Engine.open(options, () -> PlayedKernel.failing(Errno.ENOMEM, () -> calls.incrementAndGet() == call && failures.incrementAndGet() > 0)).close();
        } catch (IOException e) {
            messages.add(e.getMessage());
        }
        return failures.get() > 0;
    }

    @Test
    void openingThatRunsOutOfThreadsClosesItsRings() throws Exception {
        long descriptors = descriptors();
        EngineOptions options = EngineOptions.builder().ringCount(2).build();
        AtomicInteger opened = new AtomicInteger();
        assertThatThrownBy(() -> Engine.open(options, () -> {
                    if (opened.incrementAndGet() == 2) {
                        throw new OutOfMemoryError("as where no thread can be started");
                    }
                    return Kernel.system();
                }))
                .isInstanceOf(OutOfMemoryError.class);
        assertThat(descriptors()).as("open descriptors").isLessThanOrEqualTo(descriptors);
    }

    private static void openAndClose(Path path, int times, AtomicInteger mapped) throws Exception {
        for (int i = 0; i < times; i++) {
            // In turn: idle, with files; with reads in flight, whose files are closed before or after the engine.
            Driving driving = i % 2 == 0 ? Driving.ENGINE : Driving.CALLER;
            EngineOptions options = EngineOptions.builder().driving(driving).ringCount(1).queueDepth(16).build();
            Engine engine = Engine.open(options, () -> PlayedKernel.countingMaps(mapped));
            AsyncFile file = engine.open(path);
            if (i % 3 == 0) {
                for (int block = 0; block < 4; block++) {
                    Buffer buffer = engine.allocate(TestFile.BLOCK);
                    assertThat(file.read(buffer, (long) block * TestFile.BLOCK, (request, result) -> buffer.close())).isNotNegative();
                }
            }
            if (i % 5 == 0) {
                file.close();
                engine.close();
            } else {
                engine.close();
                file.close();
            }
        }
    }

    /** Never more than before; fewer where the collector closes what other tests gave up. */
    private static long descriptors() throws IOException {
        try (var list = Files.list(Path.of("/proc/self/fd"))) {
            return list.count() - 1; // the listing's own
        }
    }

    private static long maps() throws IOException {
        try (var maps = Files.lines(Path.of("/proc/self/maps"))) {
            return maps.count();
        }
    }

    private static void awaitAfterGc(Condition condition) throws IOException {
        await(() -> {
            System.gc();
            return condition.holds();
        });
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(Condition condition) throws IOException {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.holds() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
    }
}
