package io.auraio.examples;

import io.auraio.AsyncFile;
import io.auraio.Engine;
import io.auraio.IoResult;
import io.auraio.bufferpool.Buffer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads from something that may have nothing to give, such as a pipe or a terminal, and gives up after a while, in each of the three forms.
 *
 * <p>A request is over when the kernel says so, be it cancelled or not, and its memory must be left alone until then. All three forms wait for that.
 */
public final class CancelRequest {

    private CancelRequest() {}

    /**
     * Prints how the three reads ended.
     *
     * @param arguments a path, such as /dev/stdin, and for how many milliseconds to wait
     * @throws IOException where the file cannot be opened, or the kernel refuses io_uring
     * @throws InterruptedException if interrupted
     * @throws ExecutionException never
     */
    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        if (arguments.length != 2 || !arguments[1].matches("[0-9]{1,9}")) {
            System.err.println("usage: CancelRequest <file, for example /dev/stdin> <milliseconds to wait>");
            System.exit(2);
        }
        long millis = Long.parseLong(arguments[1]);
        try (Engine engine = Engine.open(); AsyncFile file = engine.open(Path.of(arguments[0])); Buffer buffer = engine.allocate(4096)) {
            System.out.println("callback: " + callback(engine, file, buffer, millis));
            System.out.println("future: " + future(file, buffer, millis));
            System.out.println("thread: " + thread(file, buffer, millis));
        }
    }

    /** A request is cancelled by its handle. Its callback runs all the same, once. */
    private static String callback(Engine engine, AsyncFile file, Buffer buffer, long millis) throws InterruptedException, ExecutionException {
        CompletableFuture<Integer> answer = new CompletableFuture<>();
        long request = file.read(buffer, 0, (handle, result) -> answer.complete(result)); // not AGAIN: nothing else is in flight
        try {
            answer.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            engine.cancel(request); // asks the kernel, and does nothing where the request has ended since
        }
        return IoResult.describe(answer.join());
    }

    /** A future is cancelled by {@code cancel(true)}, or by its own timeout. */
    private static String future(AsyncFile file, Buffer buffer, long millis) {
        try {
            return Integer.toString(file.readAsync(buffer, 0).orTimeout(millis, TimeUnit.MILLISECONDS).join());
        } catch (CompletionException e) {
            return e.getCause().toString();
        }
    }

    /** A thread that waits is interrupted. The file stays open, for other threads and for this one. */
    private static String thread(AsyncFile file, Buffer buffer, long millis) throws InterruptedException {
        CompletableFuture<String> outcome = new CompletableFuture<>();
        Thread reader = Thread.startVirtualThread(() -> {
            try {
                outcome.complete(Integer.toString(file.read(buffer, 0)));
            } catch (IOException | RuntimeException e) {
                outcome.complete(e.toString());
            }
        });
        if (!reader.join(Duration.ofMillis(millis))) {
            reader.interrupt();
        }
        return outcome.join();
    }
}
