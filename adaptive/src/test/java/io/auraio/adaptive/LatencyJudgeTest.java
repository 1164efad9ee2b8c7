package io.auraio.adaptive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatencyJudgeTest {

    private final LatencyJudge judge = new LatencyJudge(KneeConstants.DEFAULT);

    LatencyJudgeTest() {
        judge.guardNanos(1000);
    }

    private void window(int over, int under) {
        for (int i = 0; i < over; i++) {
            judge.sample(0, 1001);
        }
        for (int i = 0; i < under; i++) {
            judge.sample(0, 1000);
        }
        judge.endWindow();
    }

    @Test
    void oneInAHundredIsAllowed() {
        window(10, 990);
        assertThat(judge.violated()).isFalse();
    }

    @Test
    void whatChanceExplainsIsForgivenAndOneMoreIsNot() {
        // 10 + 2 sqrt(10) + 1 = 17.3
        windows(17, 1, 1000);
        assertThat(judge.violated()).isFalse();
        judge.restart(0);
        windows(18, 1, 1000);
        assertThat(judge.violated()).isTrue();
    }

    @Test
    void ofBurstsChanceExplainsMore() {
        // Of six each: 24 of 10 + 2 sqrt(10 * 6) + 1 = 26.5; of seven: 28 of 10 + 2 sqrt(10 * 7) + 1 = 27.7
        windows(4, 6, 1000);
        assertThat(judge.violated()).isFalse();
        judge.restart(0);
        windows(4, 7, 1000);
        assertThat(judge.violated()).isTrue();
    }

    /** So many windows with as many over the guard in each, of so many samples in all. */
    private void windows(int count, int over, int samples) {
        for (int i = 0; i < count; i++) {
            window(over, samples / count - over);
        }
        window(0, samples - count * (samples / count));
    }

    @Test
    void twoWindowsInARowWithOverHalfAreSevere() {
        window(6, 5);
        assertThat(judge.severe()).isFalse();
        window(6, 5);
        assertThat(judge.severe()).isTrue();
    }

    @Test
    void anEmptyWindowDoesNotBreakARow() {
        window(6, 5);
        window(0, 0);
        window(6, 5);
        assertThat(judge.severe()).isTrue();
    }

    @Test
    void oneBadWindowIsNotACrowd() {
        window(100, 0);
        window(0, 100);
        assertThat(judge.crowded()).isFalse();
        window(50, 50);
        assertThat(judge.crowded()).isTrue();
    }

    @Test
    void samplesSubmittedBeforeTheChangeBelongToTheOldLimit() {
        judge.restart(500);
        assertThat(judge.sample(499, 5000)).isFalse();
        assertThat(judge.sample(500, 5000)).isTrue();
    }

    @Test
    void oldCountsFade() {
        window(0, 4001);
        window(0, 4001);
        windows(5, 20, 300);
        assertThat(judge.violated()).isTrue();
    }
}
