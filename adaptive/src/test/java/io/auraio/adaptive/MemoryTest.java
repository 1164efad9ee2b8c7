package io.auraio.adaptive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a controller remembers for a while: minima, bad depths, and the state before a backoff. */
class MemoryTest {

    private static final long SECOND = 1_000_000_000;

    @Test
    void aMinimumIsForgottenAfterTenToTwentySeconds() {
        RecentMinimum minimum = new RecentMinimum(10 * SECOND);
        assertThat(minimum.value()).isInfinite();
        minimum.reset(0, 5);
        minimum.add(9 * SECOND, 7);
        assertThat(minimum.value()).isEqualTo(5);
        minimum.add(10 * SECOND, 8);
        assertThat(minimum.value()).isEqualTo(5);
        minimum.add(20 * SECOND, 9);
        assertThat(minimum.value()).isEqualTo(8);
    }

    @Test
    void aMinimumIgnoresWhatIsNotPositive() {
        RecentMinimum minimum = new RecentMinimum(10 * SECOND);
        minimum.add(0, 5);
        minimum.add(1, 0);
        minimum.add(2, -1);
        minimum.add(3, Double.NaN);
        assertThat(minimum.value()).isEqualTo(5);
    }

    @Test
    void aBadDepthIsAvoidedForFiveSecondsAndLongerWhenItIsBadAgain() {
        DepthCap cap = new DepthCap(KneeConstants.DEFAULT);
        assertThat(cap.at(0)).isEqualTo(Integer.MAX_VALUE);
        cap.bad(0, 100, 0);
        assertThat(cap.at(5 * SECOND - 1)).isEqualTo(95);
        assertThat(cap.at(5 * SECOND)).isEqualTo(Integer.MAX_VALUE);
        cap.bad(6 * SECOND, 90, 0);
        assertThat(cap.at(16 * SECOND - 1)).isEqualTo(85);
        assertThat(cap.at(16 * SECOND)).isEqualTo(Integer.MAX_VALUE);
        cap.bad(300 * SECOND, 90, 0);
        assertThat(cap.at(305 * SECOND)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void severalStepsOfOneWayDownAreNotBadAgainAndAgain() {
        DepthCap cap = new DepthCap(KneeConstants.DEFAULT);
        cap.bad(0, 64, 0);
        cap.bad(1, 32, 0);
        cap.bad(2, 20, 0);
        assertThat(cap.at(5 * SECOND)).isEqualTo(19);
        assertThat(cap.at(5 * SECOND + 2)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void ofTwoBadDepthsTheSmallerCounts() {
        DepthCap cap = new DepthCap(KneeConstants.DEFAULT);
        cap.bad(0, 40, 0);
        cap.bad(1, 100, 0);
        assertThat(cap.at(2)).isEqualTo(38);
        cap.forget();
        assertThat(cap.at(2)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void aDepthWasNotBadWhereLessInFlightCarriesHalfAsMuchAgain() {
        DepthCap cap = new DepthCap(KneeConstants.DEFAULT);
        cap.bad(0, 40, 1000);
        cap.carried(1499);
        assertThat(cap.at(1)).isEqualTo(38);
        cap.bad(1, 40, 0);
        cap.carried(1499);
        assertThat(cap.at(2)).as("bad again, at a throughput that nobody knows").isEqualTo(38);
        cap.carried(1500);
        assertThat(cap.at(2)).isEqualTo(Integer.MAX_VALUE);
        cap.bad(3, 40, 0);
        cap.carried(1_000_000);
        assertThat(cap.at(4)).as("nothing to compare with").isEqualTo(38);
    }

    @Test
    void aBackoffFailedOnlyWhereTheLimitFellFarAndLatencyDidNot() {
        Backoff backoff = new Backoff(KneeConstants.DEFAULT);
        backoff.begin(100, 1000);
        assertThat(backoff.failed(66, 1000)).isFalse();
        assertThat(backoff.failed(65, 1000)).isTrue();
        assertThat(backoff.failed(65, 919)).isFalse();
        assertThat(backoff.failed(65, 920)).isTrue();
    }

    @Test
    void aBackoffHelpedWhereLatencyFollowedByAQuarter() {
        Backoff backoff = new Backoff(KneeConstants.DEFAULT);
        backoff.begin(100, 1000);
        backoff.avoid(0, new Reading(100, 1e6, 0, 100, 1));
        backoff.inOrder(80, 949);
        assertThat(backoff.ceiling(1)).isEqualTo(95);
        backoff.inOrder(80, 951);
        assertThat(backoff.ceiling(1)).isEqualTo(Integer.MAX_VALUE);
        assertThat(backoff.follows(10, 1000, 20, 1250)).isTrue();
        assertThat(backoff.follows(10, 1000, 20, 1249)).isFalse();
    }

    @Test
    void aBackoffGoesToFourFifthsOrToHalfAndAlwaysDown() {
        Backoff backoff = new Backoff(KneeConstants.DEFAULT);
        assertThat(backoff.lower(0, 100, 0, false)).isEqualTo(80);
        assertThat(backoff.lower(0, 100, 0, true)).isEqualTo(50);
        assertThat(backoff.lower(0, 2, 0, false)).isEqualTo(1);
    }

    @Test
    void withoutALatencyNothingIsProved() {
        Backoff backoff = new Backoff(KneeConstants.DEFAULT);
        backoff.begin(100, 0);
        assertThat(backoff.failed(10, 1000)).isFalse();
        backoff.begin(100, 1000);
        assertThat(backoff.failed(10, 0)).isFalse();
    }
}
