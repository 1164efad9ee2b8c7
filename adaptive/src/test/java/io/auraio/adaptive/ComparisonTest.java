package io.auraio.adaptive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private static final long READING = 50_000_000;

    private final Comparison comparison = new Comparison(KneeConstants.DEFAULT);

    private static Reading base(double throughput) {
        return new Reading(32, throughput, .01, 32, READING);
    }

    private static Reading trial(double throughput) {
        return new Reading(64, throughput, .01, 64, READING);
    }

    /** One more reading of the trial and one of the base. */
    private void pair(double ofTrial, double ofBase) {
        comparison.add(trial(ofTrial));
        comparison.add(base(ofBase));
    }

    @Test
    void theTwoAreMeasuredInTurn() {
        comparison.begin(base(100), trial(110));
        assertThat(comparison.isClosed()).isFalse();
        assertThat(comparison.next()).isEqualTo(32);
        comparison.add(base(100));
        assertThat(comparison.isClosed()).isTrue();
        assertThat(comparison.next()).isEqualTo(64);
        assertThat(comparison.gain()).isCloseTo(.1, within(1e-9));
        assertThat(comparison.depth()).isCloseTo(1, within(1e-9));
    }

    @Test
    void aDeviceThatBecomesSteadilyFasterGainsNothing() {
        comparison.begin(base(100), trial(101));
        comparison.add(base(102));
        for (int speed = 103; !comparison.isExhausted(); speed += 2) {
            pair(speed, speed + 1);
        }
        assertThat(comparison.comparisons()).isEqualTo(KneeConstants.DEFAULT.mostComparisons());
        assertThat(comparison.gain()).isCloseTo(0, within(1e-4));
    }

    @Test
    void aDeviceThatBecomesAnotherOneSpoilsOneComparisonOnly() {
        comparison.begin(base(100), trial(110));
        comparison.add(base(100));
        pair(110, 200);
        pair(220, 200);
        pair(220, 200);
        assertThat(comparison.gain()).isCloseTo(.1, within(1e-9));
        assertThat(comparison.doubt()).isLessThan(.02);
    }

    @Test
    void gainsThatSpreadAreNotTrusted() {
        comparison.begin(base(100), trial(130));
        comparison.add(base(100));
        pair(90, 100);
        pair(120, 100);
        pair(95, 100);
        assertThat(comparison.doubt()).isGreaterThan(Math.abs(comparison.gain()));
    }

    @Test
    void whatStraysByATenthIsKnownToThreeHundredthsInTheEnd() {
        SplittableRandom random = new SplittableRandom(7);
        comparison.begin(base(100), trial(105 * stray(random)));
        comparison.add(base(100 * stray(random)));
        while (!comparison.isExhausted()) {
            pair(105 * stray(random), 100 * stray(random));
        }
        assertThat(comparison.gain()).isCloseTo(.05, within(.06));
        assertThat(comparison.doubt() / KneeConstants.DEFAULT.errorsOfGain()).isBetween(.01, .05);
    }

    private static double stray(SplittableRandom random) {
        return 1 + .1 * random.nextGaussian();
    }

    @Test
    void aSlowDeviceIsNotMeasuredForEver() {
        comparison.begin(new Reading(32, 100, .05, 32, 3_000_000_000L), new Reading(64, 101, .05, 64, 2_999_999_999L));
        assertThat(comparison.isExhausted()).isFalse();
        comparison.add(new Reading(32, 100, .05, 32, 1));
        assertThat(comparison.isExhausted()).isTrue();
    }

    @Test
    void anotherComparisonKnowsNothingOfTheLast() {
        comparison.begin(base(100), trial(200));
        comparison.add(base(100));
        pair(200, 100);
        comparison.begin(base(100), trial(101));
        assertThat(comparison.comparisons()).isZero();
        comparison.add(base(100));
        assertThat(comparison.gain()).isCloseTo(.01, within(1e-9));
    }
}
