package io.auraio.bench;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What happens when the process is told to end (SIGINT, SIGTERM, SIGHUP): the run is stopped, gets time to report what it did, and what it made is removed.
 *
 * <p>A hook of the JVM's and not a signal handler, so that the exit status stays the one that shells expect: 128 and the signal's number.
 */
final class Shutdown {
    /** A device that does not answer must not keep the process from ending. */
    private static final long REPORT_SECONDS = 10;

    private final CountDownLatch runEnded = new CountDownLatch(1);

    private Shutdown() {}

    static Shutdown install(StopSignal stop, MadeFiles made) {
        Shutdown shutdown = new Shutdown();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("bffio-shutdown").unstarted(() -> {
            stop.raise();
            try {
                shutdown.runEnded.await(REPORT_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // then without the report
            }
            made.close();
        }));
        return shutdown;
    }

    /** The run is over and has printed what it had to print. */
    void runEnded() {
        runEnded.countDown();
    }
}
