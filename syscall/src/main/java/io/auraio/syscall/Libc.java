package io.auraio.syscall;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;

/**
 * The libc calls that a storage engine needs around a ring.
 *
 * <p>Each answers what the call answers, with {@code -errno} for an error, and never retries. Those that cannot answer
 * by a number throw {@link SyscallException}. All may block, and pin a virtual thread's carrier while they do. Any
 * thread may call them. Paths are handed over as UTF-8, the bytes that file names have on practically every Linux
 * system; a name that is not valid UTF-8 cannot be said.
 *
 * <p>Source: the manual page, section 2, of each call.
 */
public final class Libc {
    /** As a directory's fd: relative paths are relative to the working directory. */
    public static final int AT_FDCWD = -100;
    /** Flag of statx: an empty path means the fd itself. */
    public static final int AT_EMPTY_PATH = 0x1000;
    /** Flag of statx: the symbolic link itself. */
    public static final int AT_SYMLINK_NOFOLLOW = 0x100;
    /** Flag of unlinkat: a directory. */
    public static final int AT_REMOVEDIR = 0x200;
    /** Flag of linkat: what a symbolic link points to. */
    public static final int AT_SYMLINK_FOLLOW = 0x400;
    /** Flag of preadv2 and pwritev2: {@code -EAGAIN}, or a short count, rather than wait. */
    public static final int RWF_NOWAIT = 8;
    /** Flag of fallocate: the length stays what it is. */
    public static final int FALLOC_FL_KEEP_SIZE = 1;
    /** Flag of fallocate: gives the space back and reads as zeros; with {@link #FALLOC_FL_KEEP_SIZE}. */
    public static final int FALLOC_FL_PUNCH_HOLE = 2;
    /** Flag of fallocate: becomes zeros without being written. */
    public static final int FALLOC_FL_ZERO_RANGE = 0x10;

    /** Protection of a map: readable. */
    public static final int PROT_READ = Kernel.PROT_READ;
    /** Protection of a map: writable. */
    public static final int PROT_WRITE = Kernel.PROT_WRITE;
    /** Flag of mmap: shared with others that map the file, and written back to it. */
    public static final int MAP_SHARED = Kernel.MAP_SHARED;
    /** Flag of mmap: what is written stays in this map. */
    public static final int MAP_PRIVATE = Kernel.MAP_PRIVATE;
    /** Flag of mmap: zeroed memory instead of a file. */
    public static final int MAP_ANONYMOUS = Kernel.MAP_ANONYMOUS;
    /** Advice to madvise: back the memory by huge pages where there are any. */
    public static final int MADV_HUGEPAGE = 14;
    /** Advice to madvise: have the pages there, writable, when the call returns (5.14). */
    public static final int MADV_POPULATE_WRITE = 23;
    /** Flag of mmap: huge pages of the system's pool. */
    public static final int MAP_HUGETLB = 0x40000;

    static final int RLIMIT_NOFILE = 7;
    static final int RLIMIT_MEMLOCK = 8;

    private static final int F_GETFL = 3;
    private static final int POLLFD_BYTES = 8;

    // The calls, in the order of the methods that make them.

