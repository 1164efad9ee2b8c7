package io.auraio.metrics;

import java.util.Map;

/** An engine as JMX shows it; {@link ManagedEngine} registers one. Counts are since the engine was opened, latencies of the sampled requests. */
public interface EngineMXBean {

    /**
     * The library's version.
     *
     * @return for example {@code 0.1.0-SNAPSHOT}
     */
    String getVersion();

    /**
     * Requests accepted.
     *
     * @return their number
     */
    long getSubmitted();

    /**
     * Requests completed, failed ones too.
     *
     * @return their number
     */
    long getCompleted();

    /**
     * Requests that ended in an error.
     *
     * @return their number
     */
    long getFailed();

    /**
     * Submissions refused at the limit.
     *
     * @return their number
     */
    long getRefused();

    /**
     * Bytes read.
     *
     * @return bytes
     */
    long getBytesRead();

    /**
     * Bytes written.
     *
     * @return bytes
     */
    long getBytesWritten();

    /**
     * Requests in flight.
     *
     * @return their number now
     */
    int getInFlight();

    /**
     * Requests in flight at most, each ring by itself.
     *
     * @return the sum over the rings
     */
    int getPeakInFlight();

    /**
     * Requests that may be in flight.
     *
     * @return their number now
     */
    int getAllowed();

    /**
     * Futures and blocking calls that wait for room under the limit.
     *
     * @return their number now
     */
    long getWaiting();

    /**
     * Files that are open.
     *
     * @return their number now
     */
    long getOpenFiles();

    /**
     * Requests that went to another ring than that of their CPU.
     *
     * @return their number
     */
    long getSpills();

    /**
     * Requests accepted for each system call.
     *
     * @return the mean
     */
    double getRequestsPerSystemCall();

    /**
     * Requests completed a second, since the engine was opened.
     *
     * @return the rate
     */
    double getRequestsPerSecond();

    /**
     * The median of latency.
     *
     * @return microseconds
     */
    double getP50Micros();

    /**
     * The 99th percentile of latency.
     *
     * @return microseconds
     */
    double getP99Micros();

    /**
     * The 99.9th percentile of latency.
     *
     * @return microseconds
     */
    double getP999Micros();

    /**
     * What each controller is busy with.
     *
     * @return its phase, by what its limit is for
     */
    Map<String, String> getPhases();

    /**
     * What each controller lets be in flight.
     *
     * @return its limit, by what it is for
     */
    Map<String, Integer> getLimits();

    /**
     * What each controller decided last.
     *
     * @return the decision in words, by what its limit is for; none for a controller that decided nothing yet
     */
    Map<String, String> getLastDecisions();

    /**
     * Memory of the buffer pool.
     *
     * @return bytes
     */
    long getBufferMappedBytes();

    /**
     * Memory of buffers that are lent.
     *
     * @return bytes
     */
    long getBufferInUseBytes();
}
