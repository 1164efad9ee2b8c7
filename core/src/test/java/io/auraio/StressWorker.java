package io.auraio;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** A thread of a stress: submits, cancels and closes at random, until the engines are closed. */
final class StressWorker {

    private static final StressRequest.Kind[] KINDS = StressRequest.Kind.values();

    /** Requests that may be cancelled later, most of which have ended by then. */
    private static final int REMEMBERED = 64;

    private final List<StressEngine> engines;
    private final Random random;
    private final Deque<StressRequest> recent = new ArrayDeque<>();
    private final Deque<StressRequest> pipeReads = new ArrayDeque<>();

    StressWorker(List<StressEngine> engines, long seed) {
        this.engines = engines;
        random = new Random(seed);
    }

    /** Until the engines are closed. */
    void run() {
        try {
            while (step()) {
                // At random, until there is nothing to do it with.
            }
        } finally {
            cancelPipeReads();
        }
    }

    /** One step; false where the engine is closed. */
    private boolean step() {
        StressEngine on = engines.get(random.nextInt(engines.size()));
        try {
            int dice = random.nextInt(1000);
            if (dice < 2) {
                on.reopen();
            } else if (dice < 60) {
                cancelSome();
            } else if (dice < 65) {
                on.engine.stats();
            } else if (dice < 75) {
                on.engine.stop();
            } else {
                submit(on);
            }
            return true;
        } catch (IllegalStateException e) {
            on.checkClosed(e);
            return false;
        } catch (IOException e) {
            on.fault("reopening threw " + e);
            return false;
        }
    }

    private void submit(StressEngine on) {
        StressRequest.Kind kind = KINDS[random.nextInt(KINDS.length)];
        // A sync takes much longer than all else, and a read of the pipe for ever.
        if (kind.ordinal() > StressRequest.Kind.WRITEV.ordinal() && random.nextInt(64) != 0) {
            kind = StressRequest.Kind.READ;
        }
        StressRequest request = on.submit(kind);
        if (request == null) {
            // At the limit: perhaps for the pipe's sake.
            cancelPipeReads();
            Thread.yield();
            return;
        }
        if (kind == StressRequest.Kind.PIPE_READ) {
            pipeReads.add(request);
        }
        recent.add(request);
        if (recent.size() > REMEMBERED) {
            recent.remove();
        }
    }

    private void cancelSome() {
        for (StressRequest request : recent) {
            if (random.nextInt(4) == 0) {
                request.cancel();
            }
        }
        cancelPipeReads();
    }

    private void cancelPipeReads() {
        pipeReads.forEach(StressRequest::cancel);
        pipeReads.clear();
    }
}
