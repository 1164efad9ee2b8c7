package io.auraio;

import io.auraio.adaptive.LatencyHistogram;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/**
 * What one ring has done and is doing.
 *
 * @param ring its number, from 0
 * @param submitted requests accepted
 * @param fixed those among them whose memory was registered with the ring
 * @param completed requests completed, failed ones too
 * @param failed requests that ended in an error
 * @param refused submissions answered with {@link Engine#AGAIN}
 * @param bytesRead bytes read
 * @param bytesWritten bytes written
 * @param inFlight requests accepted and not yet completed
 * @param enters calls of {@code io_uring_enter(2)}
 * @param batchThreshold submissions that the driver gathers before it enters for them
 * @param setupFlags the IORING_SETUP_ flags that the kernel granted
 * @param fatalError what made it fail for good, if anything: see {@link Engine#fatalError()}
 * @param latency submission to completion in nanoseconds, of one request in eight
 */
public record RingStats(
        int ring,
        long submitted,
        long fixed,
        long completed,
        long failed,
        long refused,
        long bytesRead,
        long bytesWritten,
        int inFlight,
        long enters,
        int batchThreshold,
        int setupFlags,
        Optional<IOException> fatalError,
        LatencyHistogram.Snapshot latency) {

    /**
     * Takes the figures as they are.
     *
     * @throws NullPointerException if {@code fatalError} or {@code latency} is null
     */
    public RingStats {
        Objects.requireNonNull(fatalError, "fatalError");
        Objects.requireNonNull(latency, "latency");
    }
}
