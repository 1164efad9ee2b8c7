package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AttemptTest {

    private final Attempt attempt = new Attempt();

    /** How many occasions pass by until the next try, which ends so. */
    private int passedBefore(boolean success) {
        int passed = 0;
        while (!attempt.isDue()) {
            passed++;
        }
        attempt.ended(success);
        return passed;
    }

    @Test
    void whatSucceedsIsTriedEachTime() {
        for (int i = 0; i < 1000; i++) {
            assertThat(passedBefore(true)).isZero();
        }
    }

    @Test
    void whatFailsIsTriedEverMoreSeldomDownToOnceIn256() {
        int[] passed = new int[11];
        for (int i = 0; i < passed.length; i++) {
            passed[i] = passedBefore(false);
        }
        assertThat(passed).containsExactly(0, 1, 3, 7, 15, 31, 63, 127, 255, 255, 255);
    }

    @Test
    void oneSuccessMakesUpForAllFailures() {
        for (int i = 0; i < 20; i++) {
            passedBefore(false);
        }
        assertThat(passedBefore(true)).isEqualTo(255);
        assertThat(passedBefore(true)).isZero();
        assertThat(passedBefore(false)).isZero();
        assertThat(passedBefore(true)).isOne();
    }
}
