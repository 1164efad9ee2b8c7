package io.auraio.adaptive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MeasurementTest {

    private static final long TICK = 10_000_000;

    private final Measurement measurement = new Measurement(KneeConstants.DEFAULT);
    private long now;

    private void tick(long completions) {
        now += TICK;
        measurement.add(now, TICK, completions, 8.0 * TICK);
    }

    @Test
    void steadyRatesAreKnownAfterThreeWindows() {
        tick(2000);
        tick(2001);
        assertThat(measurement.ready()).isFalse();
        tick(1999);
        assertThat(measurement.ready()).isTrue();
        Reading reading = measurement.reading(8);
        assertThat(reading.throughput()).isEqualTo(200_000);
        assertThat(reading.meanInFlight()).isEqualTo(8);
        assertThat(reading.meanLatencyNanos()).isCloseTo(40_000, within(1.0));
    }

    @Test
    void aStallMovesNeitherTheThroughputNorItsError() {
        for (int i = 0; i < 9; i++) {
            tick(i == 4 ? 0 : 2000);
        }
        assertThat(measurement.ready()).isTrue();
        assertThat(measurement.reading(8).throughput()).isEqualTo(200_000);
        assertThat(measurement.meanThroughput()).isLessThan(180_000);
    }

    @Test
    void noisyRatesTakeTwoHundredMillisecondsOnAFastDevice() {
        SplittableRandom random = new SplittableRandom(1);
        int ticks = 0;
        do {
            tick(1500 + random.nextInt(1000));
            ticks++;
        } while (!measurement.ready());
        assertThat(ticks).isBetween(4, 20);
    }

    @Test
    void aSlowDeviceGetsUntilFourHundredOperations() {
        SplittableRandom random = new SplittableRandom(1);
        int ticks = 0;
        do {
            tick(random.nextInt(5));
            ticks++;
        } while (!measurement.ready());
        assertThat(ticks).isBetween(40, 60);
        assertThat(measurement.reading(8).throughput()).isCloseTo(200, within(30.0));
    }

    @Test
    void threeSecondsAreEnoughForAnything() {
        int ticks = 0;
        do {
            tick(ticks % 50 == 0 ? 1 : 0);
            ticks++;
        } while (!measurement.ready());
        assertThat(ticks).isEqualTo(300);
    }

    @Test
    void whatNeverCompletesIsNeverKnown() {
        for (int i = 0; i < 1000; i++) {
            tick(0);
            assertThat(measurement.ready()).isFalse();
        }
        assertThat(measurement.reading(8)).isEqualTo(new Reading(8, 0, measurement.reading(8).error(), 8, 1000 * TICK));
    }

    @Test
    void aTickThatBeganBeforeTheLimitHadItsEffectIsIgnored() {
        measurement.restart(TICK / 2);
        tick(1);
        assertThat(measurement.nanos()).isZero();
        tick(2000);
        assertThat(measurement.nanos()).isEqualTo(TICK);
    }
}
