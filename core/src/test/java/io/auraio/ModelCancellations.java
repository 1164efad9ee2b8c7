package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;

import io.auraio.ModelFile.Opening;
import java.util.List;

/** How requests of a {@link ModelEngine} are cancelled: what that answers is known, and of what the kernel cannot have seen also how it ends. */
final class ModelCancellations {

    private final ModelEngine model;

    ModelCancellations(ModelEngine model) {
        this.model = model;
    }

    /**
     * One of them, long ended or not.
     *
     * @param age how many were submitted since
     * @param running of a future, whether to cancel it also where it does not wait for room any more
     */
    void cancel(int age, boolean running, boolean elsewhere) {
        if (!model.requests.isEmpty()) {
            ModelRequest request = model.requests.get(model.requests.size() - 1 - age % model.requests.size());
            if (request.future == null) {
                cancel(request, elsewhere);
            } else {
                cancelFuture(request, running, elsewhere);
            }
        }
    }

    private void cancel(ModelRequest request, boolean elsewhere) {
        boolean pending = request.isOut() && request.operation != ModelOperation.CLOSE;
        boolean byDriver = !elsewhere && model.endsUnseen();
        assertThat(Elsewhere.call(elsewhere, () -> model.engine().cancel(request.handle))).as("cancel of %s", request).isEqualTo(pending);
        if (pending) {
            request.cancelled(byDriver);
        }
    }

    private void cancelFuture(ModelRequest request, boolean running, boolean elsewhere) {
        boolean out = request.isOut();
        boolean byDriver = !elsewhere && model.endsUnseen();
        boolean answer = Elsewhere.call(elsewhere, () -> request.future.cancel(running));
        // It waited for room: what the kernel has ends when it is driven.
        boolean atOnce = out && request.future.isDone();
        assertThat(answer).as("cancel(%s) of %s", running, request).isEqualTo(running ? out : atOnce);
        if (atOnce) {
            model.neverSubmitted();
        }
        if (answer) {
            request.cancelled(byDriver && !atOnce);
            request.look();
        }
    }

    void cancelAll(Opening opening, boolean elsewhere) {
        List<ModelRequest> out = model.requests.stream()
                .filter(request -> request.isOut() && request.on() == opening && request.operation != ModelOperation.CLOSE)
                .toList();
        // Futures may be waiting for room.
        long sure = out.stream().filter(request -> request.future == null).count();
        boolean byDriver = !elsewhere && model.endsUnseen();
        assertThat((long) Elsewhere.call(elsewhere, opening.file::cancelAll)).isBetween(sure, (long) out.size());
        out.forEach(request -> request.cancelled(byDriver && request.future == null));
    }
}
