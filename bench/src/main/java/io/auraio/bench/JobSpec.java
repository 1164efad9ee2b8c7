package io.auraio.bench;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One job, checked as far as that is possible without looking at the machine.
 *
 * @param name the job's name in the report
 * @param pattern what it does, in which order
 * @param blockBytes bytes of one operation, 1 to {@link JobSettings#MAX_BLOCK_BYTES}
 * @param sizeBytes how much of the file it works on, at least one block; empty: all of it
 * @param filename the file or block device to work on; empty: bffio makes a file
 * @param directory where a made file goes, and what a relative file name is relative to
 * @param direct whether the page cache is passed by
 * @param runtimeNanos the longest it runs; empty: until {@code sizeBytes} are done
 * @param timeBased whether it goes over the file again until {@code runtimeNanos} are over
 * @param ioDepth the most operations in flight, which the controller may go up to
 * @param targetP99Nanos the P99 latency to stay under; empty: none, the most throughput
 * @param depthControl what finds the depth
 */
record JobSpec(
        String name,
        IoPattern pattern,
        int blockBytes,
        OptionalLong sizeBytes,
        Optional<Path> filename,
        Optional<Path> directory,
        DirectIo direct,
        OptionalLong runtimeNanos,
        boolean timeBased,
        int ioDepth,
        OptionalLong targetP99Nanos,
        DepthControl depthControl) {}
