package io.auraio.adaptive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long FIRST = KneeConstants.DEFAULT.infeasibleNanos();
    private static final long LONGEST = KneeConstants.DEFAULT.longestInfeasibleNanos();

    private final Backoff backoff = new Backoff(KneeConstants.DEFAULT);

    @Test
    void aBoundThatIsGivenUpIsTakenUpAgainAfterTheFirstPauseAndOnce() {
        backoff.giveUp(5 * SECOND);
        assertThat(backoff.givenUp()).isTrue();
        assertThat(backoff.takesUpAgain(5 * SECOND + FIRST - 1)).isFalse();
        assertThat(backoff.takesUpAgain(5 * SECOND + FIRST)).isTrue();
        assertThat(backoff.givenUp()).isFalse();
        assertThat(backoff.takesUpAgain(5 * SECOND + FIRST)).isFalse();
    }

    @Test
    void thePauseDoublesUpToTheLongestWhileNothingChanges() {
        long now = 0;
        long previous = FIRST / 2;
        for (int i = 0; i < 10; i++) {
            long pause = pauseOf(now);
            assertThat(pause).isEqualTo(Math.min(2 * previous, LONGEST));
            previous = pause;
            now += pause + SECOND;
        }
        assertThat(previous).isEqualTo(LONGEST);
    }

    @Test
    void aBoundThatWasMetForLongOrIsAnotherOneIsFirstGivenUpForTheFirstPause() {
        pauseOf(0);
        assertThat(pauseOf(FIRST + SECOND)).isEqualTo(2 * FIRST);
        assertThat(pauseOf(1000 * SECOND)).as("met for a quarter of an hour").isEqualTo(FIRST);

        assertThat(pauseOf(1001 * SECOND + FIRST)).isEqualTo(2 * FIRST);
        backoff.forget();
        assertThat(pauseOf(1002 * SECOND + 3 * FIRST)).as("another bound").isEqualTo(FIRST);
    }

    /** Gives the bound up, and looks when it is taken up again. */
    private long pauseOf(long now) {
        backoff.giveUp(now);
        for (long pause = 0; ; pause += SECOND / 10) {
            if (backoff.takesUpAgain(now + pause)) {
                return pause;
            }
        }
    }
}
