package io.auraio;

/** Who enters the kernel for an engine's rings and runs the callbacks. */
public enum Driving {
    /** The engine's own daemon threads, one for each ring: requests make progress with nothing for the application to do. */
    ENGINE,
    /**
     * The application's thread, through {@link Engine#poll()}, {@link Engine#await(java.time.Duration)} and {@link Engine#run()}: one
     * ring, no hand-over between threads, the least cost for each operation. The first thread that calls one of them is the ring's
     * driver from then on; it must be a platform thread, and it must outlive the engine's requests, since the kernel ends the requests
     * of a thread that ends. Where that thread waits for a future of the engine's, or for a stage that depends on one, it drives meanwhile; for any other
     * stage, such as of {@link java.util.concurrent.CompletableFuture#allOf}, {@link Engine#join} does so. Other threads' futures wait for it to drive.
     */
    CALLER
}
