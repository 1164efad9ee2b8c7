package io.auraio.bench;

import io.auraio.EngineStats;
import io.auraio.TunerStats;
import io.auraio.bench.report.LatencyDistribution;
import io.auraio.bench.report.MomentsRecorder;
import io.auraio.bench.report.TimelinePoint;
import org.HdrHistogram.Histogram;

/**
 * All that a worker measures: what it did in each direction, at which depth, and how that went over time.
 *
 * <p>Belongs to the worker's thread. Nothing is allocated for an operation; a point of the timeline is, ten times a second.
 */
final class JobMeter {
    /** How often {@link #tick} wants to be called: the resolution of what is seen over time. */
    static final long INTERVAL_NANOS = 100_000_000;

    /** fio samples its rates every half second. */
    private static final int INTERVALS_A_SAMPLE = 5;

    final long startNanos;

    /** How often the kernel had been entered by then. */
    final long startEnters;

    final DirectionMeter read = new DirectionMeter();
    final DirectionMeter write = new DirectionMeter();
    final ClassCounts depths = new ClassCounts();
    final ClassCounts submits = new ClassCounts();
    final ClassCounts completes = new ClassCounts();
    final DepthRecorder depth;

    /** For a target; null where there is none. */
    final TargetMeter target;

    final TimelineRecorder timeline = new TimelineRecorder();

    private final IntervalLatency latency = new IntervalLatency();
    private final MomentsRecorder sync = new MomentsRecorder();
    private final Histogram syncNanos = LatencyDistribution.newHistogram();
    private int submittedInRound;
    private int completedInRound;
    private long tickedNanos;
    private long sampledNanos;
    private int intervals;
    private long tickedReads;
    private long tickedWrites;
    private long tickedReadBytes;
    private long tickedWrittenBytes;

    /** Begins to measure at {@code startNanos}, when the engine says {@code start}; {@code hasTarget}: a limit is to be found that meets one. */
    JobMeter(EngineStats start, long startNanos, boolean hasTarget) {
        target = hasTarget ? new TargetMeter(start.tuners().getFirst().limit(), startNanos) : null;
        startEnters = start.rings().getFirst().enters();
        this.startNanos = startNanos;
        tickedNanos = startNanos;
        sampledNanos = startNanos;
        depth = new DepthRecorder(start.tuners().getFirst(), startNanos);
    }

    /** An operation was submitted, and with it so many are in flight. */
    void submitted(int inFlight) {
        depths.depth(inFlight);
        submittedInRound++;
    }

    /** A read or write moved {@code moved} bytes, more than none, of {@code asked}. */
    void completed(Direction direction, int moved, int asked, long submissionNanos, long completionNanos) {
        (direction == Direction.WRITE ? write : read).completed(moved, asked, submissionNanos, completionNanos);
        latency.record(completionNanos);
        if (target != null) {
            target.completed(completionNanos);
        }
        completedInRound++;
    }

    /** The job was at work in a direction for so long. */
    void ran(Direction direction, long nanos) {
        (direction == Direction.WRITE ? write : read).ran(nanos);
    }

    /** A flush took so long. */
    void synced(long nanos) {
        sync.record(nanos);
        syncNanos.recordValue(Math.min(nanos, LatencyDistribution.MAX_NANOS));
    }

    /** The I/O loop has been around once: submitted what it could, and run the callbacks of what had completed. */
    void roundEnded() {
        submits.batch(submittedInRound);
        completes.batch(completedInRound);
        submittedInRound = 0;
        completedInRound = 0;
    }

    /** Whether it is time for {@link #tick}. */
    boolean isTickDue(long nowNanos) {
        return nowNanos - tickedNanos >= INTERVAL_NANOS;
    }

    /** Ends an interval. */
    void tick(long nowNanos, TunerStats stats, int inFlight) {
        long nanos = nowNanos - tickedNanos;
        depth.update(stats);
        timeline.add(new TimelinePoint(nowNanos - startNanos, nanos, read.operations() - tickedReads, write.operations() - tickedWrites,
                read.bytes() - tickedReadBytes, write.bytes() - tickedWrittenBytes, IntervalLatency.p99Nanos(latency.interval()), stats.limit(), inFlight));
        latency.next();
        tickedNanos = nowNanos;
        tickedReads = read.operations();
        tickedWrites = write.operations();
        tickedReadBytes = read.bytes();
        tickedWrittenBytes = write.bytes();
        if (++intervals % INTERVALS_A_SAMPLE == 0) {
            read.sample(nowNanos - sampledNanos);
            write.sample(nowNanos - sampledNanos);
            sampledNanos = nowNanos;
        }
    }

    long operations() {
        return read.operations() + write.operations();
    }

    long bytes() {
        return read.bytes() + write.bytes();
    }

    /** The P99 latency of the last second or so; 0 where nothing completed. */
    long recentP99Nanos() {
        return latency.recentP99Nanos();
    }

    /** The P99 latency of all operations until now. */
    long p99Nanos() {
        Histogram all = read.copyOfLatencies();
        all.add(write.copyOfLatencies());
        return all.getValueAtPercentile(IntervalLatency.P99);
    }

    LatencyDistribution syncs() {
        return new LatencyDistribution(sync.moments(), syncNanos.copy());
    }
}
