package io.auraio;

import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Rings whose requests did not end: kept reachable until the process ends. The kernel may still write into the memory of a request in
 * flight, so to free that memory would let it overwrite whatever comes to lie there next.
 */
final class Leaked {

    private static final Queue<Ring> RINGS = new ConcurrentLinkedQueue<>();

    private Leaked() {}

    static void keep(Ring ring) {
        RINGS.add(ring);
        System.getLogger("io.auraio")
                .log(
                        Level.ERROR,
                        "ring {0} was closed with {1} requests that did not end: it stays mapped, and their buffers stay in use",
                        ring.index,
                        ring.inFlight());
    }
}
