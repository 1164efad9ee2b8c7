package io.auraio.adaptive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** The searches on exact curves: throughput by limit, thousand operations a second. */
class SearchTest {

    private static final IntToDoubleFunction CORNER_AT_40 = n -> 10.0 * Math.min(n, 40);

    private final KneeSearch search = new KneeSearch(KneeConstants.DEFAULT, Efficiency.of(ControllerOptions.DEFAULT_LEAST_EFFICIENCY));
    private final List<Integer> trials = new ArrayList<>();
    private final List<Reason> reasons = new ArrayList<>();

    private static Reading reading(int limit, IntToDoubleFunction curve) {
        return new Reading(limit, 1000 * curve.applyAsDouble(limit), .005, limit, 50_000_000);
    }

    private int finish(IntToDoubleFunction curve, double floor, int ceiling) {
        reasons.add(search.reason());
        while (search.trial() > 0) {
            trials.add(search.trial());
            search.judge(reading(search.trial(), curve), true, floor, ceiling);
            reasons.add(search.reason());
        }
        return search.best().limit();
    }

    @Test
    void upwardsItDoublesWhileThroughputFollowsAndThenTakesBackWhatWasTooMuch() {
        search.start(KneeSearch.Direction.UP, reading(8, CORNER_AT_40), 4, 256);
        assertThat(finish(CORNER_AT_40, 4, 256)).isBetween(40, 48);
        assertThat(trials).startsWith(16, 32, 64);
        assertThat(search.gained()).isTrue();
    }

    @Test
    void aSmallGainIsConfirmedByMeasuringTheBaseAgain() {
        search.start(KneeSearch.Direction.UP, reading(32, CORNER_AT_40), 4, 256);
        search.judge(reading(64, CORNER_AT_40), true, 4, 256);
        assertThat(search.reason()).isEqualTo(Reason.COMPARING);
        assertThat(search.trial()).isEqualTo(32);
        // The base does better now than the trial did: the device became faster, the limit had no part in it.
        search.judge(new Reading(32, 480_000, .005, 32, 50_000_000), true, 4, 256);
        assertThat(search.reason()).isEqualTo(Reason.THROUGHPUT_FLAT);
        assertThat(search.best().limit()).isEqualTo(32);
    }

    @Test
    void downwardsItStopsAtTheFloor() {
        search.start(KneeSearch.Direction.DOWN, reading(256, CORNER_AT_40), 40, 256);
        // What is within a tenth of the floor is not worth a comparison.
        assertThat(finish(CORNER_AT_40, 40, 256)).isBetween(41, 44);
        assertThat(trials).allMatch(trial -> trial >= 40);
        assertThat(reasons).containsOnly(Reason.LOOKING_DOWN, Reason.COMPARING, Reason.SAME_FOR_LESS);
    }

    @Test
    void downwardsItBisectsWhereTheFloorIsFarBelowTheKnee() {
        search.start(KneeSearch.Direction.DOWN, reading(256, CORNER_AT_40), 4, 256);
        assertThat(finish(CORNER_AT_40, 4, 256)).isBetween(40, 52);
        assertThat(trials).startsWith(128, 256, 128, 64, 128, 64, 32, 45);
        assertThat(reasons).contains(Reason.SAME_FOR_LESS, Reason.THROUGHPUT_FELL);
    }

    @Test
    void aDoubtsStepDownWhoseLossAFasterDeviceHidIsFoundOutByMeasuringTheBaseAgain() {
        search.doubt(reading(40, CORNER_AT_40), 4, 256);
        search.judge(reading(50, CORNER_AT_40), true, 4, 256);
        assertThat(search.trial()).isEqualTo(32);
        search.judge(new Reading(32, 400_000, .005, 32, 50_000_000), true, 4, 256);
        assertThat(search.reason()).isEqualTo(Reason.COMPARING);
        assertThat(search.trial()).isEqualTo(40);
        search.judge(new Reading(40, 500_000, .005, 40, 50_000_000), true, 4, 256);
        assertThat(search.trial()).isEqualTo(32);
        search.judge(new Reading(32, 400_000, .005, 32, 50_000_000), true, 4, 256);
        search.judge(new Reading(40, 500_000, .005, 40, 50_000_000), true, 4, 256);
        assertThat(search.reason()).isEqualTo(Reason.THROUGHPUT_FELL);
        assertThat(search.best().limit()).isEqualTo(40);
        assertThat(search.gained()).isFalse();
    }

