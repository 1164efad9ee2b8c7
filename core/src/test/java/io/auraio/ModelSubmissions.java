package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Supplier;

/** How requests are submitted to a {@link ModelEngine}: accepted and noted, or refused for a reason that there is. */
final class ModelSubmissions {

    private final ModelEngine model;

    /** So many of those that end next are followed by another, from their callbacks. */
    private int followUps;

    ModelSubmissions(ModelEngine model) {
        this.model = model;
    }

    void submit(ModelOperation operation, boolean asFuture, ModelFile file, int first, int count, ModelMemory.Shape memory, boolean elsewhere) {
        ModelRequest request = null;
        RingStats before = model.ring();
        boolean accepted = false;
        try {
            ModelRequest made = new ModelRequest(model, operation, file, first, count, memory);
            request = made;
            accepted = Elsewhere.call(elsewhere, () -> asFuture ? made.startFuture() : made.start());
            if (!accepted) {
                checkAgain(operation, before);
            }
        } catch (IllegalStateException e) {
            boolean ofFile = e.getMessage().equals("path=" + file.path + " is closed");
            assertThat(ofFile ? request.on().closed : model.isClosing()).as("%s was refused: %s", request, e).isTrue();
        }
        if (accepted) {
            note(request, before);
        } else if (request != null) {
            request.discard();
        }
    }

    private void note(ModelRequest request, RingStats before) {
        model.requests.add(request);
        request.accepted(model.now(), before.enters());
    }

    /** Refused at a limit: at which? */
    private void checkAgain(ModelOperation operation, RingStats before) {
        TunerStats tuner = model.engine().stats().tuners().getFirst();
        long out = operation.isOfPaths()
                ? model.requests.stream().filter(request -> request.isOut() && request.operation.isOfPaths()).count()
                : tuner.inFlight();
        int limit = operation.isOfPaths() ? model.engine().options().queueDepth() : tuner.limit();
        assertThat(out >= limit || model.ring().queueFull() > before.queueFull()).as("%s was refused with %d of %d in flight", operation, out, limit).isTrue();
        assertThat(model.ring().refused()).isEqualTo(before.refused() + 1);
    }

    /** Each behind the one before it: all of them, or none. */
    void submitChain(Supplier<List<ModelRequest>> maker, boolean elsewhere) {
        List<ModelRequest> links = maker.get();
        Chain chain = model.engine().chain();
        ModelRequest last = null;
        for (ModelRequest link : links) {
            link.before = last;
            link.addTo(chain);
            last = link;
        }
        RingStats before = model.ring();
        boolean accepted = false;
        try {
            accepted = Elsewhere.call(elsewhere, chain::submit) != Engine.AGAIN;
            if (!accepted) {
                checkAgain(ModelOperation.WRITE, before);
                assertThat(chain.length()).isEqualTo(links.size());
            }
        } catch (IllegalStateException e) {
            assertThat(links).as("chain was refused: %s", e).anyMatch(link -> link.on().closed);
        }
        for (int i = 0; i < links.size(); i++) {
            if (accepted) {
                links.get(i).handle = chain.request(i);
                note(links.get(i), before);
            } else {
                links.get(i).discard();
            }
        }
    }

    void followUp(int count) {
        followUps = count;
    }

    /** Submits another where one ended: a read of the same blocks, or a sync, as a callback or as a future. */
    void inCallbackOf(ModelRequest ended) {
        if (followUps > 0) {
            followUps--;
            ModelFile file = ended.file.pipe == null ? ended.file : model.files.getFirst();
            ModelOperation operation = ended.operation == ModelOperation.WRITE ? ModelOperation.FDATASYNC : ModelOperation.READ;
            submit(operation, followUps % 2 == 0, file, ended.first, 1, ModelMemory.Shape.POOL, false);
        }
    }
}
