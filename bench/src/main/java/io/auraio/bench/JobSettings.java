package io.auraio.bench;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The options of one job as they come in, each checked by itself; {@link #toSpec()} fills in defaults and checks them together.
 *
 * <p>Defaults: with {@code --name}, which is how a job begins in fio, they are fio's (sequential reads, 4 KiB, buffered, once over the size).
 * Without it the options change bffio's own job: random 4 KiB reads for five seconds, with O_DIRECT where the file system has it.
 * The depth is the engine's default in both: finding the right one is the engine's task, so fio's default of 1 would defeat the purpose.
 */
final class JobSettings {
    /** The largest block: the largest buffer of the engine's pool. */
    static final int MAX_BLOCK_BYTES = 128 << 20;

    /** The largest depth: the kernel's limit of a ring, {@code IORING_MAX_ENTRIES} in io_uring/io_uring.h. */
    static final int MAX_IO_DEPTH = 32768;

    /** No disk has smaller ones; a file that wants more says so when it is opened. */
    private static final int SMALLEST_SECTOR_BYTES = 512;

    private static final String DEFAULT_NAME = "bffio";
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long DEFAULT_RUNTIME_NANOS = 5 * SECOND_NANOS;
    private static final long MAX_RUNTIME_NANOS = 365L * 86_400 * SECOND_NANOS;
    private static final long MAX_TARGET_NANOS = 3600 * SECOND_NANOS; // the engine's own
    private static final int DEFAULT_BLOCK_BYTES = 4096;
    private static final long DEFAULT_SIZE_BYTES = 256L << 20;
    private static final int DEFAULT_IO_DEPTH = 256;

    private String name;
    private IoPattern pattern;
    private Integer blockBytes;
    private Long sizeBytes;
    private String sizeText;
    private Path filename;
    private Path directory;
    private Boolean direct;
    private Long runtimeNanos;
    private Boolean timeBased;
    private Integer ioDepth;
    private Long targetP99Nanos;
    private DepthControl depthControl = DepthControl.KNEE;

    void name(String text) throws Refusal {
        if (text.isBlank()) {
            throw Refusal.usage("name=" + text + ": a job needs a name that is not empty");
        }
        name = text;
    }

    void pattern(String text) throws Refusal {
        pattern = IoPattern.parse("rw", text);
    }

    void blockSize(String text) throws Refusal {
        long bytes = Units.sizeBytes("bs", text);
        if (bytes < 1 || bytes > MAX_BLOCK_BYTES) {
            throw Refusal.usage("bs=" + text + ": out of range; use 1 byte to 128m, for example 4k");
        }
        blockBytes = (int) bytes;
    }

    void size(String text) throws Refusal {
        sizeBytes = Units.sizeBytes("size", text);
        sizeText = text;
        if (sizeBytes == 0) {
            throw Refusal.usage("size=" + text + ": nothing to do; use at least one block, for example 256m");
        }
    }

    void filename(String text) throws Refusal {
        filename = path("filename", text);
    }

    void directory(String text) throws Refusal {
        directory = path("directory", text);
    }

    void direct(String text) throws Refusal {
        direct = Units.flag("direct", text);
    }

    void runtime(String text) throws Refusal {
        runtimeNanos = positiveTime("runtime", text, SECOND_NANOS, MAX_RUNTIME_NANOS, "at most 365d, for example 5 or 500ms");
    }

    void timeBased(String text) throws Refusal {
        timeBased = Units.flag("time_based", text);
    }

    void ioDepth(String text) throws Refusal {
        ioDepth = Units.count("iodepth", text, 1, MAX_IO_DEPTH);
    }

    void targetP99(String text) throws Refusal {
        // A bare number is microseconds, as in fio's latency_target.
        targetP99Nanos = positiveTime("target-p99", text, 1_000, MAX_TARGET_NANOS, "at most 1h, for example 500us or 2ms");
    }

    void depthControl(String text) throws Refusal {
        depthControl = DepthControl.parse("controller", text);
    }

    /** The whole job, or the refusal of options that do not go together. */
    JobSpec toSpec() throws Refusal {
        boolean fioDefaults = name != null;
        int block = blockBytes != null ? blockBytes : DEFAULT_BLOCK_BYTES;
        if (sizeBytes != null && sizeBytes < block) {
            throw Refusal.usage("size=" + sizeText + ": smaller than one block; use at least bs=" + block);
        }
        DirectIo directIo = directIo(fioDefaults);
        if (directIo != DirectIo.OFF && block % SMALLEST_SECTOR_BYTES != 0) {
            throw Refusal.usage("bs=" + block + ": O_DIRECT takes multiples of " + SMALLEST_SECTOR_BYTES + " only; use one, or --direct=0");
        }
        boolean repeats = timeBased != null ? timeBased : !fioDefaults;
        Long runtime = runtimeNanos == null && !fioDefaults && repeats ? Long.valueOf(DEFAULT_RUNTIME_NANOS) : runtimeNanos;
        if (repeats && runtime == null) {
            throw Refusal.usage("time_based=1: needs to know for how long; add --runtime, for example --runtime=10");
        }
        if (fioDefaults && filename == null && sizeBytes == null) {
            throw Refusal.usage("name=" + name + ": nothing says how much to do; add --size, for example --size=256m, or --filename");
        }
        return new JobSpec(
                fioDefaults ? name : DEFAULT_NAME,
                pattern != null ? pattern : fioDefaults ? IoPattern.READ : IoPattern.RANDREAD,
                block,
                size(block),
                Optional.ofNullable(filename),
                Optional.ofNullable(directory),
                directIo,
                optional(runtime),
                repeats,
                ioDepth != null ? ioDepth : DEFAULT_IO_DEPTH,
                optional(targetP99Nanos),
                depthControl);
    }

    private OptionalLong size(int block) {
        if (sizeBytes == null && filename == null) {
            return OptionalLong.of(Math.max(DEFAULT_SIZE_BYTES, block));
        }
        return optional(sizeBytes);
    }

    private DirectIo directIo(boolean fioDefaults) {
        if (direct != null) {
            return direct ? DirectIo.REQUIRED : DirectIo.OFF;
        }
        return fioDefaults ? DirectIo.OFF : DirectIo.PREFERRED;
    }

    private static long positiveTime(String option, String text, long bareUnitNanos, long maxNanos, String range) throws Refusal {
        long nanos = Units.timeNanos(option, text, bareUnitNanos);
        if (nanos < 1 || nanos > maxNanos) {
            throw Refusal.usage(option + "=" + text + ": out of range; use more than zero and " + range);
        }
        return nanos;
    }

    private static Path path(String option, String text) throws Refusal {
        try {
            if (!text.isBlank()) {
                return Path.of(text);
            }
        } catch (InvalidPathException e) {
            throw Refusal.usage(option + "=" + text + ": not a path: " + e.getReason());
        }
        throw Refusal.usage(option + "=" + text + ": empty; give a path");
    }

    private static OptionalLong optional(Long value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
