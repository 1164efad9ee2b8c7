package io.auraio.adaptive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HoldTest {

    private static final long TICK = 10_000_000;

    private final Hold hold = new Hold(KneeConstants.DEFAULT, TICK);
    private final SplittableRandom random = new SplittableRandom(1);

    HoldTest() {
        hold.begin(32);
    }

    /** The last shift seen in so many ticks of work with about this mean latency. */
    private ShiftDetector.Shift run(int ticks, double meanLatency, double noise) {
        ShiftDetector.Shift seen = ShiftDetector.Shift.NONE;
        for (int i = 0; i < ticks && seen == ShiftDetector.Shift.NONE; i++) {
            double factor = 1 + noise * (random.nextDouble() - 0.5);
            seen = hold.tick(TICK, 100, 100 * meanLatency * factor);
        }
        return seen;
    }

    @Test
    void itSettlesAfterTenTicksAndConvergesAfterFiveHundred() {
        run(9, 1000, 0);
        assertThat(hold.settled()).isFalse();
        run(1, 1000, 0);
        assertThat(hold.settled()).isTrue();
        run(489, 1000, 0);
        assertThat(hold.converged()).isFalse();
        run(1, 1000, 0);
        assertThat(hold.converged()).isTrue();
    }

    @Test
    void aLimitDoubtedForNothingStaysConvergedAndAnotherOneDoesNot() {
        run(500, 1000, 0);
        hold.resume(0);
        assertThat(hold.converged()).isTrue();
        hold.begin(33);
        assertThat(hold.converged()).isFalse();
    }

    @Test
    void aDeviceThatChangesDuringADoubtForNothingIsSeenAfterIt() {
        run(100, 1000, 0);
        hold.resume(0);
        assertThat(run(100, 800, 0)).isEqualTo(ShiftDetector.Shift.BETTER);
    }

    @Test
    void afterASearchTheLatencyOfBeforeMeansNothing() {
        run(100, 1000, 0);
        hold.begin(32);
        assertThat(run(100, 800, 0)).isEqualTo(ShiftDetector.Shift.NONE);
    }

    @Test
    void doubtsComeAfterASecondAndHalfAsOftenEachTimeTheyFindNothing() {
        run(99, 1000, 0);
        assertThat(hold.doubtIsDue()).isFalse();
        run(1, 1000, 0);
        assertThat(hold.doubtIsDue()).isTrue();
        hold.resume(0);
        run(199, 1000, 0);
        assertThat(hold.doubtIsDue()).isFalse();
        run(1, 1000, 0);
        assertThat(hold.doubtIsDue()).isTrue();
        for (int i = 0; i < 10; i++) {
            hold.resume(0);
        }
        run(1000, 1000, 0);
        assertThat(hold.doubtIsDue()).isTrue();
    }

    @Test
    void aLimitIsHeldForThreeTimesAsLongAsADoubtTookInVain() {
        hold.resume(1_000_000_000);
        run(299, 1000, 0);
        assertThat(hold.doubtIsDue()).isFalse();
        run(1, 1000, 0);
        assertThat(hold.doubtIsDue()).isTrue();
    }

    @Test
    void aDoubtByAClockThatWasSetIsDoubtedAgain() {
        hold.resume(Long.MAX_VALUE);
        run(3599, 1000, 0);
        assertThat(hold.doubtIsDue()).isFalse();
        run(1, 1000, 0);
        assertThat(hold.doubtIsDue()).isTrue();
        hold.resume(-1);
        run(400, 1000, 0);
        assertThat(hold.doubtIsDue()).isTrue();
    }

    @Test
    void whatIsFoundIsDoubtedAfterASecondHoweverLongTheLastDoubtTook() {
        hold.resume(1_000_000_000);
        hold.begin(40);
        run(100, 1000, 0);
        assertThat(hold.doubtIsDue()).isTrue();
    }

    @Test
    void whereAMeasurementTakesSecondsDoubtsAreRarer() {
        hold.measurementTook(2_000_000_000);
        run(1999, 1000, 0);
        assertThat(hold.doubtIsDue()).isFalse();
        run(1, 1000, 0);
        assertThat(hold.doubtIsDue()).isTrue();
    }

    @Test
    void aFifthWorseAndASixteenthBetterAreAnotherDevice() {
        assertThat(run(60, 1000, .02)).isEqualTo(ShiftDetector.Shift.NONE);
        assertThat(run(10, 1150, .02)).isEqualTo(ShiftDetector.Shift.NONE);
        assertThat(run(10, 1250, .02)).isEqualTo(ShiftDetector.Shift.WORSE);
        hold.begin(32);
        assertThat(run(60, 1000, .02)).isEqualTo(ShiftDetector.Shift.NONE);
        assertThat(run(10, 920, .02)).isEqualTo(ShiftDetector.Shift.BETTER);
    }

    @Test
    void onANoisyDeviceTheSameChangeIsNoise() {
        assertThat(run(60, 1000, 1)).isEqualTo(ShiftDetector.Shift.NONE);
        assertThat(run(10, 920, 1)).isEqualTo(ShiftDetector.Shift.NONE);
    }

    @Test
    void twoStalledWindowsAreNotAnotherDevice() {
        run(60, 1000, .02);
        run(2, 100_000, 0);
        assertThat(run(60, 1000, .02)).isEqualTo(ShiftDetector.Shift.NONE);
    }
}
