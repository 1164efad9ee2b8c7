package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auraio.bufferpool.Buffer;
import io.auraio.syscall.Errno;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The path of one read, step by step as docs/architecture.md has it, against a kernel that the test plays. */
@Timeout(60)
class PathOfOneReadKernelTest {

    private static final int DEPTH = 8;
    private static final long LONG = 30_000_000_000L;
    private static final long OFFSET = 3 * TestFile.BLOCK;
    private static final int OTHERS_OFFSET = 5 * TestFile.BLOCK;

    private final TestKernel kernel = new TestKernel();
    private final List<Throwable> reported = new ArrayList<>();
    private final List<String> ended = new ArrayList<>();
    private Engine engine;
    private AsyncFile file;
    private Buffer buffer;

    @BeforeEach
    void open() throws Exception {
        Path path = TestFile.create("path-of-one-read", 8);
        engine = Engine.open(
                EngineOptions.builder().driving(Driving.CALLER).queueDepth(DEPTH).adaptive(false).registerBuffers(false).errorHandler(reported::add).build(),
                () -> kernel);
        file = engine.open(path);
        buffer = engine.allocate(TestFile.BLOCK);
    }

    @AfterEach
    void close() throws Exception {
        kernel.failures.clear();
        kernel.inside = () -> {};
        kernel.completesReads = true;
        engine.close();
        file.close();
        buffer.close();
    }

    private long read(String name) {
        return file.read(buffer, OFFSET, (request, result) -> ended.add(name + "=" + result));
    }

    /** Submits on another thread, and returns once that is done: which it never is where the submission lock is held. */
    private void readOnAnotherThread(String name) {
        Thread other = Thread.ofPlatform().start(() -> file.read(buffer, OTHERS_OFFSET, (request, result) -> ended.add(name + "=" + result)));
        try {
            other.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void step1ChecksArgumentsAndTouchesNothing() throws Exception {
        assertThatThrownBy(() -> file.read(buffer, -1, (r, result) -> {})).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("offset=-1");
        assertThat(kernel.published()).isZero();
        assertThat(engine.stats().submitted()).isZero();
    }

    @Test
    void step2AdmitsFillsAndPublishesWithoutEnteringTheKernel() {
        long request = read("read");
        assertThat(kernel.published()).isOne();
        assertThat(kernel.enters).isEmpty();
        assertThat(engine.isPending(request)).isTrue();
        for (int i = 1; i < DEPTH; i++) {
            assertThat(read("more")).isNotNegative();
        }
        assertThat(read("refused")).as("at the limit").isEqualTo(Engine.AGAIN);
        assertThat(kernel.published()).isEqualTo(DEPTH);
        assertThat(kernel.enters).isEmpty();
        engine.poll();
        assertThat(kernel.reads.peek())
                .isEqualTo(new TestKernel.Read(file.fd(), OFFSET, buffer.segment().address(), TestFile.BLOCK, request));
        // The memory is the kernel's until the completion.
        assertThatThrownBy(buffer::close).hasMessageStartingWith("buffer returned while an operation uses it");
    }

    @Test
    void step3SubmitsAllAndWaitsInOneEnterWithNoLockHeld() {
        read("one");
        read("two");
        kernel.completesReads = true;
        kernel.inside = () -> {
            kernel.inside = () -> {};
            readOnAnotherThread("during the enter");
        };
        assertThat(engine.await(LONG)).isEqualTo(2);
        TestKernel.Enter enter = kernel.enters.getFirst();
        // Both reads, and the poll by which other threads end the wait.
        assertThat(enter.toSubmit()).isBetween(2, 3);
        assertThat(enter.thread()).isSameAs(Thread.currentThread());
        assertThat(kernel.published()).as("what came during the enter waits for the next").isOne();
        assertThat(engine.await(LONG)).isOne();
        assertThat(ended).containsExactly("one=4096", "two=4096", "during the enter=4096");
    }

    @Test
    void step3LosesNothingToAnEnterThatFails() {
        read("one");
        for (int errno : new int[] {Errno.EINTR, Errno.EAGAIN, Errno.EBUSY}) {
            kernel.failures.add(errno);
            assertThat(engine.poll()).isZero();
            assertThat(kernel.published()).as("after %s", Errno.describe(errno)).isOne();
            assertThat(kernel.enters.removeLast().toSubmit()).isOne();
        }
        kernel.completesReads = true;
        assertThat(engine.await(LONG)).isOne();
        assertThat(reported).isEmpty();
    }

    @Test
    void step4GivesEntriesAndSlotsBackBeforeCallbacksAndSamplesEveryEighth() {
        List<String> seen = new ArrayList<>();
        kernel.completesReads = true;
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < DEPTH; i++) {
                file.read(buffer, OFFSET, (request, result) -> seen.add(kernel.notGivenBack() + " " + engine.isPending(request) + " " + engine.stats().inFlight()));
            }
            for (int left = DEPTH; left > 0; ) {
                left -= engine.poll();
            }
        }
        assertThat(seen).hasSize(2 * DEPTH).containsOnly("0 false 0");
        assertThat(engine.stats().latency().count()).isEqualTo(2);
    }

    @Test
    void step5RunsCallbacksWithNoLockHeldAndOneThatThrowsDisturbsNoOther() {
        kernel.completesReads = true;
        RuntimeException thrown = new IllegalArgumentException("of the callback");
        file.read(buffer, OFFSET, (request, result) -> {
            throw thrown;
        });
        file.read(buffer, OFFSET, (request, result) -> {
            ended.add("second");
            readOnAnotherThread("of another thread");
            read("of the callback");
        });
        read("third");
        assertThat(engine.poll()).isEqualTo(3);
        assertThat(ended).containsExactly("second", "third=4096");
        assertThat(reported).containsExactly(thrown);
        assertThat(engine.poll()).isEqualTo(2);
        assertThat(ended).containsExactly("second", "third=4096", "of another thread=4096", "of the callback=4096");
    }
}
