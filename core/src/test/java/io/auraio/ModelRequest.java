package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;

import io.auraio.syscall.Errno;
import io.auraio.syscall.SyscallException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/** One request of a {@link ModelEngine}, as a callback or as a future: what it may find, and that it ends once, and as it may. */
final class ModelRequest implements IoCallback {

    static final int PIPE_BYTES = Long.BYTES;

    private static final int OUT = Integer.MAX_VALUE;

    private final ModelEngine model;
    final ModelOperation operation;

    final ModelFile file;

    /** Null where it opens the file. */
    private final ModelFile.Opening on;

    /** Blocks. */
    final int first;

    final int count;

    /** Null where nothing is transferred. */
    final ModelMemory memory;

    /** Of a write, by block. */
    final long[] stamps;

    /** Of a read, by block: the versions. */
    final List<Set<Long>> mayFind = new ArrayList<>();

    /** The one that it is behind in a chain. */
    ModelRequest before;

    long handle = Engine.AGAIN;
    CompletableFuture<?> future;
    private int began;
    private int ended = OUT;
    int result;

    /** Calls of io_uring_enter(2) before it was submitted. */
    private long enters;

    boolean cancelAsked;
    private boolean mustNotBegin;

    ModelRequest(ModelEngine model, ModelOperation operation, ModelFile file, int first, int count, ModelMemory.Shape shape) {
        this.model = model;
        this.operation = operation;
        this.file = file;
        this.on = operation == ModelOperation.OPEN ? null : file.latest();
        this.first = first;
        this.count = count;
        boolean holds = operation.isTransfer() || operation == ModelOperation.PIPE_READ;
        memory = holds ? new ModelMemory(model.engine(), shape, operation.isTransfer() ? count * ModelContent.BLOCK : PIPE_BYTES) : null;
        stamps = new long[operation.isWrite() ? count : 0];
        for (int i = 0; i < stamps.length; i++) {
            stamps[i] = file.content.nextStamp();
            TestFile.fill(memory.block(i), stamps[i]);
        }
    }

    long offset() {
        return (long) first * ModelContent.BLOCK;
    }

    boolean covers(int block) {
        return block >= first && block < first + count;
    }

    ModelFile.Opening on() {
        return on;
    }

    // ---- its beginning

    /** As a callback; false where it was refused at a limit. */
    boolean start() {
        handle = switch (operation) {
            case READ, WRITE, PIPE_READ -> memory.submit(on.file, !operation.isWrite(), offset(), this);
            case FSYNC -> on.file.fsync(this);
            case FDATASYNC -> on.file.fdatasync(this);
            case CLOSE -> on.file.close(this);
            case STAT -> on.file.stat((request, status, failure) -> completed(request, errno(failure)));
            case OPEN -> model.engine().open(file.path, this::opened, file.options());
        };
        return handle != Engine.AGAIN;
    }

    /** As a future, where it is one of those that may have to wait. */
    boolean startFuture() {
        switch (operation) {
            case READ, WRITE, PIPE_READ -> future = memory.submit(on.file, !operation.isWrite(), offset());
            case FSYNC -> future = on.file.fsyncAsync();
            case FDATASYNC -> future = on.file.fdatasyncAsync();
            default -> {
                return start();
            }
        }
        return true;
    }

    void addTo(Chain chain) {
        switch (operation) {
            case FSYNC -> chain.fsync(on.file, this);
            case FDATASYNC -> chain.fdatasync(on.file, this);
            default -> memory.addTo(chain, on.file, !operation.isWrite(), offset(), this);
        }
    }

    /** It was refused, and has nothing any more. */
    void discard() {
        if (memory != null) {
            memory.end(0);
            model.giveBackLater(memory);
        }
    }

    private void opened(long request, AsyncFile opened, IOException failure) {
        if (failure == null) {
            file.opened(opened);
        }
        completed(request, errno(failure));
    }

    /** It was accepted. */
    void accepted(int now, long entersBefore) {
        began = now;
        enters = entersBefore;
        if (operation.isTransfer()) {
            file.content.begin(this);
        } else if (operation == ModelOperation.CLOSE) {
            on.closed = true;
        }
    }

