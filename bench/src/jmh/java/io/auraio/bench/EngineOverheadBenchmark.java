package io.auraio.bench;

import io.auraio.AsyncFile;
import io.auraio.Driving;
import io.auraio.Engine;
import io.auraio.EngineOptions;
import io.auraio.IoCallback;
import io.auraio.bufferpool.Buffer;
import io.auraio.syscall.CompletionQueue;
import io.auraio.syscall.Libc;
import io.auraio.syscall.OpenFlags;
import io.auraio.syscall.SubmissionQueue;
import io.auraio.syscall.Uring;
import io.auraio.syscall.UringSetup;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
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
 * What the engine adds to its ring: reads of /dev/null, which cost the kernel next to nothing, through the raw ring and through a caller-driven
 * engine with callback, limit, sampling and statistics. The difference is the engine's.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class EngineOverheadBenchmark {
    private static final int OPERATIONS = 128;
    private static final Path NULL = Path.of("/dev/null");

    /** How many operations are in flight; divides 128. */
    @Param({"1", "32"})
    private int batch;

    private Uring ring;
    private int fd;
    private Engine engine;
    private AsyncFile file;
    private Buffer buffer;
    private int completed;
    private final IoCallback count = (request, result) -> completed++;

    /** By the measuring thread, which becomes the driver of both. */
    @Setup
    public void open() throws Exception {
        engine = Engine.open(EngineOptions.builder().driving(Driving.CALLER).adaptive(false).build());
        file = engine.open(NULL);
        buffer = engine.allocate(4096);
        ring = Uring.open(UringSetup.of(256).withRequired(UringSetup.IORING_SETUP_SINGLE_ISSUER | UringSetup.IORING_SETUP_DEFER_TASKRUN));
        ring.registerRingFd();
        fd = Libc.open(NULL.toString(), OpenFlags.O_RDONLY, 0);
    }

    @TearDown
    public void close() throws Exception {
        engine.close();
        file.close();
        buffer.close();
        ring.close();
        Libc.close(fd);
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void ring() {
        for (int done = 0; done < OPERATIONS; done += batch) {
            SubmissionQueue sq = ring.sq();
            for (int i = 0; i < batch; i++) {
                sq.claim().read(fd, buffer.segment(), 0).userData(i);
                sq.publish();
            }
            ring.submitAndWait(batch);
            CompletionQueue cq = ring.cq();
            int ready = cq.ready();
            for (int i = 0; i < ready; i++) {
                if (cq.res(i) != 0) {
                    throw new IllegalStateException("res=" + cq.res(i));
                }
            }
            cq.advance(ready);
        }
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void engine() {
        for (int done = 0; done < OPERATIONS; done += batch) {
            completed = 0;
            for (int i = 0; i < batch; i++) {
                file.read(buffer, 0, count);
            }
            while (completed < batch) {
                engine.await(1_000_000_000L);
            }
        }
    }
}
