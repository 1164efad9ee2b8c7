package io.auraio.bench;

import java.util.Map;
import java.util.Optional;

/**
 * One job, checked as far as that is possible without looking at the machine. A job with {@code numjobs} is so many of these.
 *
 * @param name the job's name in the report
 * @param groupId the group that it is reported in, from 0
 * @param cloneIndex which of the jobs of {@code numjobs} it is, from 0
 * @param groupReporting whether its group has one report together
 * @param pattern what it does, in which order
 * @param readPercent share of the reads in a mix of both directions, 0 to 100
 * @param blockBytes bytes of one operation, 1 to {@link #MAX_BLOCK_BYTES}
 * @param createOnly whether it only makes its files
 * @param files which files it works on
 * @param region which part of them
 * @param time when it begins and ends
 * @param depth how many operations are in flight
 * @param sqThreadPoll whether a thread of the kernel's takes what it submits
 * @param pace how fast it may go
 * @param content what it writes and what it expects to read
 * @param syncs when it makes its writes durable
 * @param options what was given for it and not for all jobs, by fio's names
 */
record JobSpec(
        String name,
        int groupId,
        int cloneIndex,
        boolean groupReporting,
        IoPattern pattern,
        int readPercent,
        int blockBytes,
        boolean createOnly,
        FileSpec files,
        RegionSpec region,
        TimeSpec time,
        DepthSpec depth,
        boolean sqThreadPoll,
        PaceSpec pace,
        ContentSpec content,
        SyncSpec syncs,
        Map<String, String> options) {
    /** The largest block: the largest buffer of the engine's pool. */
    static final int MAX_BLOCK_BYTES = 128 << 20;

    /** No disk has smaller ones; a file that wants more says so when it is opened. */
    private static final int SMALLEST_SECTOR_BYTES = 512;

    private static final int DEFAULT_BLOCK_BYTES = 4096;
    private static final long OWN_JOB_SIZE_BYTES = 256L << 20;

    /**
     * The job that {@code values} describe.
     *
     * @param ownJob whether it is bffio's own one, with its defaults instead of fio's
     * @throws Refusal if a value is wrong or does not go with another one
     */
    static JobSpec of(String name, int groupId, int cloneIndex, JobValues values, boolean ownJob) throws Refusal {
        int blockBytes = blockBytes(values);
        FileSpec files = FileSpec.of(values, cloneIndex, ownJob);
        RegionSpec region = region(values, files, ownJob);
        if (region.size().isPresent() && !region.size().get().isPercent() && region.size().get().value() < blockBytes) {
            throw values.refusal(JobOption.SIZE, "smaller than one block; use at least bs=" + blockBytes);
        }
        if (files.direct() != DirectIo.OFF && blockBytes % SMALLEST_SECTOR_BYTES != 0) {
            throw Refusal.usage((values.has(JobOption.BS) ? values.label(JobOption.BS) : "bs") + "=" + blockBytes
                    + ": O_DIRECT takes multiples of " + SMALLEST_SECTOR_BYTES
                    + " only; use one, or --direct=0");
        }
        TimeSpec time = TimeSpec.of(values, ownJob);
        if (files.filenames().isEmpty() && region.size().isEmpty() && files.fileBytes().isEmpty()) {
            throw Refusal.usage("name=" + name + ": nothing says how much to do; add --size, for example --size=256m, or --filename");
        }
        IoPattern pattern = values.has(JobOption.RW)
                ? IoPattern.parse(values.label(JobOption.RW), values.text(JobOption.RW).get())
                : ownJob ? IoPattern.RANDREAD : IoPattern.READ;
        return new JobSpec(name, groupId, cloneIndex, values.flag(JobOption.GROUP_REPORTING, false), pattern, readPercent(values), blockBytes,
                values.flag(JobOption.CREATE_ONLY, false), files, region, time, DepthSpec.of(values), values.flag(JobOption.SQTHREAD_POLL, false),
                PaceSpec.of(values), ContentSpec.of(values, blockBytes), SyncSpec.of(values), values.given());
    }

    private static int blockBytes(JobValues values) throws Refusal {
        long bytes = values.bytes(JobOption.BS).orElse(DEFAULT_BLOCK_BYTES);
        if (bytes < 1 || bytes > MAX_BLOCK_BYTES) {
            throw values.refusal(JobOption.BS, "out of range; use 1 byte to 128m, for example 4k");
        }
        return (int) bytes;
    }

    private static int readPercent(JobValues values) throws Refusal {
        return values.has(JobOption.RWMIXWRITE)
                ? 100 - values.count(JobOption.RWMIXWRITE, 0, 100, 50)
                : values.count(JobOption.RWMIXREAD, 0, 100, 50);
    }

    private static RegionSpec region(JobValues values, FileSpec files, boolean ownJob) throws Refusal {
        RegionSpec region = RegionSpec.of(values);
        if (!ownJob || region.size().isPresent() || files.fileBytes().isPresent() || !files.filenames().isEmpty()) {
            return region;
        }
        return new RegionSpec(region.offset(), region.offsetIncrement(), Optional.of(Amount.bytes(OWN_JOB_SIZE_BYTES)), region.ioSize(), region.loops(),
                region.seed(), region.randomMap());
    }

    /** Bytes behind each other that belong to no other job of the same {@code numjobs}: fio's offset_increment. */
    long offsetOfClone() {
        return region.offsetIncrement() * cloneIndex;
    }
}
