package io.auraio;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.Transformer;

/** The steps of a schedule for a {@link ModelEngine}, each with a name that says all of it. */
final class ModelSteps {

    private ModelSteps() {}

    interface Step {
        void on(ModelEngine model);
    }

    interface BooleanStep {
        void on(ModelEngine model, boolean value);
    }

    private static Transformer<ModelEngine> step(String what, Step step) {
        return Transformer.mutate(what, step::on);
    }

    static Action.Independent<ModelEngine> simple(String what, Step step) {
        return Action.just(step(what, step));
    }

    static Action.Independent<ModelEngine> ofBoolean(String what, BooleanStep step) {
        return () -> booleans().map(value -> step(what + value, model -> step.on(model, value)));
    }

    private static Arbitrary<Boolean> booleans() {
        return Arbitraries.of(false, true);
    }

    private static Arbitrary<Integer> upTo(int greatest) {
        return Arbitraries.integers().between(0, greatest);
    }

    private static String where(boolean elsewhere) {
        return elsewhere ? " on another thread" : "";
    }

    private static String how(boolean future, boolean elsewhere) {
        return (future ? " as a future" : "") + where(elsewhere);
    }

    static Action.Independent<ModelEngine> transfer() {
        Arbitrary<Integer> counts = Arbitraries.integers().between(1, 3);
        Arbitrary<ModelMemory.Shape> shapes = Arbitraries.of(ModelMemory.Shape.values());
        return () -> Combinators.combine(booleans(), booleans(), upTo(1), upTo(ModelContent.BLOCKS), counts, shapes, booleans())
                .as((write, future, file, block, blocks, memory, elsewhere) -> {
                    // Only what is there is written: a read may reach past the end.
                    int first = write ? Math.min(block, ModelContent.BLOCKS - blocks) : block;
                    ModelOperation operation = write ? ModelOperation.WRITE : ModelOperation.READ;
                    return step(
                            operation + how(future, elsewhere) + ": file " + file + ", blocks " + first + "+" + blocks + ", " + memory,
                            model -> model.submissions.submit(operation, future, model.files.get(file), first, blocks, memory, elsewhere));
                });
    }

    static Action.Independent<ModelEngine> other() {
        Arbitrary<ModelOperation> operations = Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.of(ModelOperation.FSYNC, ModelOperation.FDATASYNC)),
                Tuple.of(3, Arbitraries.of(ModelOperation.STAT, ModelOperation.OPEN)));
        return () -> Combinators.combine(operations, booleans(), upTo(1), booleans())
                .as((operation, future, file, elsewhere) -> step(
                        operation + how(future, elsewhere) + ": file " + file,
                        model -> model.submissions.submit(operation, future, model.files.get(file), 0, 0, null, elsewhere)));
    }

    static Action.Independent<ModelEngine> readOfPipe() {
        return () -> Combinators.combine(booleans(), Arbitraries.of(ModelMemory.Shape.values()), booleans())
                .as((future, memory, elsewhere) -> step(
                        "PIPE_READ" + how(future, elsewhere) + ": " + memory,
                        model -> model.submissions.submit(ModelOperation.PIPE_READ, future, model.files.get(2), 0, 1, memory, elsewhere)));
    }

    /** One request of a chain. */
    private record Link(ModelOperation operation, int file, int block, ModelMemory.Shape memory) {
        ModelRequest on(ModelEngine model) {
            return new ModelRequest(model, operation, model.files.get(file), block, 1, memory);
        }
    }

    static Action.Independent<ModelEngine> chain() {
        // Reads also of the block behind the last: that breaks the chain.
        Arbitrary<Link> reads = Combinators.combine(upTo(1), upTo(ModelContent.BLOCKS), Arbitraries.of(ModelMemory.OF_CHAINS))
                .as((file, block, memory) -> new Link(ModelOperation.READ, file, block, memory));
        Arbitrary<Link> writes = Combinators.combine(upTo(1), upTo(ModelContent.BLOCKS - 1), Arbitraries.of(ModelMemory.OF_CHAINS))
                .as((file, block, memory) -> new Link(ModelOperation.WRITE, file, block, memory));
        Arbitrary<Integer> syncs = Arbitraries.frequency(Tuple.of(5, 0), Tuple.of(1, 1));
        return () -> Combinators.combine(Arbitraries.oneOf(reads, writes).list().ofMinSize(1).ofMaxSize(3), syncs, booleans()).as((links, sync, elsewhere) -> {
            List<Link> all = new ArrayList<>(links);
            if (sync == 1) {
                all.add(new Link(ModelOperation.FDATASYNC, links.getLast().file, 0, null));
            }
            return step(
                    "chain" + where(elsewhere) + ": " + all,
                    model -> model.submissions.submitChain(() -> all.stream().map(link -> link.on(model)).toList(), elsewhere));
        });
    }

    static Action.Independent<ModelEngine> cancel() {
        return () -> Combinators.combine(upTo(30), booleans(), booleans())
                .as((age, running, elsewhere) -> step(
                        "cancel request " + age + " from the last" + (running ? "" : ", if it waits") + where(elsewhere),
                        model -> model.cancellations.cancel(age, running, elsewhere)));
    }

    static Action.Independent<ModelEngine> cancelAll() {
        return () -> Combinators.combine(upTo(2), booleans())
                .as((file, elsewhere) -> step(
                        "cancel all of file " + file + where(elsewhere),
                        model -> model.cancellations.cancelAll(model.files.get(file).latest(), elsewhere)));
    }

    static Action.Independent<ModelEngine> close() {
        return () -> Combinators.combine(upTo(2), booleans(), booleans())
                .as((file, request, elsewhere) -> step(
                        "close" + (request ? " by a request" : "") + " file " + file + where(elsewhere),
                        model -> {
                            if (request) {
                                model.submissions.submit(ModelOperation.CLOSE, false, model.files.get(file), 0, 0, null, elsewhere);
                            } else {
                                model.close(model.files.get(file).latest());
                            }
                        }));
    }

    static Action.Independent<ModelEngine> setting() {
        return () -> Combinators.combine(upTo(3), Arbitraries.integers().between(1, 4)).as((which, value) -> switch (which) {
            case 0 -> step("minInFlight=" + value, model -> model.engine().minInFlight(value));
            case 1 -> step("batchThreshold=" + value, model -> model.engine().batchThreshold(value));
            case 2 -> step("tuneBatchThreshold", model -> model.engine().tuneBatchThreshold());
            default -> step("targetP99=" + value + " ms", model -> model.engine().targetP99(Duration.ofMillis(value)));
        });
    }

    static Action.Independent<ModelEngine> reopen() {
        Arbitrary<Integer> backlogs = Arbitraries.of(100, 0, 3);
        return () -> Combinators.combine(Arbitraries.of(4, 5, 8), Arbitraries.integers().between(1, 4), booleans(), backlogs, booleans(), booleans())
                .as(ModelEngine.Shape::new)
                .map(shape -> step("close the engine, open another, " + shape, model -> model.reopen(shape)));
    }
}
