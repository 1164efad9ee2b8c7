package io.auraio.bench;

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

/** What the flight recorder costs an operation: {@link NullReads}, 32 in flight. */
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
    private NullReads reads;

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
        reads = new NullReads();
    }

    @TearDown
    public void close() throws Exception {
        reads.close();
        if (recording != null) {
            recording.close();
        }
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void read() {
        reads.run(BATCH);
    }
}
