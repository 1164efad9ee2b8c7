package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;

import io.auraio.bufferpool.Buffer;
import java.io.IOException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/** One engine of a stress, from its opening to its closing, with a scratch file, a pipe, and the account of what was asked of it. */
final class StressEngine {

    private static final int BLOCKS = 256;
    private static final AtomicLong LIVES = new AtomicLong();

    final Engine engine;
    final LongAdder accepted = new LongAdder();
    final LongAdder completed = new LongAdder();
    final LongAdder cancelled = new LongAdder();
    final LongAdder again = new LongAdder();
    final LongAdder thrown = new LongAdder();
    private final LongAdder reported = new LongAdder();
    private final Queue<String> faults;

    private final Path path;
    private final OpenOption[] fileOptions;
    private final Queue<StressBlock> free = new ConcurrentLinkedQueue<>();

    /** Changes when somebody closes it. */
    private final AtomicReference<AsyncFile> file = new AtomicReference<>();

    private final AsyncFile pipe;

    StressEngine(EngineOptions.Builder options, Random random, Path path, Path pipe, Queue<String> faults) throws IOException {
        this.faults = faults;
        this.path = path;
        engine = Engine.open(options.errorHandler(this::report).build());
        fileOptions = random.nextBoolean()
                ? new OpenOption[] {StandardOpenOption.READ, StandardOpenOption.WRITE}
                : DirectFiles.orCached(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        long life = LIVES.incrementAndGet();
        for (int i = 0; i < BLOCKS; i++) {
            free.add(new StressBlock(life, i));
        }
        file.set(engine.open(path, fileOptions));
        this.pipe = engine.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private void report(Throwable error) {
        if (error instanceof StressRequest.StressException) {
            reported.increment();
        } else {
            fault("reported: " + error);
        }
    }

    void fault(String what) {
        faults.add(what);
    }

    // ---- any thread

    /**
     * Submits one request of a random kind.
     *
     * @return it, or null where it was refused at the limit, or its file was closed meanwhile
     * @throws IllegalStateException where the engine is closed
     */
    StressRequest submit(StressRequest.Kind kind) {
        StressBlock block = null;
        StressRequest.Kind chosen = kind;
        if (kind.ordinal() <= StressRequest.Kind.WRITEV.ordinal()) {
            block = free.poll();
            if (block == null) {
                return null;
            }
            if (!block.isKnown() && !kind.isWrite()) {
                chosen = kind.isVectored() ? StressRequest.Kind.WRITEV : StressRequest.Kind.WRITE;
            }
        }
        StressRequest request;
        try {
            request = new StressRequest(this, chosen, block);
        } catch (IllegalStateException closed) {
            giveBackIfAny(block);
            throw closed;
        }
        AsyncFile target = kind == StressRequest.Kind.PIPE_READ ? pipe : file.get();
        try {
            if (request.submit(target)) {
                return request;
            }
            again.increment();
        } catch (IllegalStateException e) {
            if (!e.getMessage().equals("path=" + path + " is closed")) {
                throw e;
            }
        }
        return null;
    }

    /** On a driver, where the callback of another request has just run. */
    void submitFromCallback() {
        try {
            submit(ThreadLocalRandom.current().nextBoolean() ? StressRequest.Kind.READ : StressRequest.Kind.WRITEV);
        } catch (IllegalStateException e) {
            checkClosed(e);
        }
    }

    /** Closes the file under whoever uses it, and opens it anew. */
    void reopen() throws IOException {
        AsyncFile next = engine.open(path, fileOptions);
        file.getAndSet(next).close();
    }

    /** What a submission may throw. */
    void checkClosed(IllegalStateException e) {
        if (!"the engine is closed".equals(e.getMessage())) {
            fault("a submission threw " + e);
        }
    }

    Buffer[] buffers(int count, int bytes) {
        Buffer[] buffers = new Buffer[count];
        for (int i = 0; i < count; i++) {
            try {
                buffers[i] = engine.allocate(bytes);
            } catch (IllegalStateException closed) {
                for (int got = 0; got < i; got++) {
                    buffers[got].close();
                }
                throw closed;
            }
        }
        return buffers;
    }

    void giveBack(StressBlock block) {
        free.add(block);
    }

    private void giveBackIfAny(StressBlock block) {
        if (block != null) {
            giveBack(block);
        }
    }

    // ---- the end, when nobody submits any more and the engine is closed

    void checkAccount() throws IOException {
        file.get().close();
        pipe.close();
        EngineStats stats = engine.stats();
        assertThat(completed.sum()).as("completions of what was accepted").isEqualTo(accepted.sum());
        assertThat(stats.submitted()).isEqualTo(accepted.sum());
        assertThat(stats.completed()).isEqualTo(accepted.sum());
        assertThat(stats.inFlight()).isZero();
        assertThat(reported.sum()).as("what callbacks threw").isEqualTo(thrown.sum());
        assertThat(free).as("blocks that no request has").hasSize(BLOCKS);
        assertThat(stats.buffers().inUseCount()).as("buffers lent").isZero();
    }
}
