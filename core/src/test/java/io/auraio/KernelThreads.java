package io.auraio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The threads with which the kernel reads the queues of this process's rings. */
final class KernelThreads {

    private KernelThreads() {}

    /** Until each of them sleeps. */
    static void awaitAsleep() throws IOException {
        while (!sleep()) {
            Thread.onSpinWait();
        }
    }

    private static boolean sleep() throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            return tasks.noneMatch(KernelThreads::isAwake);
        }
    }

    private static boolean isAwake(Path task) {
        try {
            String stat = Files.readString(task.resolve("stat"));
            return stat.contains("(iou-sqp-") && !stat.contains(") S ");
        } catch (IOException ended) {
            return false;
        }
    }
}
