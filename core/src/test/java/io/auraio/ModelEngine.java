package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auraio.ModelFile.Opening;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A caller-driven engine on the real kernel beside a model of it: what is asked of the one is noted in the other, and after each step the two are compared.
 *
 * <p>Each step ends before the next begins, also those that another thread makes, so that all that is not the kernel's to decide is known.
 */
final class ModelEngine {

    /** How an engine is opened. */
    record Shape(int queueDepth, int initialInFlight, boolean adaptive, int backlog, boolean registerBuffers, boolean sqPoll) {}

    private static final Shape SMALL = new Shape(4, 4, false, 100, true, false);

    /** How long what must end may take. */
    private static final Duration LONG = Duration.ofSeconds(20);

    private static final long SHORT_NANOS = 100_000;
    private static final int MOST_GIVEN_BACK_LATER = 8;

    /** The last is the pipe. */
    final List<ModelFile> files;

    final ModelSubmissions submissions = new ModelSubmissions(this);
    final ModelCancellations cancellations = new ModelCancellations(this);
    private final List<Throwable> reported = new ArrayList<>();
    private int clock;

    // Of the engine that is open.

    private Engine engine;
    private boolean closing;

    /** Accepted, in the order of their coming. */
    final List<ModelRequest> requests = new ArrayList<>();

    private int neverSubmitted;
    private final Deque<ModelMemory> givenBackLater = new ArrayDeque<>();

    ModelEngine(List<ModelFile> files) {
        this.files = files;
        open(SMALL);
    }

    private void open(Shape shape) {
        EngineOptions options = EngineOptions.builder()
                .driving(Driving.CALLER)
                .queueDepth(shape.queueDepth)
                .minInFlight(1)
                .initialInFlight(shape.initialInFlight)
                .adaptive(shape.adaptive)
                .backlog(shape.backlog)
                .registerBuffers(shape.registerBuffers)
                .sqPoll(shape.sqPoll)
                .sqPollIdleMillis(1)
                // Futures are completed within the step that brings their answer.
                .stageExecutor(Runnable::run)
                .errorHandler(reported::add)
                .drainTimeout(LONG)
                .build();
        try {
            engine = Engine.open(options);
            for (ModelFile file : files) {
                file.open(engine);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        closing = false;
    }

    Engine engine() {
        return engine;
    }

    /** Whether what this thread cancels before it enters the kernel is never begun. */
    boolean endsUnseen() {
        return engine.isDriver() && !engine.options().sqPoll();
    }

    RingStats ring() {
        return engine.stats().rings().getFirst();
    }

    boolean isClosing() {
        return closing;
    }

    /** Counts what happens. */
    int now() {
        return ++clock;
    }

    /** A future ended that had waited for room. */
    void neverSubmitted() {
        neverSubmitted++;
    }

    void giveBackLater(ModelMemory memory) {
        givenBackLater.add(memory);
    }

    // ---- driving

    void poll() {
        long before = ring().completed();
        assertThat(engine.poll()).isEqualTo((int) (ring().completed() - before));
    }

    void await() {
        long before = ring().completed();
        assertThat(engine.await(SHORT_NANOS)).isEqualTo((int) (ring().completed() - before));
    }

    /** Everything ends, reads of the pipe because it is fed, or because they are cancelled. */
    void drain(boolean feed) {
        endPipeReads(feed);
        try {
            assertThat(engine.drain(LONG)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        checkAllEnded();
    }

    private void endPipeReads(boolean feed) {
        for (int i = 0; i < requests.size(); i++) {
            ModelRequest request = requests.get(i);
            if (request.isOut() && request.operation == ModelOperation.PIPE_READ) {
                if (feed) {
                    request.file.pipe.feed();
                } else {
                    cancellations.cancel(requests.size() - 1 - i, true, false);
                }
            }
        }
    }

    private void checkAllEnded() {
        requests.forEach(ModelRequest::look);
        assertThat(requests).noneMatch(ModelRequest::isOut);
        files.stream().filter(file -> file.content != null).forEach(file -> file.content.check());
    }

    // ---- files and engines

    void close(Opening opening) {
        try {
            opening.file.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        opening.closed = true;
    }

    /** Closes the engine with what is in flight, and opens another. */
    void reopen(Shape shape) {
        closeEngine();
        open(shape);
    }

    private void closeEngine() {
        endPipeReads(false);
        closing = true;
        engine.close();
        checkAllEnded();
        checkAccount();
        assertThatThrownBy(engine::poll).hasMessage("the engine is closed");
        assertThat(requests).noneMatch(request -> engine.isPending(request.handle) || engine.cancel(request.handle));
        try {
            for (ModelFile file : files) {
                file.closeAll();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        givenBackLater.forEach(ModelMemory::giveBack);
        givenBackLater.clear();
        assertThat(engine.stats().openFiles()).isZero();
        assertThat(engine.stats().buffers().inUseCount()).as("buffers lent").isZero();
        requests.clear();
        neverSubmitted = 0;
    }

    /** The end of it all. */
    void finish() {
        closeEngine();
        pipe().checkRest();
        pipe().close();
    }

    ModelPipe pipe() {
        return files.getLast().pipe;
    }

    /** Behind a failure: lets go of what can be let go of. */
    void abandon() {
        files.stream().flatMap(file -> file.openings.stream()).forEach(opening -> opening.file.cancelAll());
        requests.stream().filter(request -> request.future != null).forEach(request -> request.future.cancel(true));
        engine.close();
        pipe().empty();
        pipe().close();
    }

    // ---- after each step

    void check() {
        requests.forEach(ModelRequest::look);
        checkAccount();
        requests.forEach(ModelRequest::checkPending);
        while (givenBackLater.size() > MOST_GIVEN_BACK_LATER) {
            givenBackLater.remove().giveBack();
        }
    }

    private void checkAccount() {
        assertThat(reported).isEmpty();
        EngineStats stats = engine.stats();
        long out = requests.stream().filter(ModelRequest::isOut).count();
        assertThat(stats.inFlight() + stats.waiting()).as("requests out").isEqualTo(out);
        assertThat(stats.submitted()).as("submitted").isEqualTo(requests.size() - neverSubmitted - stats.waiting());
        assertThat(stats.completed()).as("completed").isEqualTo(stats.submitted() - stats.inFlight());
        if (out == 0) {
            assertThat(stats.tuners().getFirst().inFlight()).as("what counts at the limit").isZero();
        }
        long open = files.stream().flatMap(file -> file.openings.stream()).filter(this::isOpen).count();
        assertThat(stats.openFiles()).as("open files").isEqualTo(open);
    }

    private boolean isOpen(Opening opening) {
        return !opening.closed || requests.stream().anyMatch(request -> request.isOut() && request.on() == opening);
    }

    @Override
    public String toString() {
        return "accepted=" + requests.size() + ", out=" + requests.stream().filter(ModelRequest::isOut).toList();
    }
}