    boolean isOut() {
        return ended == OUT;
    }

    /** Whether it was over when the other could begin. */
    boolean endedBefore(ModelRequest other) {
        for (ModelRequest each = other.before; each != null; each = each.before) {
            if (each == this) {
                return true;
            }
        }
        return ended < other.began;
    }

    /** The kernel will be, or was, asked to stop it; where it has not seen it, it never may. */
    void cancelled(boolean byDriver) {
        cancelAsked = true;
        mustNotBegin |= byDriver && enters == model.ring().enters();
    }

    // ---- its end

    @Override
    public void completed(long request, int value) {
        assertThat(request).as("%s", this).isEqualTo(handle);
        assertThat(model.engine().isPending(request)).as("%s is pending in its own callback", this).isFalse();
        end(value);
        model.submissions.inCallbackOf(this);
    }

    /** Between two steps. */
    void checkPending() {
        if (future == null) {
            assertThat(model.engine().isPending(handle)).as("%s is pending", this).isEqualTo(isOut());
        }
        if (isOut() && memory != null) {
            memory.checkInUse();
        }
    }

    /** Looks whether the future is done. */
    void look() {
        if (isOut() && future != null && future.isDone()) {
            if (future.state() == CompletableFuture.State.SUCCESS) {
                end(future.resultNow() instanceof Integer bytes ? bytes : 0);
            } else {
                failed(future.isCancelled() ? new CancellationException() : future.exceptionNow());
            }
        }
    }

    private void failed(Throwable failure) {
        switch (failure) {
            case CancellationException cancelled -> end(-Errno.ECANCELED);
            case SyscallException e -> end(-e.errno());
            case RejectedExecutionException e -> refused();
            case IllegalStateException e when e.getMessage().equals("the engine is closed") -> refused();
            default -> throw new AssertionError(this + " failed", failure);
        }
    }

    /** It never was submitted. */
    private void refused() {
        cancelAsked = true;
        model.neverSubmitted();
        end(-Errno.ECANCELED);
    }

    void end(int value) {
        assertThat(isOut()).as("%s ended with %d before it ended with %d", this, result, value).isTrue();
        result = value;
        ended = model.now();
        check();
        if (operation.isTransfer()) {
            file.content.end(this);
        }
        if (operation == ModelOperation.PIPE_READ && value > 0) {
            file.pipe.taken(memory.block(0));
        }
        if (memory != null) {
            memory.end(value);
            model.giveBackLater(memory);
        }
    }

    private void check() {
        boolean stopped = result == -Errno.ECANCELED || result == -Errno.EINTR;
        if (mustNotBegin) {
            assertThat(result).as("%s was cancelled before the kernel saw it", this).isEqualTo(-Errno.ECANCELED);
        } else if (stopped) {
            assertThat(cancelAsked || before != null && !before.isWhole()).as("somebody cancelled %s", this).isTrue();
        } else {
            assertThat(result).as("%s", this).isEqualTo(expected());
        }
        if (before != null) {
            assertThat(before.isOut()).as("%s ended before the one that it is behind", this).isFalse();
            assertThat(before.isWhole() || stopped).as("%s began behind %s, which was not whole", this, before).isTrue();
        }
    }

    private int expected() {
        return switch (operation) {
            case READ -> Math.max(0, Math.min(count, ModelContent.BLOCKS - first)) * ModelContent.BLOCK;
            case WRITE -> count * ModelContent.BLOCK;
            case PIPE_READ -> PIPE_BYTES;
            default -> 0;
        };
    }

    boolean isWhole() {
        return result == (operation.isTransfer() ? count * ModelContent.BLOCK : expected());
    }

    boolean neverBegan() {
        return result == -Errno.ECANCELED;
    }

    private static int errno(IOException failure) {
        return failure == null ? 0 : -((SyscallException) failure).errno();
    }

    @Override
    public String toString() {
        String what = operation + (operation.isTransfer() ? " of blocks " + first + " to " + (first + count - 1) : "") + (future == null ? "" : " as a future");
        return what + " on " + file.name();
    }
}
