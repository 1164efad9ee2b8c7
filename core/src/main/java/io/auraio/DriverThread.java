package io.auraio;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Drives one ring of an engine-driven engine, from its opening to its closing. A daemon: it never keeps a JVM from ending. */
final class DriverThread {

    private final RingDriver driver;
    private final Ring ring;
    private final CompletableFuture<Void> started = new CompletableFuture<>();

    private DriverThread(Ring ring) {
        this.ring = ring;
        this.driver = ring.driver();
    }

    /**
     * Starts a driver and waits until its ring is enabled.
     *
     * @throws IOException where the kernel does not enable the ring
     */
    static void start(Ring ring) throws IOException {
        DriverThread loop = new DriverThread(ring);
        Thread.ofPlatform().daemon().name("auraio-ring-" + ring.index).start(loop::run);
        try {
            loop.started.join();
        } catch (CompletionException e) {
            throw new IOException("ring " + ring.index + " could not be enabled: " + e.getCause().getMessage(), e.getCause());
        }
    }

    private void run() {
        try {
            driver.bind();
            started.complete(null);
        } catch (RuntimeException e) {
            started.completeExceptionally(e);
        }
        try {
            while (!ring.isRefusing()) {
                driver.turn(Long.MAX_VALUE);
            }
        } catch (RuntimeException | Error e) {
            driver.failBy(e);
        }
        driver.closeDown();
    }
}
