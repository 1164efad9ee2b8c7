package io.auraio.bench;

import io.auraio.AsyncFile;
import io.auraio.Driving;
import io.auraio.Engine;
import io.auraio.EngineOptions;
import io.auraio.IoCallback;
import io.auraio.bufferpool.Buffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the flight recorder costs an operation: reads of /dev/null, which cost the kernel next to nothing, 32 in flight, by callbacks on a caller-driven
 * engine. Its limit is fixed, since a search for the best one would move the figures more than any event does.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class JfrBenchmark {
    private static final int BATCH = 32;
    private static final String PREFIX = "io.auraio.";
    private static final List<String> OURS =
            List.of("Decision", "PhaseChange", "Spill", "Overflow", "SlowOperation", "Engine", "File", "Statistics");

    /** What is recorded: nothing; the JVM's own events; all but the one for which every request's time is taken; all, by their default settings. */
    @Param({"NOTHING", "JVM", "NO_SLOW_OPERATION", "ALL"})
    private Recorded recorded;

    private Recording recording;
    private Engine engine;
    private AsyncFile file;
    private Buffer buffer;
    private int completed;
    private final IoCallback count = (request, result) -> completed++;

    /** What a recording holds. */
    public enum Recorded {
        NOTHING,
        JVM,
        NO_SLOW_OPERATION,
        ALL
    }

    /** By the measuring thread, which becomes the driver. */
    @Setup
    public void open() throws Exception {
        if (recorded != Recorded.NOTHING) {
            recording = new Recording(Configuration.getConfiguration("default"));
            for (String event : OURS) {
                boolean isWanted = recorded == Recorded.ALL || recorded == Recorded.NO_SLOW_OPERATION && !event.equals("SlowOperation");
                if (!isWanted) {
                    recording.disable(PREFIX + event);
                }
            }
            recording.start();
        }
        engine = Engine.open(EngineOptions.builder().driving(Driving.CALLER).adaptive(false).build());
        file = engine.open(Path.of("/dev/null"));
        buffer = engine.allocate(4096);
    }

    @TearDown
    public void close() throws Exception {
        engine.close();
        file.close();
        buffer.close();
        if (recording != null) {
            recording.close();
        }
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void read() {
        completed = 0;
        for (int i = 0; i < BATCH; i++) {
            file.read(buffer, 0, count);
        }
        while (completed < BATCH) {
            engine.await(1_000_000_000L);
        }
    }
}
