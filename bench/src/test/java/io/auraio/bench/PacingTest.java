package io.auraio.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PacingTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void aRateSpreadsOperationsOverTheSecond() {
        RateLimit limit = new RateLimit(Long.MAX_VALUE, 1000, 5);
        assertThat(limit.waitNanos(5)).isZero();
        for (int i = 0; i < 500; i++) {
            limit.begun(4096);
        }
        assertThat(limit.waitNanos(5)).isEqualTo(SECOND / 2);
        assertThat(limit.waitNanos(5 + SECOND / 2)).isZero();
    }

    @Test
    void bytesAndOperationsBothHoldBack() {
        RateLimit limit = new RateLimit(4096, 1000, 0);
        limit.begun(4096);
        assertThat(limit.waitNanos(0)).isEqualTo(SECOND);
        RateLimit other = new RateLimit(1 << 30, 1, 0);
        other.begun(4096);
        assertThat(other.waitNanos(0)).isEqualTo(SECOND);
    }

    @Test
    void whatWasMissedIsMadeUpFor() {
        RateLimit limit = new RateLimit(Long.MAX_VALUE, 10, 0);
        limit.begun(1);
        assertThat(limit.waitNanos(SECOND)).isNegative();
    }

    @Test
    void aPauseBeginsOnceNothingIsInFlight() {
        ThinkTime think = new ThinkTime(100, 2);
        assertThat(think.waitNanos(0, 0)).isZero();
        think.begun();
        assertThat(think.waitNanos(0, 1)).isZero();
        think.begun();
        assertThat(think.waitNanos(1000, 2)).isEqualTo(Long.MAX_VALUE);
        assertThat(think.waitNanos(2000, 0)).isEqualTo(100);
        assertThat(think.waitNanos(2040, 0)).isEqualTo(60);
        assertThat(think.waitNanos(2100, 0)).isZero();
        think.begun();
        assertThat(think.waitNanos(2100, 1)).as("the next block of two").isZero();
    }

    @Test
    void syncsComeBeforeTheWriteThatFollows() {
        SyncSchedule syncs = new SyncSchedule(new SyncSpec(4, 2, false));
        syncs.written();
        assertThat(syncs.isDue()).isFalse();
        syncs.written();
        assertThat(syncs.isDue()).isTrue();
        assertThat(syncs.isDataOnly()).isTrue();
        syncs.synced();
        assertThat(syncs.isDue()).isFalse();
        syncs.written();
        syncs.written();
        assertThat(syncs.isDue()).isTrue();
        assertThat(syncs.isDataOnly()).as("the stronger of both").isFalse();
    }
}
