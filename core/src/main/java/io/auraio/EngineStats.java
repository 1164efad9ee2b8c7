package io.auraio;

import io.auraio.adaptive.LatencyHistogram;
import io.auraio.bufferpool.BufferPoolStats;
import java.util.List;

/**
 * What an engine has done and is doing, over all its rings. Each figure is exact; figures of different rings are taken one after
 * another.
 *
 * @param rings each ring's own figures, by ring number
 * @param tuners each controller's limit and phase; one, unless {@link EngineOptions#tuning()} says otherwise
 * @param spills requests that went to another ring than that of their thread's CPU, since that one was crowded
 * @param buffers the engine's buffer pool
 * @param registrations what is registered with the rings
 */
public record EngineStats(List<RingStats> rings, List<TunerStats> tuners, long spills, BufferPoolStats buffers, RegistrationStats registrations) {

    /**
     * Copies the lists.
     *
     * @param rings each ring's own figures
     * @param tuners each controller's limit and phase
     * @param spills requests that went to another ring than that of their thread's CPU
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
     * The sampled latencies of all rings.
     *
     * @return the merged histogram
     */
    public LatencyHistogram.Snapshot latency() {
        return rings.stream().map(RingStats::latency).reduce(LatencyHistogram.Snapshot.empty(), LatencyHistogram.Snapshot::merge);
    }
}
