package io.auraio.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Assumptions;

/** A ring on the running kernel, with an arena, that runs one operation or a few and answers how they ended. */
final class TestRing implements AutoCloseable {
    /** A descriptor that nobody has open. */
    static final int NO_FD = 1_000_000;

    final Uring ring;
    final Arena arena = Arena.ofShared();

    private final List<Integer> kept = new ArrayList<>();

    /** Operations that ended without a completion, which the ring cannot know of. */
    int silent;
    /** The flags of the completion that {@link #await} saw last. */
    int lastFlags;

    TestRing() throws SyscallException {
        this(UringSetup.of(32).withOptional(
                UringSetup.IORING_SETUP_SINGLE_ISSUER | UringSetup.IORING_SETUP_DEFER_TASKRUN));
    }

    TestRing(UringSetup setup) throws SyscallException {
        ring = Uring.open(setup);
    }

    /** Ends the test as skipped, with the reason, where the kernel lacks an operation. */
    void needs(int opcode, String name) throws SyscallException {
        Assumptions.assumeTrue(ring.probe().supports(opcode), "this kernel has no " + name);
    }

    /** Runs one operation; its result. */
    int run(UnaryOperator<Sqe> operation) {
        submit(1, operation);
        return await();
    }

    /** Runs one operation until it completes for the last time; the result of the first. */
    int runToTheEnd(UnaryOperator<Sqe> operation) {
        int result = run(operation);
        while ((lastFlags & CompletionQueue.IORING_CQE_F_MORE) != 0) {
            await();
        }
        return result;
    }

    /** Submits an operation and does not wait. */
    void submit(long userData, UnaryOperator<Sqe> operation) {
        operation.apply(ring.sq().claim()).userData(userData);
        ring.sq().publish();
        int submitted = ring.submit();
        if ((ring.flags() & UringSetup.IORING_SETUP_SQPOLL) == 0) {
            assertThat(submitted).isEqualTo(1);
        } else {
            assertThat(submitted).as("the polling thread may have been faster, or be behind").isNotNegative();
        }
    }

    /** Submits several at once, with user data 1, 2 and so on. */
    @SafeVarargs
    final void submitTogether(UnaryOperator<Sqe>... operations) {
        long userData = 1;
        for (UnaryOperator<Sqe> operation : operations) {
            operation.apply(ring.sq().claim()).userData(userData++);
        }
        ring.sq().publish();
        assertThat(ring.submit()).isEqualTo(operations.length);
    }

    /** Waits for the next completion; its result. */
    int await() {
        return awaitAll(1).values().iterator().next();
    }

    /** Waits for some completions; their results by user data. */
    Map<Long, Integer> awaitAll(int count) {
        Map<Long, Integer> results = new HashMap<>();
        while (results.size() < count) {
            while (ring.cq().ready() == 0) { // a timeout that runs out ends any wait, if need be before its completion is there
                assertThat(ring.submitAndWait(1, 30_000_000_000L)).as("waiting for a completion").isNotNegative();
            }
            results.put(ring.cq().userData(0), ring.cq().res(0));
            lastFlags = ring.cq().flags(0);
            ring.cq().advance(1);
        }
        return results;
    }

    /** A descriptor that was just opened, and is closed with the ring. */
    int kept(int fd) {
        assertThat(fd).as("a descriptor, or -errno").isNotNegative();
        kept.add(fd);
        return fd;
    }

    /** Opens a file that is there, until the ring is closed. */
    int open(Path path, int flags) {
        return kept(Libc.open(path.toString(), flags, 0));
    }

    /** Prepares what the kernel answers with EBADF. */
    Sqe failing(Sqe sqe) {
        return sqe.read(NO_FD, room(1), 0);
    }

    /** Prepares what is no operation: the kernel answers EINVAL when it is submitted. */
    static Sqe unknown(Sqe sqe) {
        return sqe.prepare(255, -1, 0, 0, 0, 0);
    }

    MemorySegment path(Object path) {
        return Libc.path(arena, path.toString());
    }

    MemorySegment text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        MemorySegment segment = arena.allocate(bytes.length);
        segment.copyFrom(MemorySegment.ofArray(bytes));
        return segment;
    }

    MemorySegment room(int bytes) {
        return arena.allocate(bytes);
    }

    static String string(MemorySegment segment, int length) {
        byte[] bytes = new byte[length];
        MemorySegment.copy(segment, 0, MemorySegment.ofArray(bytes), 0, length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Writes to a pipe or socket, without a ring. */
    static void put(int fd, String text) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocateFrom(text, StandardCharsets.UTF_8);
            long length = bytes.byteSize() - 1;
            assertThat(Libc.write(ThreadScratch.current(), fd, bytes.address(), length)).isEqualTo(length);
        }
    }

    /** A pipe: where to read, where to write. */
    static void withPipe(Consumer<List<Integer>> body) {
        int[] fds = TestLibc.pipe();
        try {
            body.accept(List.of(fds[0], fds[1]));
        } finally {
            Libc.close(fds[0]);
            Libc.close(fds[1]);
        }
    }

    @Override
    public void close() {
        ring.close();
        kept.forEach(Libc::close);
        assertThat(ring.inFlight()).as("left in flight").isEqualTo(silent);
        arena.close();
    }
}
