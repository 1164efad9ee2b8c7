package io.auraio.adaptive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
        assertThat((double) snapshot.meanNanos()).isBetween(500e3 * 0.98, 501e3 * 1.02);
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
