package io.auraio.bench;

import io.auraio.syscall.CompletionQueue;
import io.auraio.syscall.Libc;
import io.auraio.syscall.OpenFlags;
import io.auraio.syscall.SubmissionQueue;
import io.auraio.syscall.Uring;
import io.auraio.syscall.UringSetup;
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
 * What the engine adds to its ring: {@link NullReads}, and the same reads through the raw ring. The difference is what callback, limit, sampling and statistics
 * take.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class EngineOverheadBenchmark {
    private static final int OPERATIONS = 128;

    /** How many operations are in flight; divides 128. */
    @Param({"1", "32"})
    private int batch;

    private Uring ring;
    private int fd;
    private NullReads reads;

    /** By the measuring thread, which becomes the driver of both. */
    @Setup
    public void open() throws Exception {
        reads = new NullReads();
        ring = Uring.open(UringSetup.of(256).withRequired(UringSetup.IORING_SETUP_SINGLE_ISSUER | UringSetup.IORING_SETUP_DEFER_TASKRUN));
        ring.registerRingFd();
        fd = Libc.open(NullReads.PATH.toString(), OpenFlags.O_RDONLY, 0);
    }

    @TearDown
    public void close() throws Exception {
        reads.close();
        ring.close();
        Libc.close(fd);
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void ring() {
        for (int done = 0; done < OPERATIONS; done += batch) {
            SubmissionQueue sq = ring.sq();
            for (int i = 0; i < batch; i++) {
                sq.claim().read(fd, reads.buffer.segment(), 0).userData(i);
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
            reads.run(batch);
        }
    }
}
