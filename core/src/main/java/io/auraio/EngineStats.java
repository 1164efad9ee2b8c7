package io.auraio;

import io.auraio.adaptive.LatencyHistogram;
import io.auraio.bufferpool.BufferPoolStats;
import java.util.List;

/**
 * What an engine has done and is doing, over all its rings. Each figure is exact; figures of different rings are taken one after
 * another.
 *
 * @param backend what carries out requests: io_uring or threads
 * @param uptimeNanos how long the engine has been open, in nanoseconds; goes on after its closing
 * @param rings each ring's own figures, by ring number
 * @param tuners each controller's limit and phase; one, unless {@link EngineOptions#tuning()} says otherwise
 * @param spills requests that went to another ring than that of their thread's CPU, since that one was crowded
 * @param waiting futures and blocking calls that wait for room under the limit
 * @param openFiles files that are open, those included that close with their last request
 * @param buffers the engine's buffer pool
 * @param registrations what is registered with the rings
 */
public record EngineStats(
        Backend backend,
        long uptimeNanos,
        List<RingStats> rings,
        List<TunerStats> tuners,
        long spills,
        long waiting,
        long openFiles,
        BufferPoolStats buffers,
        RegistrationStats registrations) {

    /**
     * Copies the lists.
     *
     * @param backend what carries out requests
     * @param uptimeNanos how long the engine has been open
     * @param rings each ring's own figures
     * @param tuners each controller's limit and phase
     * @param spills requests that went to another ring than that of their thread's CPU
     * @param waiting futures and blocking calls that wait
     * @param openFiles files that are open
     * @param buffers the engine's buffer pool
     * @param registrations what is registered with the rings
     */
    public EngineStats {
        rings = List.copyOf(rings);
        tuners = List.copyOf(tuners);
    }

    /**
     * Requests accepted since the engine was opened.
     *
     * @return the sum over the rings
     */
    public long submitted() {
        return rings.stream().mapToLong(RingStats::submitted).sum();
    }

    /**
     * Requests accepted whose memory was registered with the ring.
     *
     * @return the sum over the rings
     */
    public long fixed() {
        return rings.stream().mapToLong(RingStats::fixed).sum();
    }

    /**
     * Requests completed, failed ones too.
     *
     * @return the sum over the rings
     */
    public long completed() {
        return rings.stream().mapToLong(RingStats::completed).sum();
    }

    /**
     * Requests that ended in an error.
     *
     * @return the sum over the rings
     */
    public long failed() {
        return rings.stream().mapToLong(RingStats::failed).sum();
    }

    /**
     * Bytes read.
     *
     * @return the sum over the rings
     */
    public long bytesRead() {
        return rings.stream().mapToLong(RingStats::bytesRead).sum();
    }

    /**
     * Bytes written.
     *
     * @return the sum over the rings
     */
    public long bytesWritten() {
        return rings.stream().mapToLong(RingStats::bytesWritten).sum();
    }

    /**
     * Requests accepted and not yet completed.
     *
     * @return the sum over the rings
     */
    public int inFlight() {
        return rings.stream().mapToInt(RingStats::inFlight).sum();
    }

    /**
     * The most that each ring had in flight, added up: never less than what the engine had in flight at its peak, and the same where it has one ring.
     *
     * @return the sum over the rings
     */
    public int peakInFlight() {
        return rings.stream().mapToInt(RingStats::peakInFlight).sum();
    }

    /**
     * Requests that may be in flight.
     *
     * @return the sum over the rings
     */
    public int allowed() {
        return rings.stream().mapToInt(RingStats::allowed).sum();
    }

    /**
     * Submissions answered with {@link Engine#AGAIN}.
     *
     * @return the sum over the rings
     */
    public long refused() {
        return rings.stream().mapToLong(RingStats::refused).sum();
    }

    /**
     * Calls of {@code io_uring_enter(2)}.
     *
     * @return the sum over the rings
     */
    public long enters() {
        return rings.stream().mapToLong(RingStats::enters).sum();
    }

    /**
     * Requests accepted for each system call, those calls included that only wait.
     *
     * @return requests; 0 where there was no call yet
     */
    public double requestsPerEnter() {
        return enters() == 0 ? 0 : (double) submitted() / enters();
    }

    /**
     * The rates since the engine was opened.
     *
     * @return the rates
     */
    public Throughput throughput() {
        return Throughput.of(uptimeNanos, completed(), bytesRead(), bytesWritten());
    }

    /**
     * The rates since earlier statistics of the same engine.
     *
     * @param earlier taken before these
     * @return the rates
     */
    public Throughput throughputSince(EngineStats earlier) {
        return Throughput.of(
                uptimeNanos - earlier.uptimeNanos,
                completed() - earlier.completed(),
                bytesRead() - earlier.bytesRead(),
                bytesWritten() - earlier.bytesWritten());
    }

    /**
     * The sampled latencies of all rings.
     *
     * @return the merged histogram
     */
    public LatencyHistogram.Snapshot latency() {
        return rings.stream().map(RingStats::latency).reduce(LatencyHistogram.Snapshot.empty(), LatencyHistogram.Snapshot::merge);
    }
}
