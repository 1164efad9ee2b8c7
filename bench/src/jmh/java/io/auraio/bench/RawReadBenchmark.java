package io.auraio.bench;

import io.auraio.syscall.CompletionQueue;
import io.auraio.syscall.Iovecs;
import io.auraio.syscall.Libc;
import io.auraio.syscall.OpenFlags;
import io.auraio.syscall.Registrations;
import io.auraio.syscall.Sqe;
import io.auraio.syscall.SubmissionQueue;
import io.auraio.syscall.Uring;
import io.auraio.syscall.UringSetup;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
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

/** Random 4 KiB reads of a file in the page cache, by plain and by registered buffers and files. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class RawReadBenchmark {
    private static final int OPERATIONS = 128;
    private static final int BLOCK = 4096;
    private static final int ENTRIES = 256;

    /** How many operations go into the kernel at once; divides 128. */
    @Param({"1", "32"})
    private int batch;

    /** Setup flags: 0 for a plain ring, 12288 for SINGLE_ISSUER | DEFER_TASKRUN. */
    @Param({"0", "12288"})
    private int flags;

    /** Whether buffer and file are registered. */
    @Param({"false", "true"})
    private boolean fixed;

    /** What is read; empty for a temporary file of 64 MiB. */
    @Param("")
    private String file;

    private final Arena arena = Arena.ofShared();
    private Uring ring;
    private MemorySegment buffer;
    private int fd;
    private long blocks;
    private long random = 88172645463325252L;

    @Setup
    public void open() throws Exception {
        ring = Uring.open(UringSetup.of(ENTRIES).withRequired(flags));
        buffer = arena.allocate((long) BLOCK * ENTRIES, BLOCK);
        fd = file.isEmpty() ? temporary() : Libc.open(file, OpenFlags.O_RDONLY, 0);
        blocks = Libc.fstat(fd).size() / BLOCK;
        for (long block = 0; block < blocks; block++) {
            Libc.pread(fd, buffer.asSlice(0, BLOCK), block * BLOCK); // into the page cache
        }
        if (fixed) {
            Registrations registrations = ring.registrations();
            if (registrations.buffers(Iovecs.of(arena, buffer)) != 0 || registrations.files(fd) != 0) {
                throw new IllegalStateException("not registered");
            }
        }
    }

    private static int temporary() throws Exception {
        Path path = Files.createTempFile("read", ".bin");
        try {
            Files.write(path, new byte[64 << 20]);
            return Libc.open(path.toString(), OpenFlags.O_RDONLY, 0);
        } finally {
            Files.delete(path); // the descriptor keeps it
        }
    }

    @TearDown
    public void close() {
        ring.close();
        Libc.close(fd);
        arena.close();
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void read() {
        for (int done = 0; done < OPERATIONS; done += batch) {
            fill();
            ring.submitAndWait(batch);
            reap();
        }
    }

    private void fill() {
        SubmissionQueue sq = ring.sq();
        for (int i = 0; i < batch; i++) {
            long offset = Long.remainderUnsigned(next(), blocks) * BLOCK;
            long start = (long) BLOCK * i;
            Sqe sqe = sq.claim();
            if (fixed) {
                sqe.readFixed(0, buffer, start, BLOCK, offset, 0).userData(i).flags(Sqe.IOSQE_FIXED_FILE);
            } else {
                sqe.read(fd, buffer, start, BLOCK, offset).userData(i);
            }
        }
        sq.publish();
    }

    private void reap() {
        CompletionQueue cq = ring.cq();
        int ready = cq.ready();
        for (int i = 0; i < ready; i++) {
            if (cq.res(i) != BLOCK) {
                throw new IllegalStateException("res=" + cq.res(i));
            }
        }
        cq.advance(ready);
    }

    private long next() {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return random;
    }
}
