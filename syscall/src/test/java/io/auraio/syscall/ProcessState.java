package io.auraio.syscall;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What this process holds of io_uring, as /proc shows it. */
final class ProcessState {
    private static final String IO_URING_ENTER = "426 ";

    private ProcessState() {
    }

    /** Descriptors of rings that are open. */
    static long ringFds() {
        try (Stream<Path> fds = Files.list(Path.of("/proc/self/fd"))) {
            return fds.filter(fd -> target(fd).contains("[io_uring]")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Maps of rings that are still there. */
    static long ringMaps() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/maps")).stream().filter(line -> line.contains("[io_uring]")).count();
    }

    /** What rings have locked into memory for this process. */
    static long pinnedBytes() throws IOException {
        String line = Files.readAllLines(Path.of("/proc/self/status")).stream().filter(each -> each.startsWith("VmPin:")).findFirst().orElseThrow();
        return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
    }

    /** What the kernel says of an open ring under a name. */
    static String ringInfo(int fd, String name) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/fdinfo/" + fd)).stream().filter(line -> line.startsWith(name + ":")).findFirst()
                .orElseThrow();
    }

    /** Returns when some thread of this process is inside io_uring_enter. */
    static void awaitThreadInsideEnter() {
        awaitThreadsInsideEnter(1);
    }

    /** Returns when so many threads of this process are inside io_uring_enter. */
    static void awaitThreadsInsideEnter(int count) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() < deadline) {
            try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
                if (tasks.filter(ProcessState::isInsideEnter).count() >= count) {
                    return;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("fewer than " + count + " threads entered the ring within 30 s");
    }

    private static boolean isInsideEnter(Path task) {
        // The kernel's own threads, iou-wrk and iou-sqp, live on for seconds and show the call of the thread that brought them about.
        return read(task.resolve("syscall")).startsWith(IO_URING_ENTER) && !read(task.resolve("comm")).startsWith("iou-");
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return ""; // closed since it was listed
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return ""; // the thread ended since it was listed
        }
    }
}
