package io.auraio.bench.report;

import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One job, or the jobs of a group together.
 *
 * @param name the job's name; of several jobs the first one's
 * @param group the number of its group: each {@code stonewall} or {@code new_group} begins one
 * @param jobs how many jobs this is
 * @param error the errno that ended it early; 0: none did
 * @param pid the process that did it
 * @param ended when it ended
 * @param elapsedSeconds since the run began
 * @param options what the user gave, by fio's names
 * @param read what was read
 * @param write what was written
 * @param sync how long each flush took (fsync, fdatasync)
 * @param runtimeMillis how long the job ran; of several jobs the sum, which is what CPU shares are of
 * @param cpu what its threads used up
 * @param depths how many operations were in flight at each submission
 * @param submits how many operations each round of the I/O loop submitted
 * @param completes how many operations each round of the I/O loop completed
 * @param ioDepth the most operations in flight that the user allowed
 * @param engine the depth that the engine found
 */
public record JobReport(
        String name,
        int group,
        int jobs,
        int error,
        long pid,
        ZonedDateTime ended,
        long elapsedSeconds,
        Map<String, String> options,
        DirectionReport read,
        DirectionReport write,
        LatencyDistribution sync,
        long runtimeMillis,
        CpuUse cpu,
        Classes depths,
        Classes submits,
        Classes completes,
        int ioDepth,
        EngineReport engine) {
    /** Keeps the options in the order in which they came. */
    public JobReport {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /**
     * Operations in both directions.
     *
     * @return reads and writes; flushes are not counted
     */
    public long operations() {
        return read.operations() + write.operations();
    }

    /**
     * The latencies of all operations, whichever their direction.
     *
     * @return reads and writes together
     */
    public LatencyDistribution completions() {
        return write.operations() == 0 ? read.completion() : read.operations() == 0 ? write.completion() : read.completion().merge(write.completion());
    }

    /**
     * This job and one of the same group, as {@code --group_reporting} shows them.
     *
     * @param other the other one
     * @return both as one
     */
    public JobReport merge(JobReport other) {
        return new JobReport(name, group, jobs + other.jobs, error != 0 ? error : other.error, pid, ended.isAfter(other.ended) ? ended : other.ended,
                Math.max(elapsedSeconds, other.elapsedSeconds), options, read.merge(other.read), write.merge(other.write), sync.merge(other.sync),
                runtimeMillis + other.runtimeMillis, cpu.plus(other.cpu), depths.plus(other.depths), submits.plus(other.submits),
                completes.plus(other.completes), ioDepth, engine.merge(other.engine));
    }
}