    private static final MethodHandle OPEN =
            Native.variadic("open", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT), 2);
    private static final MethodHandle OPENAT =
            Native.variadic("openat", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT), 3);
    private static final FunctionDescriptor OF_FD = FunctionDescriptor.of(JAVA_INT, JAVA_INT);
    private static final MethodHandle CLOSE = Native.function("close", OF_FD);
    private static final MethodHandle FCNTL =
            Native.variadic("fcntl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), 2);
    private static final FunctionDescriptor POSITIONED =
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle PREAD = Native.function("pread", POSITIONED);
    private static final MethodHandle PWRITE = Native.function("pwrite", POSITIONED);
    private static final FunctionDescriptor VECTORED =
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG);
    private static final MethodHandle PREADV = Native.function("preadv", VECTORED);
    private static final MethodHandle PWRITEV = Native.function("pwritev", VECTORED);
    /** What musl has no function for before 1.2.5 is called by number; riscv numbers as arm64 does. */
    private static final boolean IS_AMD64 = "amd64".equals(System.getProperty("os.arch"));
    private static final long NR_PREADV2 = IS_AMD64 ? 327 : 286;
    private static final long NR_PWRITEV2 = IS_AMD64 ? 328 : 287;
    private static final MethodHandle FLAGGED = Native.variadic("syscall", FunctionDescriptor.of(JAVA_LONG,
            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG), 1);
    private static final MethodHandle POLL =
            Native.function("poll", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
    /** Reads a number that the kernel keeps in the thread's own memory or in the vDSO, and so cannot block. */
    private static final MethodHandle SCHED_GETCPU = Native.leaf("sched_getcpu", FunctionDescriptor.of(JAVA_INT));
    /** Maps are made by the same calls as the rings'. */
    private static final Kernel KERNEL = new NativeKernel();
    private static final MethodHandle FSYNC = Native.function("fsync", OF_FD);
    private static final MethodHandle FDATASYNC = Native.function("fdatasync", OF_FD);
    private static final MethodHandle FTRUNCATE =
            Native.function("ftruncate", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle FALLOCATE =
            Native.function("fallocate", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final long NR_STATX = IS_AMD64 ? 332 : 291;
    private static final MethodHandle STATX = Native.variadic("syscall", FunctionDescriptor.of(JAVA_LONG,
            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG), 1);
    private static final MethodHandle GETRLIMIT =
            Native.function("getrlimit", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final FunctionDescriptor TRANSFER = FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle READ = Native.function("read", TRANSFER);
    private static final MethodHandle WRITE = Native.function("write", TRANSFER);

    private Libc() {
    }

    /**
     * {@code open(2)}. Allocates for the path.
     *
     * @param path absolute, or relative to the working directory that the JVM was started in
     * @param flags {@link OpenFlags}; O_CLOEXEC is not added
     * @param mode permissions of a file that is created, for example {@code 0644}; otherwise 0
     * @return the file descriptor, or {@code -errno}
     * @throws IllegalArgumentException where {@code path} contains a zero character
     */
    public static int open(String path, int flags, int mode) {
        ThreadScratch scratch = ThreadScratch.current();
        try (Arena arena = Arena.ofConfined()) {
            long address = path(arena, path).address();
            return answer((int) OPEN.invokeExact(scratch.capture, address, flags, mode), scratch);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    /**
     * {@code openat(2)}. Allocates for the path.
     *
     * @param dirFd a directory that a relative path starts at, or {@link #AT_FDCWD}
     * @param path absolute, or relative to {@code dirFd}
     * @param flags {@link OpenFlags}; O_CLOEXEC is not added
     * @param mode permissions of a file that is created, for example {@code 0644}; otherwise 0
     * @return the file descriptor, or {@code -errno}
     * @throws IllegalArgumentException where {@code path} contains a zero character
     */
    public static int openat(int dirFd, String path, int flags, int mode) {
        ThreadScratch scratch = ThreadScratch.current();
        try (Arena arena = Arena.ofConfined()) {
            long address = path(arena, path).address();
            return answer((int) OPENAT.invokeExact(scratch.capture, dirFd, address, flags, mode), scratch);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    /**
     * {@code close(2)}. The descriptor is gone whatever it answers, and must not be closed again.
     *
     * @param fd an open file
     * @return 0, or {@code -errno}
     */
    public static int close(int fd) {
        ThreadScratch scratch = ThreadScratch.current();
        try {
            return answer((int) CLOSE.invokeExact(scratch.capture, fd), scratch);
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    /**
     * How a file was opened: {@code fcntl(2)} with F_GETFL.
     *
     * @param fd an open file
     * @return {@link OpenFlags} without those that only tell how to open, and a few that the kernel adds; or {@code -errno}
     */
    public static int openFlags(int fd) {
        ThreadScratch scratch = ThreadScratch.current();
        try {
            return answer((int) FCNTL.invokeExact(scratch.capture, fd, F_GETFL, 0), scratch);
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    /**
     * {@code pread(2)}, into the whole of a buffer.
     *
     * @param fd an open file
     * @param buffer native memory
     * @param offset position in the file in bytes, 0 or above
     * @return the number of bytes, possibly fewer than asked for, 0 at the end of the file; or {@code -errno}
     * @throws IllegalArgumentException where the buffer is on the heap or read-only
     */
    public static long pread(int fd, MemorySegment buffer, long offset) {
        long address = Buffers.writableAddress(buffer);
        ThreadScratch scratch = ThreadScratch.current();
        try {
            return answer((long) PREAD.invokeExact(scratch.capture, fd, address, buffer.byteSize(), offset), scratch);
        } catch (Throwable t) {
            throw Native.unexpected(t);
        } finally {
            Reference.reachabilityFence(buffer);
        }
    }

    /**
     * {@code pwrite(2)}, of the whole of a buffer.
     *
     * @param fd an open file
     * @param buffer native memory
     * @param offset position in the file in bytes, 0 or above
     * @return the number of bytes, possibly fewer than the buffer has; or {@code -errno}
     * @throws IllegalArgumentException where the buffer is on the heap
     */
    public static long pwrite(int fd, MemorySegment buffer, long offset) {
        long address = Buffers.address(buffer);
        ThreadScratch scratch = ThreadScratch.current();
        try {
            return answer((long) PWRITE.invokeExact(scratch.capture, fd, address, buffer.byteSize(), offset), scratch);
        } catch (Throwable t) {
            throw Native.unexpected(t);
        } finally {
            Reference.reachabilityFence(buffer);
        }
    }

    /**
     * {@code preadv(2)}, into several buffers.
     *
     * @param fd an open file
     * @param iovecs what {@link Iovecs#of} made
     * @param offset position in the file in bytes, 0 or above
     * @return the number of bytes, possibly fewer than asked for, 0 at the end of the file; or {@code -errno}
     * @throws IllegalArgumentException where {@code iovecs} is on the heap or no whole number of them
     */
    public static long preadv(int fd, MemorySegment iovecs, long offset) {
        return vectored(PREADV, fd, iovecs, offset);
    }

    /**
     * {@code pwritev(2)}, from several buffers.
     *
     * @param fd an open file
     * @param iovecs what {@link Iovecs#of} made
     * @param offset position in the file in bytes, 0 or above
     * @return the number of bytes, possibly fewer than the buffers have; or {@code -errno}
     * @throws IllegalArgumentException where {@code iovecs} is on the heap or no whole number of them
     */
    public static long pwritev(int fd, MemorySegment iovecs, long offset) {
        return vectored(PWRITEV, fd, iovecs, offset);
    }

    /**
     * {@code preadv2(2)}, into the whole of one buffer.
     *
     * @param fd an open file
     * @param buffer native memory
     * @param offset position in the file in bytes, 0 or above
     * @param flags {@link #RWF_NOWAIT} and the like
     * @return the number of bytes, possibly fewer than asked for, 0 at the end of the file; or {@code -errno}: with
     *     RWF_NOWAIT {@code -EAGAIN} where nothing can be read without waiting, {@code -EOPNOTSUPP} where the file
     *     system cannot tell
     * @throws IllegalArgumentException where the buffer is on the heap or read-only
     */
    public static long preadv2(int fd, MemorySegment buffer, long offset, int flags) {
        return flagged(NR_PREADV2, fd, buffer, Buffers.writableAddress(buffer), offset, flags);
    }

    /**
     * {@code pwritev2(2)}, of the whole of one buffer.
     *
     * @param fd an open file
     * @param buffer native memory
     * @param offset position in the file in bytes, 0 or above
     * @param flags {@link #RWF_NOWAIT} and the like
     * @return the number of bytes, possibly fewer than the buffer has; or {@code -errno}, as {@link #preadv2}
     * @throws IllegalArgumentException where the buffer is on the heap
     */
    public static long pwritev2(int fd, MemorySegment buffer, long offset, int flags) {
        return flagged(NR_PWRITEV2, fd, buffer, Buffers.address(buffer), offset, flags);
    }

    private static long flagged(long number, int fd, MemorySegment buffer, long address, long offset, int flags) {
        ThreadScratch scratch = ThreadScratch.current();
        long iovec = scratch.iovec();
        Iovecs.put(iovec, address, buffer.byteSize());
        try {
            // The kernel takes the offset in two halves and, with 64 bits, all of it from the first.
            return answer((long) FLAGGED.invokeExact(scratch.capture, number, (long) fd, iovec, 1L, offset, 0L,
                    (long) flags), scratch);
        } catch (Throwable t) {
            throw Native.unexpected(t);
        } finally {
            Reference.reachabilityFence(scratch);
            Reference.reachabilityFence(buffer);
        }
    }

    private static long vectored(MethodHandle call, int fd, MemorySegment iovecs, long offset) {
        long address = Buffers.address(iovecs);
        int count = Iovecs.count(iovecs);
        ThreadScratch scratch = ThreadScratch.current();
        try {
            return answer((long) call.invokeExact(scratch.capture, fd, address, count, offset), scratch);
        } catch (Throwable t) {
            throw Native.unexpected(t);
        } finally {
            Reference.reachabilityFence(iovecs);
        }
    }

    /**
     * {@code poll(2)} of one descriptor.
     *
     * @param fd what to wait on
     * @param events {@link Sqe#POLLIN} and the like
     * @param timeoutMillis how long to wait at most, in milliseconds; 0 not at all, -1 for ever
     * @return the events that are there, 0 where the time ran out, or {@code -errno}
     */
    public static int poll(int fd, int events, int timeoutMillis) {
        ThreadScratch scratch = ThreadScratch.current();
        long pollfd = scratch.value();
        Memory.putInt(pollfd, fd);
        Memory.putInt(pollfd + Integer.BYTES, events & 0xffff);
        try {
            int result = answer((int) POLL.invokeExact(scratch.capture, pollfd, 1L, timeoutMillis), scratch);
            return result <= 0 ? result : Short.toUnsignedInt(Memory.getShort(pollfd + POLLFD_BYTES - Short.BYTES));
        } catch (Throwable t) {
            throw Native.unexpected(t);
        } finally {
            Reference.reachabilityFence(scratch);
        }
    }

    /**
     * {@code sched_getcpu(3)}: where the calling thread is running. It may be elsewhere when this returns. Does not
     * enter the kernel where libc has the number at hand.
     *
     * @return the CPU's number, 0 or above
     */
    public static int schedGetcpu() {
        try {
            return (int) SCHED_GETCPU.invokeExact();
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    /**
     * {@code mmap(2)}. The map lives as long as the arena, whose closing does {@code munmap(2)}.
     *
     * @param arena when the map ends
     * @param length in bytes, above 0
     * @param prot {@link #PROT_READ} and the like
     * @param flags {@link #MAP_SHARED} and the like
     * @param fd an open file, or -1 with {@link #MAP_ANONYMOUS}
     * @param offset from where in the file, in bytes; whole pages
     * @return the mapped memory. Touching it beyond the end of its file throws InternalError
     * @throws SyscallException for example with {@code ENOMEM}
     * @throws IllegalArgumentException where {@code length} is not above 0
     */
    @SuppressWarnings("restricted") // the address and length are those of the map just made
    public static MemorySegment mmap(Arena arena, long length, int prot, int flags, int fd, long offset)
            throws SyscallException {
        if (length <= 0) {
            throw new IllegalArgumentException("length=" + length + ", must be above 0");
        }
        long address = KERNEL.mmap(0, length, prot, flags & ~Kernel.MAP_FIXED, fd, offset);
        if (address < 0 && address > -4096) {
            throw new SyscallException("mmap", "length=" + length + ", fd=" + fd + ", offset=" + offset, (int) address);
        }
        return MemorySegment.ofAddress(address).reinterpret(length, arena, map -> KERNEL.munmap(address, length));
    }

    /**
     * {@code madvise(2)}.
     *
     * @param memory whole pages of native memory
     * @param advice {@code MADV_*}
     * @return 0, or {@code -errno}
     * @throws IllegalArgumentException where {@code memory} is on the heap
     */
    public static int madvise(MemorySegment memory, int advice) {
        try {
            return KERNEL.madvise(Buffers.address(memory), memory.byteSize(), advice);
        } finally {
            Reference.reachabilityFence(memory);
        }
    }

    /**
     * {@code fsync(2)}. An error is reported once: a second call that succeeds says nothing of the first one's data.
     *
     * @param fd an open file
     * @return 0, or {@code -errno}
     */
    public static int fsync(int fd) {
        ThreadScratch scratch = ThreadScratch.current();
        try {
            return answer((int) FSYNC.invokeExact(scratch.capture, fd), scratch);
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    /**
     * {@code fdatasync(2)}: the data, and the metadata needed to read it back. Errors as {@link #fsync}.
     *
     * @param fd an open file
     * @return 0, or {@code -errno}
     */
    public static int fdatasync(int fd) {
        ThreadScratch scratch = ThreadScratch.current();
        try {
            return answer((int) FDATASYNC.invokeExact(scratch.capture, fd), scratch);
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    /**
     * {@code ftruncate(2)}.
     *
     * @param fd a file open for writing
     * @param length its new length in bytes; what is added reads as zeros
     * @return 0, or {@code -errno}
     */
    public static int ftruncate(int fd, long length) {
        ThreadScratch scratch = ThreadScratch.current();
        try {
            return answer((int) FTRUNCATE.invokeExact(scratch.capture, fd, length), scratch);
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    /**
     * {@code fallocate(2)}.
     *
     * @param fd a file open for writing
     * @param mode 0, or {@code FALLOC_FL_*}
     * @param offset start of the range in bytes
     * @param length of the range in bytes, above 0
     * @return 0, or {@code -errno}
     */
    public static int fallocate(int fd, int mode, long offset, long length) {
        ThreadScratch scratch = ThreadScratch.current();
        try {
            return answer((int) FALLOCATE.invokeExact(scratch.capture, fd, mode, offset, length), scratch);
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    /**
     * What the file system knows of an open file.
     *
     * @param fd an open file
     * @return its length, type, O_DIRECT alignment and so on
     * @throws SyscallException for example with {@code EBADF}
     */
    public static Statx fstat(int fd) throws SyscallException {
        return statx(fd, "", AT_EMPTY_PATH);
    }

    /**
     * What the file system knows of a file, symbolic links followed.
     *
     * @param path absolute, or relative to the working directory that the JVM was started in
     * @return its length, type, O_DIRECT alignment and so on
     * @throws SyscallException for example with {@code ENOENT}
     * @throws IllegalArgumentException where {@code path} contains a zero character
     */
    public static Statx statx(String path) throws SyscallException {
        return statx(AT_FDCWD, path, 0);
    }

    /**
     * {@code statx(2)}, with everything that {@link Statx} holds. Allocates.
     *
     * @param dirFd a directory that a relative path starts at, or {@link #AT_FDCWD}
     * @param path the file; empty with {@link #AT_EMPTY_PATH} for {@code dirFd} itself
     * @param flags {@code AT_*}
     * @return what it answers
     * @throws SyscallException for example with {@code ENOENT}
     * @throws IllegalArgumentException where {@code path} contains a zero character
     */
    public static Statx statx(int dirFd, String path, int flags) throws SyscallException {
        ThreadScratch scratch = ThreadScratch.current();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(Struct.STATX);
            long pathAddress = path(arena, path).address();
            long mask = Statx.STATX_ALL_HERE;
            int result = (int) answer((long) STATX.invokeExact(scratch.capture, NR_STATX, (long) dirFd, pathAddress,
                    (long) flags, mask, memory.address()), scratch);
            if (result < 0) {
                throw new SyscallException("statx", path.isEmpty() ? "fd=" + dirFd : "path=" + path, result);
            }
            return Statx.of(memory);
        } catch (SyscallException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    /**
     * How much memory the user's processes may have locked, registered buffers and rings among it; CAP_IPC_LOCK lifts the limit.
     *
     * @return RLIMIT_MEMLOCK's soft limit in bytes; -1 for none
     */
    public static long lockableBytes() {
        return rlimit(RLIMIT_MEMLOCK);
    }

    /** The soft limit of a resource, as {@code getrlimit(2)} tells it; -1 for none. */
    static long rlimit(int resource) {
        ThreadScratch scratch = ThreadScratch.current();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment limit = arena.allocate(JAVA_LONG, 2); // soft, hard
            int result = (int) GETRLIMIT.invokeExact(scratch.capture, resource, limit.address());
            assert result == 0 : Errno.describe(scratch.errno());
            return limit.get(JAVA_LONG, 0);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    /** {@code openat(2)}, of a path that is in native memory already. */
    static int openat(int dirFd, long path, int flags, int mode) {
        ThreadScratch scratch = ThreadScratch.current();
        try {
            return answer((int) OPENAT.invokeExact(scratch.capture, dirFd, path, flags, mode), scratch);
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    /** {@code statx(2)}, of a path and into a struct that are in native memory already. */
    static int statx(int dirFd, long path, int flags, int mask, long statx) {
        ThreadScratch scratch = ThreadScratch.current();
        try {
            return (int) answer((long) STATX.invokeExact(scratch.capture, NR_STATX, (long) dirFd, path,
                    (long) flags, Integer.toUnsignedLong(mask), statx), scratch);
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    /** {@code poll(2)} of several descriptors; the array is raw memory of this package's own. */
    static int poll(long pollfds, int count, int timeoutMillis) {
        ThreadScratch scratch = ThreadScratch.current();
        try {
            return answer((int) POLL.invokeExact(scratch.capture, pollfds, (long) count, timeoutMillis), scratch);
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    /** {@code read(2)}, to raw memory of this package's own. */
    static long read(ThreadScratch scratch, int fd, long address, long length) {
        try {
            return answer((long) READ.invokeExact(scratch.capture, fd, address, length), scratch);
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    /** {@code write(2)}, from raw memory of this package's own. */
    static long write(ThreadScratch scratch, int fd, long address, long length) {
        try {
            return answer((long) WRITE.invokeExact(scratch.capture, fd, address, length), scratch);
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    /**
     * A path as the kernel takes it: UTF-8 with a zero behind.
     *
     * @param arena where it is allocated; it has to stay open until the operation was submitted, under SQPOLL until its
     *        completion
     * @param path the path, or the name of an attribute
     * @return native memory
     * @throws IllegalArgumentException where {@code path} contains a zero character
     */
    public static MemorySegment path(Arena arena, String path) {
        if (path.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("path=" + path.replace("\0", "\\0") + ", must not contain a zero character");
        }
        return arena.allocateFrom(path, StandardCharsets.UTF_8);
    }

    private static int answer(int result, ThreadScratch scratch) {
        return result == -1 ? -scratch.errno() : result;
    }

    private static long answer(long result, ThreadScratch scratch) {
        return result == -1 ? -scratch.errno() : result;
    }
}
