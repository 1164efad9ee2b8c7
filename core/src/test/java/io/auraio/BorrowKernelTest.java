package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auraio.bufferpool.Buffer;
import io.auraio.syscall.Errno;
import io.auraio.syscall.EventFd;
import io.auraio.syscall.Libc;
import io.auraio.syscall.OpenFlags;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Descriptors that stay their owner's. */
@Timeout(60)
class BorrowKernelTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final List<Integer> results = new ArrayList<>();
    private final IoCallback note = (request, result) -> results.add(result);
    private Engine engine;

    @BeforeEach
    void open() throws Exception {
        engine = Engine.open(EngineOptions.builder().driving(Driving.CALLER).build());
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private int drained() throws InterruptedException {
        assertThat(engine.drain(LONG)).isTrue();
        return results.removeLast();
    }

    @Test
    void fileIsReadAndStaysOpen() throws Exception {
        Path path = TestFile.create("borrow", 4);
        int fd = Libc.open(path.toString(), OpenFlags.O_RDONLY, 0);
        try (Buffer buffer = engine.allocate(TestFile.BLOCK)) {
            AsyncFile file = engine.borrow(fd);
            assertThat(file.path()).isEqualTo(Path.of("/proc/self/fd/" + fd)).isEqualTo(file.descriptorPath());
            file.read(buffer, 3L * TestFile.BLOCK, note);
            assertThat(drained()).isEqualTo(TestFile.BLOCK);
            assertThat(TestFile.firstWrong(buffer.segment(), 3L * TestFile.BLOCK)).isEqualTo(-1);
            assertThatThrownBy(() -> file.truncate(0, note)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("O_RDONLY");
            file.close(note);
            assertThat(drained()).isZero();
            assertThatThrownBy(() -> file.read(buffer, 0, note)).isInstanceOf(IllegalStateException.class);
            engine.borrow(fd).close();
            assertThat(Libc.fstat(fd).size()).isEqualTo(4 * TestFile.BLOCK);
        } finally {
            Libc.close(fd);
        }
    }

    @Test
    void alignmentOfADirectDescriptorIsAsked() throws Exception {
        Path path = TestFile.create("borrow-direct", 1);
        DirectFiles.assumeSupported(path);
        int fd = Libc.open(path.toString(), OpenFlags.O_RDONLY | OpenFlags.O_DIRECT, 0);
        try (AsyncFile opened = engine.open(path, AuraOpenOption.DIRECT); AsyncFile file = engine.borrow(fd); Buffer buffer = engine.allocate(TestFile.BLOCK)) {
            assertThat(file.isDirect()).isTrue();
            assertThat(file.directOffsetAlignment()).isEqualTo(opened.directOffsetAlignment());
            assertThatThrownBy(() -> file.read(buffer, 1, note)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("offset=1");
            file.read(buffer, 0, note);
            assertThat(drained()).isEqualTo(TestFile.BLOCK);
        } finally {
            Libc.close(fd);
        }
    }

    @Test
    void closeTellsWhenTheOwnerMayClose() throws Exception {
        try (AsyncFile pipe = CancelKernelTest.openPipe(engine, "borrow-pipe"); Buffer buffer = engine.allocate(16)) {
            AsyncFile borrowed = engine.borrow(pipe.fd());
            borrowed.read(buffer, 0, note);
            long close = borrowed.close(note);
            engine.poll();
            assertThat(engine.isPending(close)).isTrue();
            assertThat(borrowed.cancelAll()).isOne();
            assertThat(drained()).isZero();
            assertThat(results).containsExactly(-Errno.ECANCELED);
        }
    }

    @Test
    void pipesAndEventfdsAreReadAndWritten() throws Exception {
        try (EventFd event = EventFd.open(); AsyncFile file = engine.borrow(event.fd()); Buffer buffer = engine.allocate(8)) {
            buffer.segment().set(ValueLayout.JAVA_LONG, 0, 5);
            file.write(buffer, 0, note);
            assertThat(drained()).isEqualTo(8);
            buffer.segment().set(ValueLayout.JAVA_LONG, 0, 0);
            file.read(buffer, 0, note);
            assertThat(drained()).isEqualTo(8);
            assertThat(buffer.segment().get(ValueLayout.JAVA_LONG, 0)).isEqualTo(5);
            file.fsync(note);
            assertThat(drained()).isEqualTo(-Errno.EINVAL);
            // Nothing to read: it waits, though the eventfd is not of those that do.
            assertThat(Libc.openFlags(event.fd()) & OpenFlags.O_NONBLOCK).isNotZero();
            file.read(buffer, 0, note);
            engine.poll();
            assertThat(file.cancelAll()).isOne();
            assertThat(drained()).isEqualTo(-Errno.ECANCELED);
        }
    }

    @Test
    void descriptorsThatAreOfNoUseAreRefused() throws Exception {
        assertThatThrownBy(() -> engine.borrow(-1)).isInstanceOf(IllegalArgumentException.class).hasMessage("fd=-1; 0 or more is right");
        assertThatThrownBy(() -> engine.borrow(999_999))
                .isInstanceOf(IOException.class)
                .hasMessage("fcntl(fd=999999): EBADF (Bad file descriptor); a descriptor that is open is right");
        int name = Libc.open(".", OpenFlags.O_PATH, 0);
        assertThatThrownBy(() -> engine.borrow(name)).hasMessage("fd=" + name + " was opened with O_PATH; one that can be read or written is right");
        Libc.close(name);
    }

    @Test
    void descriptorZeroIsOneToo() throws Exception {
        AsyncFile input = engine.borrow(0);
        input.close();
        assertThat(Libc.openFlags(0)).isNotNegative();
    }
}
