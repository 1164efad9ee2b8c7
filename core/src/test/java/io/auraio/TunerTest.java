package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;

import io.auraio.adaptive.AimdController;
import io.auraio.adaptive.ControllerOptions;
import io.auraio.adaptive.FixedController;
import org.junit.jupiter.api.Test;

class TunerTest {

    private static final long TICK = ControllerOptions.DEFAULT_TICK_NANOS;

    private static Tuner fixed(int limit, int rings) {
        return new Tuner("engine", new FixedController(new ControllerOptions(limit, 1, limit, 0, .1, TICK)), rings, 256);
    }

    /** One tick in which the rings had so many in flight. */
    private static void tick(Tuner tuner, long now, int... inFlight) {
        for (int i = 0; i < inFlight.length; i++) {
            Lane lane = tuner.lane(i);
            lane.load().advance(now, inFlight[i], lane.limit());
            tuner.report(lane, now);
        }
    }

    @Test
    void idleRingsShareTheLimitEvenly() {
        Tuner tuner = fixed(64, 4);
        for (int i = 0; i < 4; i++) {
            assertThat(tuner.lane(i).limit()).isEqualTo(16);
        }
    }

    @Test
    void ringThatAsksForMoreGetsWhatTheOthersLeave() {
        Tuner tuner = fixed(64, 2);
        long now = System.nanoTime() + 10 * TICK;
        tick(tuner, now, 32, 2);
        tick(tuner, now + TICK, 32, 2);
        tick(tuner, now + 2 * TICK, 62, 2);
        assertThat(tuner.lane(0).limit()).isGreaterThan(55);
        assertThat(tuner.lane(0).limit() + tuner.lane(1).limit()).isEqualTo(64);
    }

    @Test
    void everyRingKeepsOneSoThatItCanAskAtAll() {
        Tuner tuner = fixed(2, 4);
        for (int i = 0; i < 4; i++) {
            assertThat(tuner.lane(i).limit()).isOne();
        }
    }

    @Test
    void ringThatWasRefusedCountsAsAskingForMore() {
        Tuner tuner = fixed(64, 2);
        long now = System.nanoTime() + 10 * TICK;
        tick(tuner, now, 62, 0);
        tuner.lane(0).noteRefusal();
        tuner.lane(1).noteRefusal();
        tick(tuner, now + TICK, 62, 0);
        tuner.lane(0).noteRefusal();
        tuner.lane(1).noteRefusal();
        tick(tuner, now + 2 * TICK, 62, 0);
        assertThat(tuner.lane(1).limit()).isEqualTo(32);
    }

    @Test
    void setterTakesEffectAtOnceOnEveryRing() {
        Tuner tuner = new Tuner("engine", new AimdController(ControllerOptions.forQueueDepth(256)), 2, 256);
        assertThat(tuner.limit()).isEqualTo(64);
        tuner.change(controller -> controller.maxInFlight(20));
        assertThat(tuner.limit()).isEqualTo(20);
        assertThat(tuner.lane(0).limit()).isEqualTo(10);
    }
}
