package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Many threads that submit, cancel, and close files and engines at random: each request accepted ends exactly once, with the right bytes, and nothing is
 * left over.
 *
 * <p>Two seconds for each case; {@code -Dauraio.stress.seconds=60} for longer. A failure names the seed, which {@code -Dauraio.stress.seed} takes; the
 * threads' own timing is not repeated by it.
 */
@Timeout(value = 1, unit = TimeUnit.HOURS)
class StressKernelTest {

    private static final int SECONDS = Integer.getInteger("auraio.stress.seconds", 2);
    private static final int THREADS = 4;

    /** Half of the engines are not slowed by a device, where their syncs take most of the time. */
    private static final Path MEMORY = Files.isWritable(Path.of("/dev/shm")) ? Path.of("/dev/shm") : TestFile.FOLDER;

    private final long seed = Long.getLong("auraio.stress.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();

    private long engines;
    private long requests;
    private long cancelled;
    private long refused;

    /** A caller-driven engine has one ring: there it is so many engines, each with its driver. */
    @ParameterizedTest
    @CsvSource({
        "ENGINE, 1, IO_URING, false", "ENGINE, 2, IO_URING, false", "ENGINE, 4, IO_URING, false",
        "CALLER, 1, IO_URING, false", "CALLER, 2, IO_URING, false", "CALLER, 4, IO_URING, false",
        "ENGINE, 2, THREADS, false", "CALLER, 1, THREADS, false", "ENGINE, 2, IO_URING, true", "CALLER, 1, IO_URING, true"
    })
    void everyRequestEndsOnceWithTheRightBytesWhateverElseHappens(Driving driving, int rings, Backend backend, boolean sqPoll) throws Exception {
        Path pipe = pipe();
        long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
        // On a busy machine a little longer, until everything was met.
        while (faults.isEmpty() && (System.nanoTime() < end || refused == 0 || cancelled == 0)) {
            round(driving, rings, backend, sqPoll, pipe);
        }
        assertThat(faults).as("seed=%s", seed).isEmpty();
        System.out.printf("driving=%s rings=%d backend=%s sqPoll=%s: %d engines, %d requests, %d cancelled, %d refused at the limit%n",
                driving, rings, backend, sqPoll, engines, requests, cancelled, refused);
    }

    private void round(Driving driving, int rings, Backend backend, boolean sqPoll, Path pipe) throws Exception {
        List<StressEngine> all = new ArrayList<>();
        List<Path> paths = new ArrayList<>();
        for (int i = 0; i < (driving == Driving.CALLER ? rings : 1); i++) {
            paths.add(Files.createTempFile(random.nextBoolean() ? TestFile.FOLDER : MEMORY, "stress", ".data"));
            paths.getLast().toFile().deleteOnExit();
            EngineOptions.Builder options = options(driving, rings).backend(backend).sqPoll(sqPoll).sqPollIdleMillis(1 + random.nextInt(20));
            all.add(new StressEngine(options, random, paths.getLast(), pipe, faults));
        }
        List<Thread> threads = new ArrayList<>();
        if (driving == Driving.CALLER) {
            for (StressEngine each : all) {
                StressDriver driver = new StressDriver(each, random.nextLong());
                threads.add(Thread.ofPlatform().start(driver::run));
            }
        }
        for (int i = 0; i < THREADS; i++) {
            StressWorker worker = new StressWorker(all, random.nextLong());
            threads.add((i % 2 == 0 ? Thread.ofPlatform() : Thread.ofVirtual()).start(worker::run));
        }
        Thread.sleep(random.nextInt(200)); // the length of the round, not a synchronisation
        for (StressEngine each : all) {
            int closers = random.nextInt(3);
            for (int i = 0; i < closers; i++) {
                threads.add(Thread.ofPlatform().start(each.engine::close));
            }
            each.engine.close();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        for (StressEngine each : all) {
            each.checkAccount();
            engines++;
            requests += each.completed.sum();
            cancelled += each.cancelled.sum();
            refused += each.again.sum();
        }
        for (Path path : paths) {
            Files.delete(path);
        }
    }

    private EngineOptions.Builder options(Driving driving, int rings) {
        return EngineOptions.builder()
                .driving(driving)
                .ringCount(driving == Driving.CALLER ? 1 : rings)
                .queueDepth(4 << random.nextInt(7))
                .adaptive(random.nextBoolean())
                .tuning(any(Tuning.values()))
                .ringSelection(any(RingSelection.values()));
    }

    private <T> T any(T[] values) {
        return values[random.nextInt(values.length)];
    }

    /** For reading and writing, so that opening it waits for nobody. */
    private static Path pipe() throws IOException, InterruptedException {
        Path path = TestFile.FOLDER.resolve("stress.fifo");
        Files.deleteIfExists(path);
        assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor()).isZero();
        path.toFile().deleteOnExit();
        return path;
    }
}
