package io.auraio.adaptive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {

    private final LatencyHistogram histogram = new LatencyHistogram();

    @Test
    void nothingRecordedIsZeroEverywhere() {
        LatencyHistogram.Snapshot snapshot = histogram.snapshot();
        assertThat(snapshot.count()).isZero();
        assertThat(snapshot.sumNanos()).isZero();
        assertThat(snapshot.meanNanos()).isZero();
        assertThat(snapshot.minNanos()).isZero();
        assertThat(snapshot.maxNanos()).isZero();
        assertThat(snapshot.percentile(99)).isZero();
    }

    @Test
    void negativeCountsAsZeroAndHoursAsTheGreatest() {
        histogram.record(Long.MIN_VALUE);
        histogram.record(-1);
        histogram.record(Long.MAX_VALUE);
        LatencyHistogram.Snapshot snapshot = histogram.snapshot();
        assertThat(snapshot.count()).isEqualTo(3);
        assertThat(snapshot.minNanos()).isZero();
        assertThat((double) snapshot.maxNanos())
                .isBetween(LatencyHistogram.GREATEST_NANOS * 0.97, LatencyHistogram.GREATEST_NANOS * 1.0);
    }

    @Test
    void bucketsFollowOneAnotherWithoutGapOrOverlap() {
        int last = LatencyHistogram.index(LatencyHistogram.GREATEST_NANOS);
        for (int i = 0; i <= last; i++) {
            assertThat(LatencyHistogram.index(LatencyHistogram.lowest(i))).isEqualTo(i);
            assertThat(LatencyHistogram.index(LatencyHistogram.lowest(i + 1) - 1)).isEqualTo(i);
        }
        assertThat(LatencyHistogram.lowest(last + 1)).isEqualTo(LatencyHistogram.GREATEST_NANOS + 1);
    }

    @Test
    void percentilesOfAThousandDifferentLatencies() {
        for (int i = 1; i <= 1000; i++) {
            histogram.record(i * 1000L);
        }
        LatencyHistogram.Snapshot snapshot = histogram.snapshot();
        assertThat((double) snapshot.percentile(50)).isBetween(500e3 * 0.98, 500e3 * 1.02);
        assertThat((double) snapshot.percentile(99)).isBetween(990e3 * 0.98, 990e3 * 1.02);
        assertThat(snapshot.meanNanos()).isEqualTo(500_500);
    }

    @Test
    void theSumIsExactAndSoAreTheCountsUpToAPowerOfTwoLessOne() {
        long sum = 0;
        for (long nanos = 1; nanos < 1 << 20; nanos = nanos * 3 + 1) {
            histogram.record(nanos);
            histogram.record(nanos + 1);
            sum += 2 * nanos + 1;
        }
        histogram.record(1023);
        histogram.record(1024);
        LatencyHistogram.Snapshot snapshot = histogram.snapshot();
        assertThat(snapshot.sumNanos()).isEqualTo(sum + 2047);
        // 1, 2, 4, 5, 13, 14, 40, 41, 121, 122, 364, 365 and 1023; 1024 is over it.
        assertThat(snapshot.countAtMost(1023)).isEqualTo(13);
        assertThat(snapshot.countAtMost(13)).isEqualTo(5);
        assertThat(snapshot.countAtMost(LatencyHistogram.GREATEST_NANOS)).isEqualTo(snapshot.count());
        assertThat(snapshot.merge(snapshot).minus(snapshot)).isEqualTo(snapshot);
    }

    @Test
    void aSumTakenWhileAnotherThreadRecordsHoldsAllThatWasRecordedBefore() throws InterruptedException {
        AtomicLong recorded = new AtomicLong();
        Thread writer = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < 200_000; i++) {
                histogram.record(50);
                recorded.setRelease(i + 1);
            }
        });
        while (writer.isAlive()) {
            long before = recorded.getAcquire();
            LatencyHistogram.Snapshot snapshot = histogram.snapshot();
            assertThat(snapshot.sumNanos()).isBetween(50 * before, 50 * (recorded.getAcquire() + 1));
        }
        writer.join();
        assertThat(histogram.snapshot().sumNanos()).isEqualTo(50 * 200_000L);
    }

    @Test
    void aSnapshotDoesNotMoveWithTheHistogram() {
        histogram.record(1000);
        LatencyHistogram.Snapshot snapshot = histogram.snapshot();
        histogram.record(2000);
        assertThat(snapshot.count()).isEqualTo(1);
    }

    @Test
    void theDifferenceOfTwoSnapshotsIsWhatCameBetween() {
        histogram.record(1000);
        LatencyHistogram.Snapshot earlier = histogram.snapshot();
        histogram.record(50_000);
        LatencyHistogram.Snapshot later = histogram.snapshot();
        assertThat(later.minus(earlier).count()).isEqualTo(1);
        assertThat((double) later.minus(earlier).minNanos()).isBetween(49e3, 51e3);
        assertThat(earlier.merge(later.minus(earlier))).isEqualTo(later).hasSameHashCodeAs(later);
        assertThatThrownBy(() -> earlier.minus(later))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be an earlier one of the same histogram");
    }

    @Test
    void aPercentileOutOfRangeIsRefusedByName() {
        LatencyHistogram.Snapshot snapshot = LatencyHistogram.Snapshot.empty();
        assertThatThrownBy(() -> snapshot.percentile(100.1)).hasMessage("percentile=100.1; must be 0.0 to 100.0");
        assertThatThrownBy(() -> snapshot.percentile(Double.NaN)).hasMessage("percentile=NaN; must be 0.0 to 100.0");
    }

    @Test
    void aSnapshotTakenWhileAnotherThreadRecordsMissesNothingRecordedBefore() throws InterruptedException {
        Thread writer = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < 200_000; i++) {
                histogram.record(i);
            }
        });
        long before = 0;
        while (writer.isAlive()) {
            LatencyHistogram.Snapshot snapshot = histogram.snapshot();
            assertThat(snapshot.count()).isGreaterThanOrEqualTo(before);
            before = snapshot.count();
        }
        writer.join();
        assertThat(histogram.snapshot().count()).isEqualTo(200_000);
    }
}
