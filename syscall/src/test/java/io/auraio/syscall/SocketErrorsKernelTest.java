package io.auraio.syscall;

import static io.auraio.syscall.TestRing.NO_FD;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each operation on sockets answers where it is refused, cancelled, or the other side is gone. */
class SocketErrorsKernelTest {
    private static final int MSG_NOSIGNAL = 0x4000;

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

    private MemorySegment message() {
        return Msghdr.of(ring.arena, MemorySegment.NULL, Iovecs.of(ring.arena, ring.room(8)));
    }

    private void assertCancelled(UnaryOperator<Sqe> operation) {
        ring.submit(1, operation);
        assertThat(ring.ring.getEvents()).isZero();
        assertThat(ring.ring.cq().ready()).isZero();
        ring.submit(2, sqe -> sqe.asyncCancel(1, 0));
        assertThat(ring.awaitAll(2)).isEqualTo(Map.of(1L, -Errno.ECANCELED, 2L, 0));
    }

    private List<UnaryOperator<Sqe>> operationsOn(int fd) throws Exception {
        MemorySegment address = server.address();
        List<UnaryOperator<Sqe>> all = new ArrayList<>(List.of(sqe -> sqe.accept(fd, 0), sqe -> sqe.acceptMultishot(fd, 0),
                sqe -> sqe.connect(fd, address), sqe -> sqe.send(fd, ring.room(1), 0), sqe -> sqe.recv(fd, ring.room(1), 0),
                sqe -> sqe.sendZc(fd, ring.room(1), 0, 0), sqe -> sqe.sendmsg(fd, message(), 0),
                sqe -> sqe.recvmsg(fd, message(), 0), sqe -> sqe.recvMultishot(fd, 1, 0), sqe -> sqe.shutdown(fd, 2)));
        if (ring.ring.probe().supports(Sqe.IORING_OP_BIND)) {
            all.add(sqe -> sqe.bind(fd, address));
            all.add(sqe -> sqe.listen(fd, 1));
        }
        return all;
    }

    @Test
    void whatIsNoSocketIsToldFromWhatIsNotOpen() throws Exception {
        int file = ring.open(Files.createFile(folder.resolve("file")), OpenFlags.O_RDWR | OpenFlags.O_CLOEXEC);
        for (UnaryOperator<Sqe> operation : operationsOn(file)) {
            assertThat(ring.runToTheEnd(operation)).isEqualTo(-Errno.ENOTSOCK);
        }
        for (UnaryOperator<Sqe> operation : operationsOn(NO_FD)) {
            assertThat(ring.runToTheEnd(operation)).isEqualTo(-Errno.EBADF);
        }
    }

    @Test
    void socketWithoutAConnectionHasNothingToTransfer() {
        int fd = server.socket();
        assertThat(ring.run(sqe -> sqe.recv(fd, ring.room(1), 0))).isEqualTo(-Errno.ENOTCONN);
        assertThat(ring.run(sqe -> sqe.recvmsg(fd, message(), 0))).isEqualTo(-Errno.ENOTCONN);
        assertThat(ring.run(sqe -> sqe.shutdown(fd, 2))).isEqualTo(-Errno.ENOTCONN);
        assertThat(ring.run(sqe -> sqe.send(fd, ring.text("x"), MSG_NOSIGNAL))).isEqualTo(-Errno.EPIPE);
        assertThat(ring.run(sqe -> sqe.sendmsg(fd, message(), MSG_NOSIGNAL))).isEqualTo(-Errno.EPIPE);
        assertThat(ring.run(sqe -> sqe.accept(fd, 0))).as("it does not listen").isEqualTo(-Errno.EINVAL);
        assertThat(ring.run(sqe -> sqe.shutdown(fd, 9))).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void zeroCopySendThatFailsLeavesNothingInFlight() {
        int fd = server.socket();
        assertThat(ring.runToTheEnd(sqe -> sqe.sendZc(fd, ring.text("x"), MSG_NOSIGNAL, 0))).isEqualTo(-Errno.EPIPE);
        assertThat(ring.ring.inFlight()).isZero();
        assertThat(ring.run(sqe -> sqe.sendZc(fd, ring.text("x"), 0, 1 << 15))).as("an unknown flag").isEqualTo(-Errno.EINVAL);
    }

    @Test
    void pendingReceivesAreCancelled() throws Exception {
        int fd = server.connected();
        try (SocketChannel peer = server.accept(); BufferRing group = BufferRing.register(ring.ring, 1, 1)) {
            assertCancelled(sqe -> sqe.recv(fd, ring.room(8), 0));
            assertCancelled(sqe -> sqe.recvmsg(fd, message(), 0));
            group.add(ring.room(8), 0);
            group.publish();
            assertCancelled(sqe -> sqe.recvMultishot(fd, 1, 0));
            assertThat(peer.isConnected()).isTrue();
        }
    }

    @Test
    void pendingAcceptIsCancelled() throws Exception {
        ring.needs(Sqe.IORING_OP_BIND, "BIND (6.11)");
        int fd = server.socket();
        MemorySegment any = Sockaddr.of(ring.arena, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        assertThat(ring.run(sqe -> sqe.bind(fd, any))).isZero();
        assertThat(ring.run(sqe -> sqe.listen(fd, 1))).isZero();
        assertCancelled(sqe -> sqe.accept(fd, 0));
        assertThat(ring.run(sqe -> sqe.accept(fd, Sockaddr.SOCK_NONBLOCK | 1))).as("an unknown flag").isEqualTo(-Errno.EINVAL);
    }

    @Test
    void multishotReceiveEndsWithTheConnection() throws Exception {
        int fd = server.connected();
        try (SocketChannel peer = server.accept(); BufferRing group = BufferRing.register(ring.ring, 1, 1)) {
            group.add(ring.room(8), 0);
            group.publish();
            ring.submit(1, sqe -> sqe.recvMultishot(fd, 1, 0));
            peer.shutdownOutput();
            assertThat(ring.await()).isZero();
            assertThat(ring.lastFlags & CompletionQueue.IORING_CQE_F_MORE).isZero();
            assertThat(ring.ring.inFlight()).isZero();
        }
    }

    @Test
    void shutdownEndsAPendingReceive() throws Exception {
        int fd = server.connected();
        try (SocketChannel peer = server.accept()) {
            ring.submitTogether(sqe -> sqe.recv(fd, ring.room(8), 0), sqe -> sqe.shutdown(fd, 2));
            assertThat(ring.awaitAll(2)).isEqualTo(Map.of(1L, 0, 2L, 0));
            assertThat(peer.isOpen()).isTrue();
        }
    }
}
