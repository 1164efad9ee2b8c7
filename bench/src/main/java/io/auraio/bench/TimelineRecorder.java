package io.auraio.bench;

import io.auraio.bench.report.TimelinePoint;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps what was seen over time in a fixed number of points: when they are used up, each two neighbours become one and the intervals from then on twice as
 * long.
 *
 * <p>Used by one thread. A point is an object, ten a second at most: nothing beside the operations between two of them.
 */
final class TimelineRecorder {
    /** More than a chart has pixels; 1.7 minutes at ten points a second. */
    static final int MOST_POINTS = 1024;

    private final List<TimelinePoint> points = new ArrayList<>(MOST_POINTS);
    private TimelinePoint pending;
    private int pendingCount;
    private int intervalsAPoint = 1;

    /** The next interval. */
    void add(TimelinePoint interval) {
        pending = pending == null ? interval : join(pending, interval);
        if (++pendingCount == intervalsAPoint) {
            points.add(pending);
            pending = null;
            pendingCount = 0;
            if (points.size() == MOST_POINTS) {
                halve();
            }
        }
    }

    /** All of them until now, oldest first. */
    List<TimelinePoint> points() {
        List<TimelinePoint> all = new ArrayList<>(points);
        if (pending != null) {
            all.add(pending);
        }
        return all;
    }

    private void halve() {
        for (int i = 0; i < MOST_POINTS / 2; i++) {
            points.set(i, join(points.get(2 * i), points.get(2 * i + 1)));
        }
        points.subList(MOST_POINTS / 2, MOST_POINTS).clear();
        intervalsAPoint *= 2;
    }

    private static TimelinePoint join(TimelinePoint first, TimelinePoint second) {
        return new TimelinePoint(second.elapsedNanos(), first.durationNanos() + second.durationNanos(),
                first.readOperations() + second.readOperations(), first.writeOperations() + second.writeOperations(),
                first.readBytes() + second.readBytes(), first.writtenBytes() + second.writtenBytes(),
                Math.max(first.p99Nanos(), second.p99Nanos()), second.limit(), second.inFlight());
    }
}
