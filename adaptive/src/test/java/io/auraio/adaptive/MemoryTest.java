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
    void aBadDepthIsAvoidedForTenSecondsAndLongerWhenItIsBadAgain() {
        DepthCap cap = new DepthCap(KneeConstants.DEFAULT);
        assertThat(cap.at(0)).isEqualTo(Integer.MAX_VALUE);
        cap.bad(0, 100);
        assertThat(cap.at(10 * SECOND - 1)).isEqualTo(95);
        assertThat(cap.at(10 * SECOND)).isEqualTo(Integer.MAX_VALUE);
        cap.bad(11 * SECOND, 90);
        assertThat(cap.at(30 * SECOND)).isEqualTo(85);
        assertThat(cap.at(31 * SECOND)).isEqualTo(Integer.MAX_VALUE);
        cap.bad(300 * SECOND, 90);
        assertThat(cap.at(310 * SECOND)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void ofTwoBadDepthsTheSmallerCounts() {
        DepthCap cap = new DepthCap(KneeConstants.DEFAULT);
        cap.bad(0, 40);
        cap.bad(1, 100);
        assertThat(cap.at(2)).isEqualTo(38);
        cap.forget();
        assertThat(cap.at(2)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void aBackoffFailedOnlyWhereTheLimitFellFarAndLatencyDidNot() {
        Relief relief = new Relief(KneeConstants.DEFAULT);
        relief.begin(100, 1000);
        assertThat(relief.failed(66, 1000)).isFalse();
        assertThat(relief.failed(65, 1000)).isTrue();
        assertThat(relief.failed(65, 919)).isFalse();
        assertThat(relief.failed(65, 920)).isTrue();
    }

    @Test
    void aBackoffHelpedWhereLatencyFollowedByAQuarter() {
        Relief relief = new Relief(KneeConstants.DEFAULT);
        relief.begin(100, 1000);
        assertThat(relief.helped(80, 949)).isTrue();
        assertThat(relief.helped(80, 951)).isFalse();
        assertThat(relief.follows(10, 1000, 20, 1250)).isTrue();
        assertThat(relief.follows(10, 1000, 20, 1249)).isFalse();
    }

    @Test
    void withoutALatencyNothingIsProved() {
        Relief relief = new Relief(KneeConstants.DEFAULT);
        relief.begin(100, 0);
        assertThat(relief.failed(10, 1000)).isFalse();
        relief.begin(100, 1000);
        assertThat(relief.failed(10, 0)).isFalse();
    }
}