    @Test
    void theOtherDirectionIsTriedWhereTheFirstFoundNothing() {
        search.start(KneeSearch.Direction.DOWN, reading(20, CORNER_AT_40), 4, 256);
        assertThat(finish(CORNER_AT_40, 4, 256)).isBetween(38, 56);
    }

    @Test
    void aDoubtTakesOneSmallStepEachWay() {
        search.doubt(reading(40, CORNER_AT_40), 4, 256);
        assertThat(finish(CORNER_AT_40, 4, 256)).isEqualTo(40);
        assertThat(trials).containsExactly(50, 32);
        assertThat(search.gained()).isFalse();
        assertThat(reasons).containsExactly(Reason.DOUBTING, Reason.THROUGHPUT_FLAT, Reason.THROUGHPUT_FELL);
    }

    @Test
    void latencyOutOfBoundsIsNoGain() {
        search.start(KneeSearch.Direction.UP, reading(8, CORNER_AT_40), 4, 256);
        search.judge(reading(16, CORNER_AT_40), false, 4, 12);
        assertThat(search.reason()).isEqualTo(Reason.LATENCY_HIGH);
        assertThat(search.trial()).isEqualTo(11);
    }

    @Test
    void whatTheApplicationDoesNotUseIsNoGain() {
        search.start(KneeSearch.Direction.UP, reading(32, CORNER_AT_40), 4, 256);
        search.judge(new Reading(64, 400_000, .005, 33, 50_000_000), true, 4, 256);
        assertThat(search.reason()).isEqualTo(Reason.THROUGHPUT_FLAT);
    }

    @Test
    void withALowerEfficiencyTheSearchGoesOnWhereLessIsGained() {
        // A doubling gains 7 %.
        IntToDoubleFunction slope = n -> 100 * Math.pow(n, Math.log(1.07) / Math.log(2));
        search.start(KneeSearch.Direction.UP, reading(32, slope), 4, 256);
        assertThat(finish(slope, 4, 256)).isLessThanOrEqualTo(45);
        KneeSearch eager = new KneeSearch(KneeConstants.DEFAULT, Efficiency.of(0.03));
        eager.start(KneeSearch.Direction.UP, reading(32, slope), 4, 256);
        while (eager.trial() > 0) {
            eager.judge(reading(eager.trial(), slope), true, 4, 256);
        }
        assertThat(eager.best().limit()).isBetween(230, 256);
    }

    @Test
    void stepsDownThatEachSeemFreeMayNotLoseTooMuchTogether() {
        // Half of the depth carries 0.97 of the throughput: a halving is free, two are not.
        IntToDoubleFunction slope = n -> 100 * Math.pow(n, Math.log(0.97) / Math.log(0.5));
        search.start(KneeSearch.Direction.DOWN, reading(256, slope), 4, 256);
        int found = finish(slope, 4, 256);
        assertThat(slope.applyAsDouble(found) / slope.applyAsDouble(256)).isBetween(0.95, 0.98);
    }

    @Test
    void noStepIsLongerThanADoublingOrAHalving() {
        for (KneeSearch.Direction first : KneeSearch.Direction.values()) {
            int limit = first == KneeSearch.Direction.UP ? 4 : 256;
            KneeSearch far = new KneeSearch(KneeConstants.DEFAULT, Efficiency.of(.03));
            // A gain of 15 % for a doubling: never steep.
            IntToDoubleFunction slope = n -> first == KneeSearch.Direction.UP ? 100 * Math.pow(n, .2) : 100;
            far.start(first, reading(limit, slope), 4, 256);
            while (far.trial() > 0) {
                assertThat((double) far.trial() / limit).as("%d -> %d", limit, far.trial()).isBetween(.5, 2.0);
                limit = far.trial();
                far.judge(reading(limit, slope), true, 4, 256);
            }
        }
    }

    @Test
    void withoutRoomThereIsNothingToTry() {
        search.start(KneeSearch.Direction.UP, reading(8, CORNER_AT_40), 8, 8);
        assertThat(search.trial()).isZero();
        assertThat(search.best().limit()).isEqualTo(8);
    }
}
