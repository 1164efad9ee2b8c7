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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Chains: what runs, in which order, and what a failure leaves undone. */
@Timeout(60)
class ChainKernelTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int DEPTH = 8;

    private final List<String> ended = new ArrayList<>();
    private Path path;
    private Engine engine;
    private AsyncFile file;
    private Buffer buffer;

    @BeforeEach
    void open() throws Exception {
        path = TestFile.create("chain", 2);
        engine = Engine.open(EngineOptions.builder().driving(Driving.CALLER).queueDepth(DEPTH).adaptive(false).build());
        file = engine.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        buffer = engine.allocate(TestFile.BLOCK);
        TestFile.fill(buffer.segment(), 7);
    }

    @AfterEach
    void close() throws Exception {
        engine.close();
        file.close();
        buffer.close();
    }

    private IoCallback note(String name) {
        return (request, result) -> ended.add(name + " " + result);
    }

    private void drain() throws InterruptedException {
        assertThat(engine.drain(LONG)).isTrue();
        assertThat(engine.stats().inFlight()).isZero();
    }

    private void assertStillWorks() throws InterruptedException {
        ended.clear();
        for (int round = 0; round < 3; round++) {
            Chain chain = engine.chain();
            for (int i = 0; i < DEPTH; i++) {
                chain.write(file, buffer, 0, note("write"));
            }
            assertThat(chain.submit()).isNotNegative();
            drain();
        }
        assertThat(ended).hasSize(3 * DEPTH).containsOnly("write 4096");
    }

    @Test
    void requestsRunOneAfterTheOther() throws Exception {
        MemorySegment read = Arena.ofAuto().allocate(TestFile.BLOCK);
        Chain chain = engine.chain()
                .write(file, buffer, 0, note("write"))
                .read(file, read, 0, note("read"))
                .write(file, read, TestFile.BLOCK, note("copy"))
                .fsync(file, note("fsync"));
        assertThat(chain.length()).isEqualTo(4);
        long first = chain.submit();
        assertThat(first).isNotNegative().isEqualTo(chain.request(0));
        for (int i = 0; i < 4; i++) {
            assertThat(engine.isPending(chain.request(i))).isTrue();
        }
        assertThat(chain.length()).isZero();
        drain();
        assertThat(ended).containsExactly("write 4096", "read 4096", "copy 4096", "fsync 0");
        assertThat(engine.isPending(first)).isFalse();
        assertThat(TestFile.firstWrong(MemorySegment.ofArray(Files.readAllBytes(path)), 7)).isEqualTo(-1);
        assertThat(engine.stats().tuners().getFirst().inFlight()).as("each left the limit once").isZero();
        assertStillWorks();
    }

    @Test
    void shortReadBreaksTheChain() throws Exception {
        engine.chain()
                .read(file, Arena.ofAuto().allocate(2 * TestFile.BLOCK), TestFile.BLOCK, note("read"))
                .write(file, buffer, 0, note("write"))
                .fsync(file, note("fsync"))
                .submit();
        drain();
        assertThat(ended).containsExactly("read 4096", "write " + -Errno.ECANCELED, "fsync " + -Errno.ECANCELED);
        assertThat(Files.readAllBytes(path)[0]).isZero();
        assertStillWorks();
    }

    @Test
    void shortWriteIsNotSynced() throws Exception {
        long limit = 1L << 40;
        ProcessFileSize.limit(limit - TestFile.BLOCK / 2);
        try {
            engine.chain().write(file, buffer, limit - TestFile.BLOCK, note("write")).fdatasync(file, note("fdatasync")).submit();
            drain();
        } finally {
            ProcessFileSize.limit(Long.MAX_VALUE);
        }
        assertThat(ended).containsExactly("write 2048", "fdatasync " + -Errno.ECANCELED);
        assertStillWorks();
    }

    @Test
    void failureBreaksTheChain() throws Exception {
        engine.chain().write(file, buffer, 1L << 62, note("too far")).write(file, buffer, 0, note("write")).submit();
        drain();
        assertThat(ended).containsExactly("too far " + -Errno.EFBIG, "write " + -Errno.ECANCELED);
        assertThat(Files.readAllBytes(path)[0]).isZero();
    }

    @Test
    void allIsSubmittedOrNothing() throws Exception {
        try (AsyncFile pipe = CancelKernelTest.openPipe(engine, "chain-full")) {
            List<Long> reads = new ArrayList<>();
            for (int i = 0; i < DEPTH - 2; i++) {
                Buffer each = engine.allocate(16);
                reads.add(pipe.read(each, 0, (request, result) -> each.close()));
            }
            Chain chain = engine.chain().write(file, buffer, 0, note("write")).write(file, buffer, 0, note("write")).fsync(file, note("fsync"));
            assertThat(chain.submit()).as("two slots for three").isEqualTo(Engine.AGAIN);
            engine.poll();
            assertThat(chain.submit()).isEqualTo(Engine.AGAIN);
            assertThat(chain.length()).isEqualTo(3);
            engine.cancel(reads.getFirst());
            assertThat(engine.await(LONG)).isOne();
            assertThat(ended).isEmpty();
            assertThat(chain.submit()).isNotNegative();
            pipe.cancelAll();
            drain();
        }
        assertThat(ended).containsExactly("write 4096", "write 4096", "fsync 0");
    }

    @Test
    void chainAtTheLimitCountsAsOne() throws Exception {
        EngineOptions options = EngineOptions.builder().driving(Driving.CALLER).queueDepth(16).initialInFlight(1).minInFlight(1).build();
        try (Engine limited = Engine.open(options); AsyncFile log = limited.open(path, StandardOpenOption.WRITE)) {
            Chain chain = limited.chain().write(log, buffer, 0, note("write")).fdatasync(log, note("fdatasync"));
            assertThat(chain.submit()).isNotNegative();
            assertThat(limited.stats().tuners().getFirst().inFlight()).isOne();
            assertThat(limited.stats().inFlight()).isEqualTo(2);
            assertThat(log.fsync(note("refused"))).isEqualTo(Engine.AGAIN);
            chain.write(log, buffer, 0, note("refused"));
            assertThat(chain.submit()).isEqualTo(Engine.AGAIN);
            assertThat(limited.drain(LONG)).isTrue();
            assertThat(limited.stats().tuners().getFirst().inFlight()).isZero();
        }
        assertThat(ended).containsExactly("write 4096", "fdatasync 0");
    }

    @Test
    void badChainsAreRefusedAndLeaveNothingHeld() throws Exception {
        Chain chain = engine.chain();
        assertThatThrownBy(chain::submit).isInstanceOf(IllegalStateException.class).hasMessage("the chain is empty");
        try (Engine other = Engine.open(EngineOptions.builder().ringCount(1).build()); AsyncFile foreign = other.open(path)) {
            assertThatThrownBy(() -> chain.fsync(foreign, note("none"))).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("is another engine's");
        }
        for (int i = 0; i < DEPTH; i++) {
            chain.write(file, buffer, 0, note("none"));
        }
        assertThatThrownBy(() -> chain.fsync(file, note("none"))).hasMessage("length=8 is the queue depth; a chain cannot be longer");
        chain.clear();
        chain.fsync(file, note("none"));
        assertThatThrownBy(() -> chain.write(file, buffer, 0, note("none")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("operation=write behind a sync, which would not keep it from running if it failed; submit it from the sync's callback");
        chain.clear();
        try (Arena arena = Arena.ofShared()) {
            chain.write(file, buffer, 0, note("none")).write(file, arena.allocate(16), 0, note("none"));
        }
        assertThatThrownBy(chain::submit).isInstanceOf(IllegalStateException.class);
        chain.clear();
        AsyncFile closed = engine.open(path);
        chain.write(file, buffer, 0, note("none")).fsync(closed, note("none"));
        closed.close();
        assertThatThrownBy(chain::submit).isInstanceOf(IllegalStateException.class).hasMessageEndingWith("is closed");
        assertStillWorks();
    }
}
