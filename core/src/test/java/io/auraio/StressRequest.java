package io.auraio;

import io.auraio.bufferpool.Buffer;
import io.auraio.syscall.Errno;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** One request of a stress: what it is to find, how it may end, and how often it has ended. */
final class StressRequest implements IoCallback {

    enum Kind {
        READ,
        READV,
        WRITE,
        WRITEV,
        FSYNC,
        FDATASYNC,
        /** Of a pipe that nobody writes to: it ends when it is cancelled. */
        PIPE_READ;

        boolean isWrite() {
            return this == WRITE || this == WRITEV;
        }

        boolean isVectored() {
            return this == READV || this == WRITEV;
        }
    }

    private static final Buffer[] NONE = {};
    private static final long UNKNOWN = Long.MIN_VALUE;

    private final StressEngine engine;
    private final Kind kind;
    private final StressBlock block;
    private final Buffer[] buffers;
    private final int expected;
    private final AtomicInteger completions = new AtomicInteger();
    private final AtomicLong handle = new AtomicLong(UNKNOWN);
    private volatile boolean cancelled;

    StressRequest(StressEngine engine, Kind kind, StressBlock block) {
        this.engine = engine;
        this.kind = kind;
        this.block = block;
        buffers = switch (kind) {
            case READ, WRITE -> engine.buffers(1, StressBlock.BYTES);
            case READV, WRITEV -> engine.buffers(2, TestFile.BLOCK);
            case PIPE_READ -> engine.buffers(1, 16);
            case FSYNC, FDATASYNC -> NONE;
        };
        expected = block == null ? 0 : StressBlock.BYTES;
        if (kind.isWrite()) {
            block.fillNext(buffers);
        }
    }

    /** Returns whether it was accepted; where not, everything is given back. */
    boolean submit(AsyncFile file) {
        long answer = Engine.AGAIN;
        try {
            long offset = block == null ? 0 : block.offset;
            answer = switch (kind) {
                case READ, PIPE_READ -> file.read(buffers[0], offset, this);
                case READV -> file.readv(buffers, offset, this);
                case WRITE -> file.write(buffers[0], offset, this);
                case WRITEV -> file.writev(buffers, offset, this);
                case FSYNC -> file.fsync(this);
                case FDATASYNC -> file.fdatasync(this);
            };
        } finally {
            if (answer == Engine.AGAIN) {
                giveBack();
            }
        }
        if (answer == Engine.AGAIN) {
            return false;
        }
        engine.accepted.increment();
        agreeOn(answer);
        return true;
    }

    /** Any thread, at any time: as often as not the request has long ended. */
    void cancel() {
        long known = handle.get();
        if (known != UNKNOWN) {
            cancelled = true;
            engine.engine.cancel(known);
        }
    }

    @Override
    public void completed(long request, int result) {
        if (completions.getAndIncrement() != 0) {
            engine.fault(kind + " completed twice");
            return;
        }
        agreeOn(request);
        if (engine.engine.isPending(request)) {
            engine.fault(kind + " is pending in its own callback");
        }
        check(result);
        giveBack();
        engine.completed.increment();
        int dice = ThreadLocalRandom.current().nextInt(64);
        if (dice == 0) {
            engine.thrown.increment();
            throw new StressException();
        }
        if (dice < 8) {
            engine.submitFromCallback();
        }
    }

    private void check(int result) {
        if (cancelled && (result == -Errno.ECANCELED || result == -Errno.EINTR)) {
            engine.cancelled.increment();
        } else if (result != expected) {
            engine.fault(kind + " ended with " + IoResult.describe(result));
        } else if (kind.isWrite()) {
            block.written();
        } else if (block != null && !block.isIn(buffers)) {
            engine.fault(kind + " at offset=" + block.offset + " brought other bytes than were written last");
        }
    }

    private void giveBack() {
        for (Buffer buffer : buffers) {
            buffer.close();
        }
        if (block != null) {
            engine.giveBack(block);
        }
    }

    /** The submission and the callback must name the same handle, whichever is first. */
    private void agreeOn(long named) {
        if (!handle.compareAndSet(UNKNOWN, named) && handle.get() != named) {
            engine.fault(kind + " returned handle=" + handle + " and completed as " + named);
        }
    }

    /** What a callback throws now and then; it must reach the error handler and disturb nothing. */
    static final class StressException extends RuntimeException {
        private static final long serialVersionUID = 1;

        StressException() {
            super("thrown by a callback", null, false, false);
        }
    }
}
