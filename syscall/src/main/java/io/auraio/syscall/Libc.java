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
    /** Flag of fallocate: the length stays what it is. */
    public static final int FALLOC_FL_KEEP_SIZE = 1;
    /** Flag of fallocate: gives the space back and reads as zeros; with {@link #FALLOC_FL_KEEP_SIZE}. */
    public static final int FALLOC_FL_PUNCH_HOLE = 2;
    /** Flag of fallocate: becomes zeros without being written. */
    public static final int FALLOC_FL_ZERO_RANGE = 0x10;

    private static final MethodHandle OPEN =
            Native.variadic("open", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT), 2);
    private static final MethodHandle CLOSE = Native.function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final FunctionDescriptor TRANSFER = FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle READ = Native.function("read", TRANSFER);
    private static final MethodHandle WRITE = Native.function("write", TRANSFER);
    private static final FunctionDescriptor POSITIONED =
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle PREAD = Native.function("pread", POSITIONED);
    private static final MethodHandle PWRITE = Native.function("pwrite", POSITIONED);
    private static final FunctionDescriptor OF_FD = FunctionDescriptor.of(JAVA_INT, JAVA_INT);
    private static final MethodHandle FSYNC = Native.function("fsync", OF_FD);
    private static final MethodHandle FDATASYNC = Native.function("fdatasync", OF_FD);
    private static final MethodHandle FTRUNCATE =
            Native.function("ftruncate", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle FALLOCATE =
            Native.function("fallocate", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle STATX = Native.function("statx",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG));

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
            int mask = Statx.STATX_BASIC_STATS | Statx.STATX_BTIME | Statx.STATX_DIOALIGN;
            int result = answer((int) STATX.invokeExact(scratch.capture, dirFd, pathAddress, flags, mask, memory.address()),
                    scratch);
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
