package io.auraio.bench;

import org.HdrHistogram.Histogram;

/**
 * What a job did in one direction.
 *
 * @param operations how many operations completed without an error
 * @param bytes how many bytes they moved
 * @param shortOperations how many of them moved fewer bytes than asked for
 * @param latencyNanos the latency of each of them in nanoseconds, from the call that submits to the callback; not to be changed any more
 */
record IoTotals(long operations, long bytes, long shortOperations, Histogram latencyNanos) {}
