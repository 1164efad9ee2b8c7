package io.auraio.syscall;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Socket addresses as the kernel takes them, and the numbers that {@link Sqe#socket} does.
 *
 * <p>Sources: {@code ip(7)}, {@code ipv6(7)}, {@code unix(7)}.
 */
public final class Sockaddr {
    /** Family of local sockets. */
    public static final int AF_UNIX = 1;
    /** Family of IPv4. */
    public static final int AF_INET = 2;
    /** Family of IPv6. */
    public static final int AF_INET6 = 10;
    /** Type: a stream of bytes. */
    public static final int SOCK_STREAM = 1;
    /** Type: datagrams. */
    public static final int SOCK_DGRAM = 2;
    /** Added to a type: non-blocking. */
    public static final int SOCK_NONBLOCK = 0x800;
    /** Added to a type: not inherited by programs that are started. */
    public static final int SOCK_CLOEXEC = 0x80000;

    private static final ValueLayout.OfShort NETWORK_SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int SUN_PATH_LENGTH = 108;

    private Sockaddr() {
    }

    /**
     * Writes an address.
     *
     * @param arena where it is allocated
     * @param address a resolved {@link InetSocketAddress} or a {@link UnixDomainSocketAddress}
     * @return a {@code struct sockaddr_in}, {@code sockaddr_in6} or {@code sockaddr_un}
     * @throws IllegalArgumentException where the address is of another class, is not resolved, or has too long a path
     */
    public static MemorySegment of(Arena arena, SocketAddress address) {
        if (address instanceof UnixDomainSocketAddress unix) {
            return unix(arena, unix);
        }
        if (address instanceof InetSocketAddress inet && !inet.isUnresolved()) {
            return inet(arena, inet);
        }
        throw new IllegalArgumentException("address=" + address + ", must be a resolved InetSocketAddress or a UnixDomainSocketAddress");
    }

    private static MemorySegment unix(Arena arena, UnixDomainSocketAddress address) {
        byte[] path = address.getPath().toString().getBytes(StandardCharsets.UTF_8);
        if (path.length >= SUN_PATH_LENGTH) {
            throw new IllegalArgumentException("address=" + address + ", must be shorter than " + SUN_PATH_LENGTH + " bytes");
        }
        MemorySegment sockaddr = arena.allocate(Short.BYTES + path.length + 1, Long.BYTES);
        sockaddr.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
        MemorySegment.copy(path, 0, sockaddr, ValueLayout.JAVA_BYTE, Short.BYTES, path.length);
        return sockaddr;
    }

    /** Family, port, then for IPv4 the address, for IPv6 flow, address and scope. */
    private static MemorySegment inet(Arena arena, InetSocketAddress address) {
        byte[] bytes = address.getAddress().getAddress();
        boolean six = address.getAddress() instanceof Inet6Address;
        MemorySegment sockaddr = arena.allocate(six ? 28 : 16, Long.BYTES);
        sockaddr.set(ValueLayout.JAVA_SHORT, 0, (short) (six ? AF_INET6 : AF_INET));
        sockaddr.set(NETWORK_SHORT, 2, (short) address.getPort());
        MemorySegment.copy(bytes, 0, sockaddr, ValueLayout.JAVA_BYTE, six ? 8 : 4, bytes.length);
        if (address.getAddress() instanceof Inet6Address scoped) {
            sockaddr.set(ValueLayout.JAVA_INT, 24, scoped.getScopeId());
        }
        return sockaddr;
    }
}
