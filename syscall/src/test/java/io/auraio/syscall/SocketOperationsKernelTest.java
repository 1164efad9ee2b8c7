package io.auraio.syscall;

import static io.auraio.syscall.TestServer.TCP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each operation on sockets, on the running kernel; the other side is the JDK's. */
class SocketOperationsKernelTest {

    @TempDir
    private Path folder;
    private TestRing ring;
    private TestServer server;

    @BeforeEach
    void open() throws Exception {
        ring = new TestRing();
        server = new TestServer(ring);
    }

    @AfterEach
    void close() throws Exception {
        ring.close();
        server.close();
    }

    private static String receive(SocketChannel peer, int length) throws Exception {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && peer.read(bytes) >= 0) {
            Thread.onSpinWait();
        }
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }

    @Test
    void connectedSocketSendsAndReceives() throws Exception {
        int fd = server.connected();
        try (SocketChannel peer = server.accept()) {
            assertThat(ring.run(sqe -> sqe.send(fd, ring.text("hello"), 0))).isEqualTo(5);
            assertThat(receive(peer, 5)).isEqualTo("hello");
            peer.write(StandardCharsets.UTF_8.encode("there"));
            MemorySegment room = ring.room(16);
            assertThat(ring.run(sqe -> sqe.recv(fd, room, 0))).isEqualTo(5);
            assertThat(TestRing.string(room, 5)).isEqualTo("there");
            assertThat(ring.run(sqe -> sqe.shutdown(fd, 1))).isZero();
            assertThat(peer.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
        assertThat(ring.run(sqe -> sqe.recv(fd, ring.room(1), 0))).isZero();
    }

    @Test
    void messagesGatherAndScatter() throws Exception {
        int fd = server.connected();
        try (SocketChannel peer = server.accept()) {
            MemorySegment out = Msghdr.of(ring.arena, MemorySegment.NULL,
                    Iovecs.of(ring.arena, ring.text("ab"), ring.text("cde")));
            assertThat(ring.run(sqe -> sqe.sendmsg(fd, out, 0))).isEqualTo(5);
            assertThat(receive(peer, 5)).isEqualTo("abcde");
            peer.write(StandardCharsets.UTF_8.encode("xyz"));
            MemorySegment first = ring.room(1);
            MemorySegment second = ring.room(8);
            MemorySegment in = Msghdr.of(ring.arena, MemorySegment.NULL, Iovecs.of(ring.arena, first, second));
            assertThat(ring.run(sqe -> sqe.recvmsg(fd, in, 0))).isEqualTo(3);
            assertThat(TestRing.string(first, 1) + TestRing.string(second, 2)).isEqualTo("xyz");
        }
    }

    @Test
    void zeroCopySendNotifiesWhenItsBufferIsFree() throws Exception {
        int fd = server.connected();
        try (SocketChannel peer = server.accept()) {
            ring.submit(7, sqe -> sqe.sendZc(fd, ring.text("zero"), 0, 0));
            assertThat(ring.await()).isEqualTo(4);
            assertThat(ring.lastFlags & CompletionQueue.IORING_CQE_F_MORE).isNotZero();
            assertThat(ring.ring.inFlight()).as("the buffer is still the kernel's").isEqualTo(1);
            assertThat(receive(peer, 4)).isEqualTo("zero");
            assertThat(ring.await()).isZero();
            assertThat(ring.lastFlags).isEqualTo(CompletionQueue.IORING_CQE_F_NOTIF);
            assertThat(ring.ring.inFlight()).isZero();
        }
    }

    @Test
    void multishotReceiveTakesProvidedBuffersUntilThereAreNone() throws Exception {
        int fd = server.connected();
        MemorySegment buffers = ring.room(2 * 64);
        try (SocketChannel peer = server.accept(); BufferRing group = BufferRing.register(ring.ring, 3, 4)) {
            group.add(buffers.asSlice(0, 64), 10);
            group.add(buffers.asSlice(64, 64), 11);
            group.publish();
            ring.submit(1, sqe -> sqe.recvMultishot(fd, group.groupId(), 0));
            for (int i = 0; i < 2; i++) {
                peer.write(StandardCharsets.UTF_8.encode("part" + i));
                assertThat(ring.await()).isEqualTo(5);
                assertThat(ring.lastFlags & CompletionQueue.IORING_CQE_F_BUFFER).isNotZero();
                assertThat(ring.lastFlags >>> CompletionQueue.IORING_CQE_BUFFER_SHIFT).isEqualTo(10 + i);
                assertThat(TestRing.string(buffers.asSlice(64L * i), 5)).isEqualTo("part" + i);
            }
            peer.write(StandardCharsets.UTF_8.encode("more"));
            assertThat(ring.await()).isEqualTo(-Errno.ENOBUFS);
            assertThat(ring.lastFlags & CompletionQueue.IORING_CQE_F_MORE).isZero();
        }
    }

    @Test
    void boundSocketListensAndAccepts() throws Exception {
        ring.needs(Sqe.IORING_OP_BIND, "BIND (6.11)");
        UnixDomainSocketAddress name = UnixDomainSocketAddress.of(folder.resolve("socket"));
        int fd = ring.kept(ring.run(sqe -> sqe.socket(Sockaddr.AF_UNIX, TCP, 0)));
        assertThat(ring.run(sqe -> sqe.bind(fd, Sockaddr.of(ring.arena, name)))).isZero();
        assertThat(ring.run(sqe -> sqe.bind(fd, Sockaddr.of(ring.arena, name)))).isEqualTo(-Errno.EADDRINUSE);
        assertThat(ring.run(sqe -> sqe.listen(fd, 5))).isZero();
        try (SocketChannel peer = SocketChannel.open(name)) {
            int accepted = ring.kept(ring.run(sqe -> sqe.accept(fd, Sockaddr.SOCK_CLOEXEC)));
            peer.write(StandardCharsets.UTF_8.encode("hi"));
            assertThat(ring.run(sqe -> sqe.recv(accepted, ring.room(2), 0))).isEqualTo(2);
        }
    }

    @Test
    void multishotAcceptTakesConnectionAfterConnectionUntilItIsCancelled() throws Exception {
        ring.needs(Sqe.IORING_OP_BIND, "BIND (6.11)");
        UnixDomainSocketAddress name = UnixDomainSocketAddress.of(folder.resolve("socket"));
        int fd = ring.kept(ring.run(sqe -> sqe.socket(Sockaddr.AF_UNIX, TCP, 0)));
        assertThat(ring.run(sqe -> sqe.bind(fd, Sockaddr.of(ring.arena, name)))).isZero();
        assertThat(ring.run(sqe -> sqe.listen(fd, 5))).isZero();
        ring.submit(42, sqe -> sqe.acceptMultishot(fd, Sockaddr.SOCK_CLOEXEC));
        for (int i = 0; i < 3; i++) {
            try (SocketChannel peer = SocketChannel.open(name)) {
                ring.kept(ring.await());
                assertThat(ring.lastFlags & CompletionQueue.IORING_CQE_F_MORE).isNotZero();
                assertThat(ring.ring.inFlight()).isEqualTo(1);
                assertThat(peer.isConnected()).isTrue();
            }
        }
        ring.submit(43, sqe -> sqe.asyncCancel(42, 0));
        assertThat(ring.awaitAll(2)).containsEntry(42L, -Errno.ECANCELED).containsEntry(43L, 0);
    }

    @Test
    void acceptedSocketGoesIntoARegisteredSlot() throws Exception {
        int fd = server.socket();
        assertThat(ring.ring.registrations().filesSparse(4)).isZero();
        assertThat(ring.run(sqe -> sqe.socket(Sockaddr.AF_INET, Sockaddr.SOCK_STREAM, 0).intoSlot(2))).isZero();
        MemorySegment address = server.address();
        assertThat(ring.run(sqe -> sqe.connect(2, address).flags(Sqe.IOSQE_FIXED_FILE))).isZero();
        try (SocketChannel peer = server.accept()) {
            assertThat(ring.run(sqe -> sqe.send(2, ring.text("slot"), 0).flags(Sqe.IOSQE_FIXED_FILE))).isEqualTo(4);
            assertThat(receive(peer, 4)).isEqualTo("slot");
        }
        assertThat(ring.run(sqe -> sqe.closeSlot(2))).isZero();
        assertThat(ring.run(sqe -> sqe.send(2, ring.text("slot"), 0).flags(Sqe.IOSQE_FIXED_FILE)))
                .isEqualTo(-Errno.EBADF);
        assertThat(fd).isNotNegative();
    }

    @Test
    void refusedConnectionIsReported() throws Exception {
        MemorySegment address = server.address();
        server.close();
        int fd = server.socket();
        assertThat(ring.run(sqe -> sqe.connect(fd, address))).isEqualTo(-Errno.ECONNREFUSED);
        assertThat(ring.run(sqe -> sqe.send(fd, ring.text("x"), 0x4000))).isEqualTo(-Errno.EPIPE);
        assertThat(ring.run(sqe -> sqe.socket(99, TCP, 0))).isNegative();
    }

    @Test
    void addressesAreWrittenInNetworkOrder() throws Exception {
        MemorySegment four = Sockaddr.of(ring.arena, new InetSocketAddress("127.0.0.1", 0x1234));
        assertThat(four.toArray(ValueLayout.JAVA_BYTE))
                .containsExactly(2, 0, 0x12, 0x34, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0);
        assertThat(Sockaddr.of(ring.arena, new InetSocketAddress("::1", 1)).byteSize()).isEqualTo(28);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sockaddr.of(ring.arena, InetSocketAddress.createUnresolved("nowhere", 1)))
                .withMessageContaining("must be a resolved InetSocketAddress");
    }
}
