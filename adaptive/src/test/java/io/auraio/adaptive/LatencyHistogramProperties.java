package io.auraio.adaptive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class LatencyHistogramProperties {

    @Property
    void anyLatencyFromAMicrosecondToMinutesIsAtMostThreePercentOff(
            @ForAll @LongRange(min = 1_000, max = 240_000_000_000L) long nanos) {
        LatencyHistogram histogram = new LatencyHistogram();
        histogram.record(nanos);
        assertThat((double) histogram.snapshot().percentile(50)).isBetween(nanos * 0.97, nanos * 1.03);
    }

    @Property
    void theTotalIsWhatWasRecordedAndPercentilesNeverFall(@ForAll @Size(max = 200) long[] latencies) {
        LatencyHistogram histogram = new LatencyHistogram();
        for (long nanos : latencies) {
            histogram.record(nanos);
        }
        LatencyHistogram.Snapshot snapshot = histogram.snapshot();
        assertThat(snapshot.count()).isEqualTo(latencies.length);
        long previous = 0;
        for (double p = 0; p <= 100; p += 0.5) {
            assertThat(snapshot.percentile(p)).isGreaterThanOrEqualTo(previous);
            previous = snapshot.percentile(p);
        }
    }

    @Property
    void aPercentileIsTheNearestRankOfTheSortedValues(
            @ForAll @Size(min = 1, max = 100) List<@LongRange(min = 0, max = 200_000_000_000L) Long> latencies,
            @ForAll @LongRange(min = 1, max = 100) long percentile) {
        LatencyHistogram histogram = new LatencyHistogram();
        for (long nanos : latencies) {
            histogram.record(nanos);
        }
        List<Long> sorted = latencies.stream().sorted().toList();
        long exact = sorted.get((int) Math.ceil(sorted.size() * percentile / 100.0) - 1);
        assertThat((double) histogram.snapshot().percentile(percentile)).isBetween(exact * 0.97, exact * 1.03);
    }

    @Property
    void mergingIsRecordingBoth(@ForAll @Size(max = 50) long[] a, @ForAll @Size(max = 50) long[] b) {
        LatencyHistogram both = new LatencyHistogram();
        LatencyHistogram first = new LatencyHistogram();
        LatencyHistogram second = new LatencyHistogram();
        for (long nanos : a) {
            first.record(nanos);
            both.record(nanos);
        }
        for (long nanos : b) {
            second.record(nanos);
            both.record(nanos);
        }
        assertThat(first.snapshot().merge(second.snapshot())).isEqualTo(both.snapshot());
    }
}
