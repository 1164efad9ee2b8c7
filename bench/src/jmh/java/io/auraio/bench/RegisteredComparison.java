package io.auraio.bench;

import io.auraio.AsyncFile;
import io.auraio.AuraOpenOption;
import io.auraio.Driving;
import io.auraio.Engine;
import io.auraio.EngineOptions;
import io.auraio.IoCallback;
import io.auraio.bufferpool.Buffer;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * What registering pays: the CPU time that the driving thread spends on a random 4 KiB read, 32 in flight, with and without registered buffers and file.
 *
 * <p>A program of its own, since the machine's other load is larger than the difference: the four engines take turns of a few milliseconds, and what is told is the median
 * of each turn's ratio to the plain engine's beside it. {@code bench/compare-registered [turns]} runs it, in a folder whose file system knows O_DIRECT.
 */
public final class RegisteredComparison implements AutoCloseable {
    private static final int BLOCK = 4096;
    private static final int BLOCKS = 1 << 15;
    private static final int DEPTH = 32;
    private static final int OPERATIONS = 2048;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Engine engine;
    private final AsyncFile file;
    private final Buffer[] pool = new Buffer[DEPTH];
    private final IoCallback[] callbacks = new IoCallback[DEPTH];
    private int left;
    private int done;
    private long random = 88172645463325252L;

    private RegisteredComparison(Path path, boolean direct, boolean buffers, boolean files) throws Exception {
        engine = Engine.open(EngineOptions.builder().driving(Driving.CALLER).adaptive(false).registerBuffers(buffers).build());
        engine.poll();
        file = engine.open(path, direct ? new OpenOption[] {StandardOpenOption.READ, AuraOpenOption.DIRECT} : new OpenOption[0]);
        if (files) {
            engine.registerFile(file);
        }
        for (int i = 0; i < DEPTH; i++) {
            int slot = i;
            pool[slot] = engine.allocate(BLOCK);
            callbacks[slot] = (request, result) -> {
                if (result != BLOCK) {
                    throw new IllegalStateException("result=" + result);
                }
                done++;
                submit(slot);
            };
        }
    }

    /** CPU nanoseconds of an operation. */
    private double turn() {
        long start = THREADS.getCurrentThreadCpuTime();
        left = OPERATIONS;
        done = 0;
        for (int slot = 0; slot < DEPTH; slot++) {
            submit(slot);
        }
        while (done < OPERATIONS) {
            engine.await(1_000_000_000L);
        }
        return (double) (THREADS.getCurrentThreadCpuTime() - start) / OPERATIONS;
    }

    private void submit(int slot) {
        if (left > 0) {
            left--;
            random ^= random << 13;
            random ^= random >>> 7;
            random ^= random << 17;
            file.read(pool[slot], (random & BLOCKS - 1) * BLOCK, callbacks[slot]);
        }
    }

    @Override
    public void close() throws Exception {
        engine.close();
        file.close();
        for (Buffer buffer : pool) {
            buffer.close();
        }
    }

    /**
     * Compares, past the page cache and in it.
     *
     * @param arguments how many turns each engine takes, 400 where there is none
     * @throws Exception where an engine or the file cannot be opened
     */
    public static void main(String[] arguments) throws Exception {
        int turns = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 400;
        Path path = Files.createTempFile(Path.of("").toAbsolutePath(), "registered", ".bin");
        try {
            Files.write(path, new byte[BLOCKS * BLOCK]);
            compare("O_DIRECT  ", path, true, turns);
            compare("page cache", path, false, turns);
        } finally {
            Files.delete(path);
        }
    }

    private static void compare(String name, Path path, boolean direct, int turns) throws Exception {
        try (RegisteredComparison plain = new RegisteredComparison(path, direct, false, false);
                RegisteredComparison buffers = new RegisteredComparison(path, direct, true, false);
                RegisteredComparison files = new RegisteredComparison(path, direct, false, true);
                RegisteredComparison both = new RegisteredComparison(path, direct, true, true)) {
            double[][] results = new double[4][turns];
            for (int i = -turns / 4; i < turns; i++) {
                double[] each = {plain.turn(), buffers.turn(), files.turn(), both.turn()};
                for (int j = 0; i >= 0 && j < each.length; j++) {
                    results[j][i] = j == 0 ? each[0] : each[j] / each[0];
                }
            }
            System.out.printf(
                    "%s plain %4.0f ns of CPU an operation; ratio with registered buffers %.3f, file %.3f, both %.3f%n",
                    name, median(results[0]), median(results[1]), median(results[2]), median(results[3]));
        }
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
