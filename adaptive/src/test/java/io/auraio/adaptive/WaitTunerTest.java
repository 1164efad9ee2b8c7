package io.auraio.adaptive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Times of one operation as measured on a virtual machine: asleep, and looked for. */
class WaitTunerTest {

    private static final long MICRO = 1000;
    private static final Device LOOP = new Device(38, 18);
    private static final Device DISK = new Device(55, 42);
    private static final Device SPINNING_DISK = new Device(5040, 5000);

    private static final int LONG = 100_000;

    private record Device(long asleepMicros, long lookedForMicros) {}

    private final WaitTuner tuner = new WaitTuner();
    private final SplittableRandom random = new SplittableRandom(1);

    /** Waits for so many operations; how many of them it looked for. */
    private int run(int operations, Device device) {
        int looked = 0;
        for (int i = 0; i < operations; i++) {
            looked += tuner.looks() ? 1 : 0;
            wait(device);
        }
        return looked;
    }

    private void wait(Device device) {
        double noise = 0.8 + 0.4 * random.nextDouble();
        if (!tuner.looks()) {
            tuner.waited((long) (device.asleepMicros * MICRO * noise), true);
            return;
        }
        long nanos = (long) (device.lookedForMicros * MICRO * noise);
        boolean found = nanos < WaitTuner.GREATEST_LOOK_NANOS;
        tuner.waited(found ? nanos : WaitTuner.GREATEST_LOOK_NANOS, found);
    }

    @Test
    void looksWhereSleepTakesAsLongAsTheDevice() {
        run(1000, LOOP);
        assertThat(tuner.looks()).isTrue();
        assertThat(run(LONG, LOOP)).isGreaterThan(98 * LONG / 100);
    }

    @Test
    void sleepsWhereLookingBringsLittle() {
        run(1000, DISK);
        assertThat(tuner.looks()).isFalse();
        assertThat(run(LONG, DISK)).isBetween(1, 3 * LONG / 100);
    }

    @Test
    void sleepsWhereLookingFindsNothing() {
        run(1000, SPINNING_DISK);
        assertThat(tuner.looks()).isFalse();
        assertThat(run(LONG, SPINNING_DISK)).isBetween(1, 3 * LONG / 100);
    }

    @Test
    void sleepsAgainWithinATrialOnceNothingIsFound() {
        run(1000, LOOP);
        assertThat(run(LONG, SPINNING_DISK)).isLessThan(3 * LONG / 100);
        assertThat(tuner.looks()).isFalse();
    }

    @Test
    void sleepsAgainWhereWhatIsFoundTakesAsLongAsSleep() {
        run(1000, LOOP);
        run(20_000, DISK);
        assertThat(run(LONG, DISK)).isLessThan(3 * LONG / 100);
    }

    @Test
    void faultyStretchOrTwoDecideNothing() {
        for (int stall = 0; stall < 2; stall++) {
            while (tuner.looks()) {
                wait(LOOP);
            }
            while (!tuner.looks()) {
                wait(LOOP);
            }
            tuner.waited(10_000 * MICRO, true);
        }
        run(1000, LOOP);
        assertThat(tuner.looks()).isTrue();
    }

    @Test
    void stallOfAStretchAsleepIsNotTakenForAGain() {
        tuner.waited(10_000 * MICRO, true);
        run(1000, DISK);
        assertThat(tuner.looks()).isFalse();
    }

    @Test
    void oneThatIsNotFoundNowAndThenChangesNothing() {
        run(1000, LOOP);
        int looked = 0;
        for (int i = 0; i < LONG; i += 7) {
            looked += run(6, LOOP);
            looked += tuner.looks() ? 1 : 0;
            tuner.waited(WaitTuner.GREATEST_LOOK_NANOS, !tuner.looks());
        }
        assertThat(looked).isGreaterThan(95 * LONG / 100);
    }

    @Test
    void noticesThatLookingHasBegunToPay() {
        run(LONG, DISK);
        run(20_000, LOOP);
        assertThat(tuner.looks()).isTrue();
    }

    @Test
    void saysWhatItDoes() {
        assertThat(tuner).hasToString("sleeps, trial 1 of 5");
        run(1000, LOOP);
        assertThat(tuner).hasToString("looks, for 4096 operations");
    }
}
