package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auraio.bufferpool.Buffer;
import io.auraio.syscall.Errno;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Collections;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Chains of an engine whose queue a thread of the kernel's reads: the same order, and the same end, as where the kernel links them. */
@Timeout(60)
class SqPollChainKernelTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final Queue<String> ended = new ConcurrentLinkedQueue<>();

    private IoCallback note(String name) {
        return (request, result) -> ended.add(name + " " + result);
    }

    @ParameterizedTest
    @EnumSource
    void requestsRunOneAfterTheOther(Driving driving) throws Exception {
        Path path = TestFile.create("sqpoll-chain", 2);
        try (Engine engine = Engine.open(SqPollKernelTest.polled(driving).build());
                AsyncFile file = engine.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
                Buffer buffer = engine.allocate(TestFile.BLOCK)) {
            MemorySegment read = Arena.ofAuto().allocate(TestFile.BLOCK);
            for (int round = 1; round <= 100; round++) {
                TestFile.fill(buffer.segment(), round);
                Chain chain = engine.chain()
                        .write(file, buffer, 0, note("write"))
                        .read(file, read, 0, note("read"))
                        .write(file, read, TestFile.BLOCK, note("copy"))
                        .fsync(file, note("fsync"));
                assertThat(chain.submit()).isEqualTo(chain.request(0));
                assertThat(engine.drain(LONG)).isTrue();
                assertThat(ended).containsExactly("write 4096", "read 4096", "copy 4096", "fsync 0");
                assertThat(TestFile.firstWrong(MemorySegment.ofArray(Files.readAllBytes(path)), round)).isNegative();
                ended.clear();
            }
            assertThat(engine.stats().tuners().getFirst().inFlight()).as("each left the limit once").isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shortReadBreaksTheChain(Driving driving) throws Exception {
        Path path = TestFile.create("sqpoll-short", 2);
        try (Engine engine = Engine.open(SqPollKernelTest.polled(driving).build());
                AsyncFile file = engine.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
                Buffer buffer = engine.allocate(TestFile.BLOCK)) {
            TestFile.fill(buffer.segment(), 7);
            engine.chain()
                    .read(file, Arena.ofAuto().allocate(2 * TestFile.BLOCK), TestFile.BLOCK, note("read"))
                    .write(file, buffer, 0, note("write"))
                    .fsync(file, note("fsync"))
                    .submit();
            assertThat(engine.drain(LONG)).isTrue();
        }
        assertThat(ended).containsExactly("read 4096", "write " + -Errno.ECANCELED, "fsync " + -Errno.ECANCELED);
        assertThat(Files.readAllBytes(path)[0]).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void cancellingOneThatHasNotBegunEndsItAndTheRest(Driving driving) throws Exception {
        try (Engine engine = Engine.open(SqPollKernelTest.polled(driving).build());
                AsyncFile pipe = Pipes.open(engine, "sqpoll-chain-later");
                AsyncFile file = engine.open(TestFile.empty("sqpoll-chain-later"), StandardOpenOption.WRITE);
                Buffer buffer = engine.allocate(16)) {
            Chain chain = engine.chain().read(pipe, buffer, 0, note("read")).write(file, buffer, 0, note("write")).fsync(file, note("fsync"));
            chain.submit();
            assertThat(engine.cancel(chain.request(1))).as("it is pending").isTrue();
            assertThat(engine.drain(Duration.ofMillis(1))).as("it ends in its turn").isFalse();
            assertThat(ended).isEmpty();
            pipe.write(Arena.ofAuto().allocate(16), 0, note("feed"));
            assertThat(engine.drain(LONG)).isTrue();
            assertThat(file.size()).isZero();
        }
        ended.remove("feed 16");
        assertThat(ended).containsExactly("read 16", "write " + -Errno.ECANCELED, "fsync " + -Errno.ECANCELED);
    }

    @ParameterizedTest
    @EnumSource
    void cancellingTheOneThatRunsEndsTheRest(Driving driving) throws Exception {
        try (Engine engine = Engine.open(SqPollKernelTest.polled(driving).build());
                AsyncFile pipe = Pipes.open(engine, "sqpoll-chain-cancel");
                AsyncFile file = engine.open(TestFile.empty("sqpoll-chain-cancel"), StandardOpenOption.WRITE);
                Buffer buffer = engine.allocate(16)) {
            Chain chain = engine.chain().read(pipe, buffer, 0, note("read")).write(file, buffer, 0, note("write")).fsync(file, note("fsync"));
            chain.submit();
            assertThat(engine.cancel(chain.request(0))).isTrue();
            assertThat(engine.drain(LONG)).isTrue();
            assertThat(file.size()).isZero();
        }
        assertThat(ended).containsExactly("read " + -Errno.ECANCELED, "write " + -Errno.ECANCELED, "fsync " + -Errno.ECANCELED);
    }

    @ParameterizedTest
    @EnumSource
    void closeWaitsForAllOfAChain(Driving driving) throws Exception {
        Path path = TestFile.create("sqpoll-chain-close", 8);
        try (Engine engine = Engine.open(SqPollKernelTest.polled(driving).build())) {
            AsyncFile file = engine.open(path, StandardOpenOption.WRITE);
            Buffer buffer = engine.allocate(TestFile.BLOCK);
            TestFile.fill(buffer.segment(), 7);
            Chain chain = engine.chain();
            for (int i = 0; i < 8; i++) {
                chain.write(file, buffer, (long) i * TestFile.BLOCK, note("write"));
            }
            assertThat(chain.submit()).isNotNegative();
            assertThat(engine.chain().fsync(file, note("fsync")).submit()).as("all slots are taken").isEqualTo(Engine.AGAIN);
            file.close();
        }
        assertThat(ended).containsExactlyElementsOf(Collections.nCopies(8, "write 4096"));
        assertThat(TestFile.firstWrong(MemorySegment.ofArray(Files.readAllBytes(path)), 7)).isNegative();
    }

    @ParameterizedTest
    @EnumSource
    void memoryThatIsGoneIsRefusedOrEndsTheChain(Driving driving) throws Exception {
        try (Engine engine = Engine.open(SqPollKernelTest.polled(driving).build());
                AsyncFile pipe = Pipes.open(engine, "sqpoll-chain-arena");
                AsyncFile file = engine.open(TestFile.create("sqpoll-chain-arena", 1), StandardOpenOption.WRITE);
                Buffer buffer = engine.allocate(16)) {
            Arena early = Arena.ofShared();
            Chain refused = engine.chain().write(file, buffer, 0, note("write")).write(file, early.allocate(16), 0, note("closed"));
            early.close();
            assertThatThrownBy(refused::submit).isInstanceOf(IllegalStateException.class).hasMessageContaining("Already closed");
            assertThat(engine.stats().inFlight()).isZero();
            Arena late = Arena.ofShared();
            Chain broken = engine.chain().read(pipe, buffer, 0, note("read")).write(file, late.allocate(16), 0, note("closed"));
            assertThat(broken.submit()).isNotNegative();
            late.close();
            pipe.write(Arena.ofAuto().allocate(16), 0, note("feed"));
            assertThat(engine.drain(LONG)).isTrue();
        }
        ended.remove("feed 16");
        assertThat(ended).containsExactly("read 16", "closed " + -Errno.ECANCELED);
    }
}
