package io.auraio.channels;

import io.auraio.AsyncFile;
import io.auraio.Engine;
import io.auraio.syscall.Errno;
import io.auraio.syscall.SyscallException;
import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;

/**
 * The open file behind a channel, and the JDK's channels of the same file beside it, for what is delegated: one that locks, and one that maps. They are opened
 * where they are first needed and closed with the file, never before: closing any descriptor of a file gives up the process's locks on it.
 *
 * <p>The one that locks is asynchronous, since an interrupt closes a blocking one, and with it would go every lock that it holds.
 *
 * <p>The monitor guards the opening of the JDK's channels against the closing of the file: the descriptor that they are opened by must be the file's still.
 */
final class ChannelFile {

    private final Engine engine;
    private final AsyncFile file;
    private final ChannelMode mode;
    private AsynchronousFileChannel locking;
    private FileChannel mapping;
    private boolean closed;

    private ChannelFile(Engine engine, AsyncFile file, ChannelMode mode) {
        this.engine = engine;
        this.file = file;
        this.mode = mode;
    }

    static ChannelFile open(Engine engine, Path path, ChannelMode mode, FileAttribute<?>... attributes) throws IOException {
        AsyncFile file = engine.open(path, mode.fileOptions(), attributes);
        if (mode.deletes() && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            try {
                // At once, as the JDK does it on Unix: the file lives until its last descriptor is closed, and no crash leaves its name behind.
                Files.deleteIfExists(path);
            } catch (IOException ignored) {
                // Best effort, as the option says.
            }
        }
        return new ChannelFile(engine, file, mode);
    }

    Engine engine() {
        return engine;
    }

    AsyncFile file() {
        return file;
    }

    ChannelMode mode() {
        return mode;
    }

    /** The JDK's channel that locks. */
    synchronized AsynchronousFileChannel locking() throws IOException {
        checkOpen();
        if (locking == null) {
            locking = AsynchronousFileChannel.open(file.descriptorPath(), mode.accessAlone(), null);
        }
        return locking;
    }

    /** Whether locks were ever asked for. */
    synchronized boolean hasLocked() {
        return locking != null;
    }

    /** The JDK's channel that maps, and does what else only the JDK can. */
    synchronized FileChannel mapping() throws IOException {
        checkOpen();
        if (mapping == null || !mapping.isOpen()) {
            mapping = FileChannel.open(file.descriptorPath(), mode.accessAlone());
        }
        return mapping;
    }

    /** Cuts the file; where it is no longer than that already, nothing. */
    void truncate(long size) throws IOException {
        if (size >= file.size()) {
            return;
        }
        try {
            EngineFutures.await(file.truncateAsync(size));
        } catch (SyscallException e) {
            if (e.errno() != Errno.EINVAL) {
                throw e;
            }
            // Before Linux 6.9 rings do not know the operation.
            mapping().truncate(size);
        }
    }

    private void checkOpen() throws ClosedChannelException {
        if (closed) {
            throw new ClosedChannelException();
        }
    }

    /** Closes the file once nothing is in flight, and waits for that; not on a driver, which would wait for itself. */
    void close() throws IOException {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        try {
            file.close();
            if (!engine.isDriver()) {
                // Locks end behind the last write, and a late close takes no locks with it that were acquired since.
                awaitClosed();
            }
        } finally {
            closeDelegates();
        }
    }

    /** What is not done in time never will be: its ring has failed, and the file is leaked. No interrupt is waited for, and none is lost. */
    private void awaitClosed() {
        boolean interrupted = Thread.interrupted();
        boolean waiting = true;
        while (waiting) {
            try {
                file.awaitClosed(engine.options().drainTimeout());
                waiting = false;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Behind {@link #close()} nobody else touches them. */
    private void closeDelegates() throws IOException {
        try {
            if (locking != null) {
                locking.close();
            }
        } finally {
            if (mapping != null) {
                mapping.close();
            }
        }
    }
}
