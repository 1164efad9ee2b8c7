package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auraio.bufferpool.Buffer;
import io.auraio.syscall.Errno;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EnterFailuresKernelTest {

    private static Engine open(List<Throwable> reported, IntUnaryOperator errnoOfEnter) throws Exception {
        EngineOptions options = EngineOptions.builder()
                .driving(Driving.CALLER)
                .errorHandler(reported::add)
                .drainTimeout(Duration.ofMillis(100))
                .build();
        return Engine.open(options, () -> new InjectedKernel(errnoOfEnter));
    }

    @ParameterizedTest
    @ValueSource(ints = {Errno.EINTR, Errno.EAGAIN, Errno.EBUSY})
    void passingFailureOfAnEnterLosesNoRequest(int errno) throws Exception {
        int blocks = 300;
        Path path = TestFile.create("enter-failures", blocks);
        List<Throwable> reported = new ArrayList<>();
        AtomicInteger good = new AtomicInteger();
        try (Engine engine = open(reported, n -> n % 2 == 0 ? errno : 0); AsyncFile file = engine.open(path)) {
            for (int i = 0; i < blocks; i++) {
                long offset = (long) i * TestFile.BLOCK;
                Buffer buffer = engine.allocate(TestFile.BLOCK);
                IoCallback check = (request, result) -> {
                    if (result == TestFile.BLOCK && TestFile.firstWrong(buffer.segment(), offset) < 0) {
                        good.incrementAndGet();
                    }
                    buffer.close();
                };
                while (file.read(buffer, offset, check) == Engine.AGAIN) {
                    engine.await(Duration.ofSeconds(30));
                }
            }
            while (engine.stats().inFlight() > 0) {
                assertThat(engine.await(Duration.ofSeconds(30))).isPositive();
            }
        }
        assertThat(good).hasValue(blocks);
        assertThat(reported).isEmpty();
    }

    @Test
    void fatalFailureEndsEveryRequestWithItAndRefusesMore() throws Exception {
        Path path = TestFile.create("enter-fatal", 1);
        List<Throwable> reported = new ArrayList<>();
        List<Integer> results = new ArrayList<>();
        Buffer buffer;
        try (Engine engine = open(reported, n -> Errno.EBADR); AsyncFile file = engine.open(path)) {
            buffer = engine.allocate(TestFile.BLOCK);
            long request = file.read(buffer, 0, (r, result) -> results.add(result));
            file.fsync((r, result) -> results.add(result));
            assertThat(engine.fatalError()).isEmpty();
            engine.poll();
            assertThat(results).containsExactly(-Errno.EBADR, -Errno.EBADR);
            assertThat(engine.fatalError()).containsSame((IOException) reported.getFirst());
            RingStats stats = engine.stats().rings().getFirst();
            assertThat(stats.fatalError()).isEqualTo(engine.fatalError());
            assertThat(stats.completed()).isEqualTo(2);
            assertThat(stats.failed()).isEqualTo(2);
            assertThat(engine.drain(Duration.ofSeconds(30))).isTrue();
            assertThat(engine.isPending(request)).isFalse();
            assertThat(reported).singleElement().satisfies(e -> assertThat(e).hasMessageStartingWith("io_uring_enter on ring 0: EBADR"));
            assertThatThrownBy(() -> file.fsync((r, result) -> {}))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("the ring has failed and takes no more requests: io_uring_enter on ring 0: EBADR");
            assertThatThrownBy(engine::poll).isInstanceOf(IllegalStateException.class);
        }
        // Nobody knows whether the kernel still writes into it.
        assertThatThrownBy(buffer::close).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void requestsWhoseBytesAreCopiedEndAsWell() throws Exception {
        Path path = TestFile.create("enter-fatal-copied", 1);
        List<Throwable> reported = new ArrayList<>();
        List<Integer> results = new ArrayList<>();
        ByteBuffer untouched = ByteBuffer.allocate(512);
        try (Engine engine = open(reported, n -> Errno.EBADR); AsyncFile file = engine.open(path)) {
            CompletableFuture<Integer> read = file.readAsync(untouched, 0);
            CompletableFuture<Integer> vector = file.readvAsync(new ByteBuffer[] {ByteBuffer.allocate(512), ByteBuffer.allocateDirect(512)}, 0);
            file.read(ByteBuffer.allocate(512), 0, (request, result) -> results.add(result));
            engine.poll();
            assertThat(results).containsExactly(-Errno.EBADR);
            String message = "EBADR (Invalid request descriptor)";
            assertThatThrownBy(read::join).hasRootCauseMessage("read(path=" + path + ", offset=0): " + message);
            assertThatThrownBy(vector::join).hasRootCauseMessage("readv(path=" + path + ", offset=0): " + message);
            assertThat(untouched.position()).isZero();
            assertThat(reported).as("the failure of the ring alone").hasSize(1);
        }
    }

    @Test
    void whatHadEndedBeforeTheFatalFailureEndsAsItDid() throws Exception {
        Path path = TestFile.create("enter-fatal-late", 1);
        List<Throwable> reported = new ArrayList<>();
        List<Integer> results = new ArrayList<>();
        // The first enter is the batch's own, early one; the turn's fails.
        try (Engine engine = open(reported, n -> n == 1 ? 0 : Errno.EBADR)) {
            AsyncFile file = engine.open(path);
            AsyncFile pipe = CancelKernelTest.openPipe(engine, "enter-fatal-late");
            Buffer buffer = engine.allocate(TestFile.BLOCK);
            Buffer pinned = engine.allocate(16);
            engine.poll();
            file.read(buffer, 0, (r, result) -> results.add(result));
            long read = pipe.read(pinned, 0, (r, result) -> results.add(result));
            long close = pipe.close((r, result) -> results.add(result));
            engine.flush();
            engine.poll();
            assertThat(results).contains(-Errno.EBADR, -Errno.EBADR).hasSize(3);
            assertThat(engine.isPending(read)).isFalse();
            assertThat(engine.isPending(close)).isFalse();
            assertThat(engine.cancel(read)).isFalse();
            assertThat(pipe.cancelAll()).isZero();
            assertThatThrownBy(pinned::close).isInstanceOf(IllegalStateException.class);
            if (results.contains(TestFile.BLOCK)) {
                buffer.close();
            }
            assertThat(reported).hasSize(1);
        }
    }

    @Test
    void enterThatIsRefusedIsFoundBeforeTheFirstRequest() {
        assertThatThrownBy(() -> RoundTrip.check(new InjectedKernel(n -> Errno.EPERM)))
                .isInstanceOf(IOException.class)
                .hasMessage("io_uring_enter(NOP): EPERM (Operation not permitted); "
                        + "rings can be set up but not used: a seccomp filter refuses it, see docs/errors.md");
    }

    @Test
    void filterThatRefusesOnlyToRegisterIsFoundWhenTheEngineIsOpened() {
        assertThatThrownBy(() -> RoundTrip.check(InjectedKernel.registering(opcode -> Errno.EPERM)))
                .isInstanceOf(IOException.class)
                .hasMessage("io_uring_register(IORING_REGISTER_ENABLE_RINGS): EPERM (Operation not permitted); "
                        + "rings can be set up but not enabled: a seccomp filter refuses it, see docs/errors.md");
    }
}
