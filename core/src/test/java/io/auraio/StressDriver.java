package io.auraio;

import java.time.Duration;
import java.util.Random;

/** The thread that drives a caller-driven engine of a stress, in all the ways there are, and submits in between. */
final class StressDriver {

    /** Those that end by themselves: who drives may never be able to cancel what another thread's close waits for. */
    private static final StressRequest.Kind[] KINDS = {
        StressRequest.Kind.READ, StressRequest.Kind.WRITE, StressRequest.Kind.READV, StressRequest.Kind.WRITEV, StressRequest.Kind.FDATASYNC
    };

    private final StressEngine engine;
    private final Random random;

    StressDriver(StressEngine engine, long seed) {
        this.engine = engine;
        random = new Random(seed);
    }

    void run() {
        try {
            while (true) {
                drive();
                for (int i = random.nextInt(8); i > 0; i--) {
                    engine.submit(KINDS[random.nextInt(KINDS.length)]);
                }
            }
        } catch (IllegalStateException e) {
            engine.checkClosed(e);
        } finally {
            engine.engine.close();
        }
    }

    private void drive() {
        switch (random.nextInt(8)) {
            case 0 -> engine.engine.run();
            case 1 -> engine.engine.await(Duration.ofMillis(1));
            case 2, 3 -> engine.engine.await(Duration.ofMillis(100));
            default -> engine.engine.poll();
        }
    }
}
