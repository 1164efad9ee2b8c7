package io.auraio.adaptive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Throughput by threshold as measured at depth 32 (one thread that submits and reaps), in thousand operations a second. */
class BatchTunerTest {

    private static final long TICK = 10_000_000;
    private static final IntToDoubleFunction DISK = curve(92, 92, 88, 83, 71, 71, 71);
    private static final IntToDoubleFunction LOOP = curve(330, 335, 335, 323, 263, 263, 263);
    private static final IntToDoubleFunction INLINE = curve(333, 385, 422, 451, 470, 478, 478);
    private static final IntToDoubleFunction FLAT = curve(100, 100, 100, 100, 100, 100, 100);

    private final BatchTuner tuner = new BatchTuner();
    private final SplittableRandom random = new SplittableRandom(1);
    private long now;

    /** By threshold 1, 2, 4 and so on to 64. */
    private static IntToDoubleFunction curve(double... thousands) {
        return threshold -> thousands[Integer.numberOfTrailingZeros(threshold)] * 1000;
    }

    private void run(int ticks, IntToDoubleFunction device, int greatestBatch) {
        for (int i = 0; i < ticks; i++) {
            now += TICK;
            double noise = 1 + 0.02 * (random.nextDouble() - 0.5);
            long completions = (long) (device.applyAsDouble(tuner.threshold()) / 100 * noise);
            tuner.tick(now, completions, completions / Math.min(greatestBatch, tuner.threshold()), true, 32);
        }
    }

    @Test
    void aDiskIsEnteredEarly() {
        run(1000, DISK, 32);
        assertThat(tuner.threshold()).isBetween(1, 2);
    }

    @Test
    void ofTheSameThroughputTheLargerThresholdIsTaken() {
        run(1000, LOOP, 32);
        assertThat(tuner.threshold()).isEqualTo(4);
        run(3000, FLAT, 64);
        assertThat(tuner.threshold()).isEqualTo(64);
    }

    @Test
    void aDeviceThatCompletesInlineIsEnteredLate() {
        run(1000, INLINE, 64);
        assertThat(tuner.threshold()).isGreaterThanOrEqualTo(16);
    }

    @Test
    void aThresholdBeyondTheBatchesThatComeIsNotTried() {
        run(3000, FLAT, 8);
        assertThat(tuner.threshold()).isEqualTo(16);
    }

    @Test
    void anotherDeviceIsNoticed() {
        run(1000, INLINE, 64);
        run(6000, DISK, 32);
        assertThat(tuner.threshold()).isBetween(1, 4);
    }

    @Test
    void whileTheLimitIsNotHeldNothingIsTried() {
        for (int i = 0; i < 1000; i++) {
            tuner.tick(now += TICK, 1000, 100, false, 16);
            assertThat(tuner.threshold()).isEqualTo(2);
        }
    }

    @Test
    void withoutASearchItIsAnEighthOfWhatIsInFlightToThePowerOfTwo() {
        int[] depths = {1, 8, 16, 22, 23, 32, 45, 46, 64, 128, 512, 4096};
        int[] thresholds = {2, 2, 2, 2, 4, 4, 4, 8, 8, 16, 64, 64};
        for (int i = 0; i < depths.length; i++) {
            tuner.tick(now += TICK, 1000, 100, false, depths[i]);
            assertThat(tuner.threshold()).as("%d in flight", depths[i]).isEqualTo(thresholds[i]);
        }
    }

    @Test
    void aMomentWithLittleInFlightIsForgiven() {
        for (int i = 0; i < 100; i++) {
            tuner.tick(now += TICK, 1000, 100, false, i % 10 == 0 ? 32 : 0);
            assertThat(tuner.threshold()).isEqualTo(4);
        }
        for (int i = 0; i < 100; i++) {
            tuner.tick(now += TICK, 1000, 100, false, 1);
        }
        assertThat(tuner.threshold()).isEqualTo(2);
    }

    @Test
    void whatASearchHasFoundOutlivesAChangeOfDepth() {
        run(1000, INLINE, 64);
        int found = tuner.threshold();
        tuner.tick(now += TICK, 1000, 100, false, 1);
        assertThat(tuner.threshold()).isEqualTo(found);
    }

    @Test
    void impossibleFiguresAreHarmless() {
        long[] odd = {0, -1, Long.MAX_VALUE, Long.MIN_VALUE, 1};
        for (int i = 0; i < 10_000; i++) {
            now += odd[random.nextInt(odd.length)];
            tuner.tick(now, odd[random.nextInt(odd.length)], odd[random.nextInt(odd.length)], random.nextInt(9) > 0, random.nextInt());
            assertThat(tuner.threshold()).isBetween(1, 64);
        }
    }

    @Test
    void theStateReadsAsALine() {
        assertThat(tuner).hasToString("batch threshold 2, BASE at 2");
    }
}
