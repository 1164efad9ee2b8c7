package io.auraio;

import java.util.Arrays;

/**
 * The futures that a driver's batch of completions has answered, that nobody waits for and no stage depends on: handed over to the executor for stages as one
 * task, which costs the driver a fraction of a task for each.
 *
 * <p>The driver's alone, but for the tasks.
 */
final class Answered {

    private static final int FEW = 8;

    private IoFuture<?>[] futures = new IoFuture<?>[FEW];
    private int count;

    void add(IoFuture<?> future) {
        if (count == futures.length) {
            futures = Arrays.copyOf(futures, 2 * count);
        }
        futures[count++] = future;
    }

    /** At the end of a batch. */
    void handOver() {
        if (count == 0) {
            return;
        }
        Engine engine = futures[0].file.engine();
        if (count == 1) {
            engine.handOver(futures[0]);
        } else {
            IoFuture<?>[] batch = Arrays.copyOf(futures, count);
            engine.handOver(() -> complete(engine, batch));
        }
        Arrays.fill(futures, 0, count, null);
        count = 0;
    }

    /** A future that a stage depends on by now gets a task of its own: the stage may block, and the others must not wait for it. */
    private static void complete(Engine engine, IoFuture<?>[] batch) {
        for (IoFuture<?> future : batch) {
            if (future.getNumberOfDependents() > 0) {
                engine.handOver(future);
            } else {
                future.run();
            }
        }
    }
}
