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
        window(17, 983);
        assertThat(judge.violated()).isFalse();
        window(18, 982);
        judge.restart(0);
        window(18, 982);
        assertThat(judge.violated()).isTrue();
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
        window(100, 200);
        assertThat(judge.violated()).isTrue();
    }
}
