package io.auraio;

import io.auraio.syscall.Libc;
import io.auraio.syscall.SyscallException;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A file descriptor and the count of those who use it. Closing it refuses more of them; the descriptor itself is closed by the last: one closed
 * earlier could be given to another file, which would then get the bytes. Any thread.
 */
final class Descriptor {

    /** Set in {@link #users} by a close: nobody can begin to use the file any more. */
    private static final int CLOSED = Integer.MIN_VALUE;

    /** The place of a file that requests name by its descriptor. */
    static final int NOT_REGISTERED = -1;

    private final Engine engine;
    private final String name;
    private final int fd;
    private final boolean borrowed;
    private final Lane[] lanes;

    /** Requests that name the file, and CLOSED. */
    private final AtomicInteger users = new AtomicInteger();

    private final AtomicReference<RegisteredFile> registration = new AtomicReference<>();

    /** Where the rings of the engine have the file registered; read by submitters under their ring's lock. */
    private volatile int registeredPlace = NOT_REGISTERED;

    private final CountDownLatch gone = new CountDownLatch(1);

    /** The request that is to close it, where a callback waits for that. */
    private final AtomicReference<CloseRequest> closer = new AtomicReference<>();

    /**
     * For an open file.
     *
     * @param name how messages call it
     * @param borrowed whether it stays the caller's: closing ends its use alone
     * @param lanes what its requests count for, by ring number
     */
    Descriptor(Engine engine, String name, int fd, boolean borrowed, Lane[] lanes) {
        this.engine = engine;
        this.name = name;
        this.fd = fd;
        this.borrowed = borrowed;
        this.lanes = lanes;
    }

    String name() {
        return name;
    }

    int fd() {
        return fd;
    }

    /** What the file's requests count for, by ring number. Not to be changed. */
    Lane[] lanes() {
        return lanes;
    }

    /** What the file's requests on that ring count for. */
    Lane lane(int ring) {
        return lanes[ring];
    }

    /**
     * Begins a use.
     *
     * @throws IllegalStateException where it is closed
     */
    void acquire() {
        int n;
        do {
            n = users.get();
            if (n < 0) {
                throw refused();
            }
        } while (!users.compareAndSet(n, n + 1));
    }

    /** Ends a use; the last one of a closed file closes the descriptor. */
    void release() {
        if (users.decrementAndGet() == CLOSED) {
            engine.tuners().release(lanes);
            CloseRequest request = closer.get();
            if (request == null || !request.start()) {
                int rc = closeNow();
                if (rc < 0) {
                    engine.report(closeFailure(-rc));
                }
            }
        }
    }

    /**
     * Refuses more users, and closes the descriptor as soon as there are none. Nothing where that was done.
     *
     * @throws IOException where it is closed at once, and {@code close(2)} reports an error
     */
    void close() throws IOException {
        int before = users.getAndUpdate(n -> n | CLOSED);
        if (before >= 0) {
            endRegistration();
        }
        if (before == 0) {
            engine.tuners().release(lanes);
            int rc = closeNow();
            if (rc < 0) {
                throw closeFailure(-rc);
            }
        }
    }

    /**
     * As {@link #close()}, the {@code close(2)} being a request of its own.
     *
     * @return its handle, or {@link Engine#AGAIN}, and then nothing is changed
     * @throws IllegalStateException where it is closed, or the engine is
     */
    long close(IoCallback callback) {
        CloseRequest request = new CloseRequest(this, callback);
        acquire();
        // From here on the descriptor lives until release() below, which starts the request if nobody else uses the file.
        try {
            if (!closer.compareAndSet(null, request)) {
                throw refused();
            }
            long handle = Engine.AGAIN;
            try {
                handle = engine.reserve(request);
            } finally {
                if (handle == Engine.AGAIN) {
                    closer.set(null);
                } else {
                    users.getAndUpdate(n -> n | CLOSED);
                    endRegistration();
                }
            }
            return handle;
        } finally {
            release();
        }
    }

    private void endRegistration() {
        RegisteredFile registered = registration.get();
        if (registered != null) {
            registered.closed(this);
        }
    }

    /** Where requests find the file in their ring's table; {@link #NOT_REGISTERED} where they name the descriptor. */
    int registeredPlace() {
        return registeredPlace;
    }

    void registeredPlace(int place) {
        registeredPlace = place;
    }

    /** Changes whose file it is; false where it is not {@code from}'s. */
    boolean registration(RegisteredFile from, RegisteredFile to) {
        return registration.compareAndSet(from, to);
    }

    /** {@code close(2)}, here and now. */
    int closeNow() {
        int rc = borrowed ? 0 : Libc.close(fd);
        closed();
        return rc;
    }

    /** The descriptor is gone: whoever waits for that goes on. */
    void closed() {
        engine.fileClosed(name, fd);
        gone.countDown();
    }

    /**
     * Waits until the descriptor is gone.
     *
     * @return false where the time ran out
     * @throws IllegalStateException on a driver of the engine, which would wait for itself
     */
    boolean awaitGone(long nanos) throws InterruptedException {
        if (gone.getCount() > 0 && engine.isDriver()) {
            throw new IllegalStateException("path=" + name + ": a thread that drives the engine would wait for itself here");
        }
        return gone.await(nanos, TimeUnit.NANOSECONDS);
    }

    boolean isBorrowed() {
        return borrowed;
    }

    /** Uses that have not ended. */
    int users() {
        return users.get() & ~CLOSED;
    }

    boolean isClosed() {
        return users.get() < 0;
    }

    private IllegalStateException refused() {
        return new IllegalStateException("path=" + name + " is closed");
    }

    private IOException closeFailure(int errno) {
        return new SyscallException("close", "path=" + name, errno, "the last writes may be lost; see close(2)");
    }
}
