package io.auraio.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** A server of the JDK's on the loopback address, and sockets of a ring's that may connect to it. */
final class TestServer implements AutoCloseable {
    static final int TCP = Sockaddr.SOCK_STREAM | Sockaddr.SOCK_CLOEXEC;

    private final TestRing ring;
    private final ServerSocketChannel channel;

    TestServer(TestRing ring) throws IOException {
        this.ring = ring;
        channel = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    MemorySegment address() throws IOException {
        return Sockaddr.of(ring.arena, channel.getLocalAddress());
    }

    /** A socket that is not connected, until the ring is closed. */
    int socket() {
        return ring.kept(ring.run(sqe -> sqe.socket(Sockaddr.AF_INET, TCP, 0)));
    }

    /** A socket that is connected to the server. */
    int connected() throws IOException {
        int fd = socket();
        MemorySegment address = address();
        assertThat(ring.run(sqe -> sqe.connect(fd, address))).isZero();
        return fd;
    }

    /** The server's side of a connection. */
    SocketChannel accept() throws IOException {
        return channel.accept();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
