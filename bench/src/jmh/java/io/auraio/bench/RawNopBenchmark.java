package io.auraio.bench;

import io.auraio.syscall.CompletionQueue;
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

/** What a ring costs without any I/O: NOPs, submitted and reaped in batches by one thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class RawNopBenchmark {
    private static final int OPERATIONS = 128;

    /** How many operations go into the kernel at once; divides 128. */
    @Param({"1", "8", "32", "128"})
    private int batch;

    /** Setup flags: 0 for a plain ring, 12288 for SINGLE_ISSUER | DEFER_TASKRUN. */
    @Param({"0", "12288"})
    private int flags;

    /** Whether the ring's descriptor is registered, which the C program beside does not do. */
    @Param("false")
    private boolean registeredRing;

    private Uring ring;

    /** By the measuring thread, which becomes the single issuer. */
    @Setup
    public void open() throws Exception {
        ring = Uring.open(UringSetup.of(256).withRequired(flags));
        if (registeredRing && ring.registerRingFd() != 0) {
            throw new IllegalStateException("ring fd not registered");
        }
    }

    @TearDown
    public void close() {
        ring.close();
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void nop() {
        for (int done = 0; done < OPERATIONS; done += batch) {
            fill();
            ring.submitAndWait(batch);
            reap();
        }
    }

    private void fill() {
        SubmissionQueue sq = ring.sq();
        for (int i = 0; i < batch; i++) {
            sq.claim().nop().userData(i);
        }
        sq.publish();
    }

    private void reap() {
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
