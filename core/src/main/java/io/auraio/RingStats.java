package io.auraio;

import io.auraio.adaptive.LatencyHistogram;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/**
 * What one ring has done and is doing. Each figure was counted once, and is exact; figures that change together are read one after another.
 *
 * @param ring its number, from 0
 * @param submitted requests accepted
 * @param fixed those among them whose memory was registered with the ring
 * @param completed requests completed, failed ones too
 * @param failed requests that ended in an error
 * @param refused submissions answered with {@link Engine#AGAIN}
 * @param reads reads completed, failed ones too
 * @param writes writes completed, failed ones too
 * @param bytesRead bytes read
 * @param bytesWritten bytes written
 * @param inFlight requests accepted and not yet completed
 * @param peakInFlight the most that were in flight at any time
 * @param allowed requests that may be in flight now; with more than one controller, what their limits on this ring add up to
 * @param enters calls of {@code io_uring_enter(2)}
 * @param batches those among them that submitted something; 0 with {@code sqPoll}, where the kernel's own thread takes the entries
 * @param entries queue entries that these submitted: requests, their further steps, cancellations, and the polls with which a sleeping driver is woken; 0
 *     with {@code sqPoll}
 * @param sleeps how often the driver slept in the kernel
 * @param queueFull how often the submission queue had no entry, or the table no slot, for something that the limit allowed
 * @param completionQueueFull how often the driver found the completion queue full, so that the kernel may have kept back more
 * @param lostCompletions completions that the kernel dropped, as it does only where it has no memory to keep them back; their requests never end
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
        long reads,
        long writes,
        long bytesRead,
        long bytesWritten,
        int inFlight,
        int peakInFlight,
        int allowed,
        long enters,
        long batches,
        long entries,
        long sleeps,
        long queueFull,
        long completionQueueFull,
        long lostCompletions,
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

    /**
     * The mean size of a batch: entries handed over by a system call that handed over any.
     *
     * @return entries; 0 where there was no such call yet
     */
    public double batchSize() {
        return batches == 0 ? 0 : (double) entries / batches;
    }

    /**
     * Requests accepted for each system call, those calls included that only wait.
     *
     * @return requests; 0 where there was no call yet
     */
    public double requestsPerEnter() {
        return enters == 0 ? 0 : (double) submitted / enters;
    }
}
