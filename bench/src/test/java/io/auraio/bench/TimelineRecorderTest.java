package io.auraio.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.auraio.bench.report.TimelinePoint;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineRecorderTest {
    private static TimelineRecorder recorder(int intervals) {
        TimelineRecorder recorder = new TimelineRecorder();
        for (int i = 1; i <= intervals; i++) {
            recorder.add(new TimelinePoint(i * 100L, 100, 2, 1, 8192, 4096, i, i, i));
        }
        return recorder;
    }

    @Test
    void aShortRunIsKeptAsItWas() {
        List<TimelinePoint> points = recorder(10).points();
        assertThat(points).hasSize(10);
        assertThat(points.get(3)).isEqualTo(new TimelinePoint(400, 100, 2, 1, 8192, 4096, 4, 4, 4));
    }

    @Test
    void aLongRunLosesResolutionButNoOperation() {
        for (int intervals : new int[] {TimelineRecorder.MOST_POINTS, 10_000, 10_001, 10_003}) {
            List<TimelinePoint> points = recorder(intervals).points();
            assertThat(points).hasSizeBetween(TimelineRecorder.MOST_POINTS / 2, TimelineRecorder.MOST_POINTS);
            assertThat(points.stream().mapToLong(TimelinePoint::readOperations).sum()).isEqualTo(2L * intervals);
            assertThat(points.stream().mapToLong(TimelinePoint::writtenBytes).sum()).isEqualTo(4096L * intervals);
            assertThat(points.stream().mapToLong(TimelinePoint::durationNanos).sum()).isEqualTo(100L * intervals);
            assertThat(points.getLast().elapsedNanos()).isEqualTo(intervals * 100L);
            assertThat(points).isSortedAccordingTo((a, b) -> Long.compare(a.elapsedNanos(), b.elapsedNanos()));
        }
    }

    @Test
    void theWorstLatencyOfJoinedIntervalsIsKept() {
        List<TimelinePoint> points = recorder(TimelineRecorder.MOST_POINTS).points();
        assertThat(points.getFirst()).isEqualTo(new TimelinePoint(200, 200, 4, 2, 16_384, 8192, 2, 2, 2));
    }
}
