package io.auraio;

import io.auraio.adaptive.Decision;
import io.auraio.adaptive.LatencyHistogram;
import io.auraio.adaptive.Phase;
import java.util.List;
import java.util.Objects;

/**
 * What one ring has done and is doing.
 *
 * @param ring its number, from 0
 * @param submitted requests accepted
 * @param completed requests completed, failed ones too
 * @param failed requests that ended in an error
 * @param refused submissions answered with {@link Engine#AGAIN}
 * @param bytesRead bytes read
 * @param bytesWritten bytes written
 * @param inFlight requests accepted and not yet completed
 * @param limit requests that may be in flight now
 * @param phase what the ring's controller is busy with
 * @param enters calls of {@code io_uring_enter(2)}
 * @param setupFlags the IORING_SETUP_ flags that the kernel granted
 * @param latency submission to completion in nanoseconds, of one request in eight
 * @param decisions the latest decisions of the controller, at most {@value DecisionLog#CAPACITY}, oldest first
 */
public record RingStats(
        int ring,
        long submitted,
        long completed,
        long failed,
        long refused,
        long bytesRead,
        long bytesWritten,
        int inFlight,
        int limit,
        Phase phase,
        long enters,
        int setupFlags,
        LatencyHistogram.Snapshot latency,
        List<Decision> decisions) {

    /**
     * Copies the list.
     *
     * @throws NullPointerException if {@code phase}, {@code latency} or {@code decisions} is null
     */
    public RingStats {
        Objects.requireNonNull(phase, "phase");
        Objects.requireNonNull(latency, "latency");
        decisions = List.copyOf(decisions);
    }
}
