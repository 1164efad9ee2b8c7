package io.auraio.bench;

import java.util.Optional;

/**
 * What a job writes and what it expects to read.
 *
 * @param zeros whether it writes zeros
 * @param pattern what it writes over and over; empty: data that does not compress
 * @param verify what is checked of what is read; {@code NONE} for most jobs
 * @param readBack whether a job that writes reads back what it wrote
 */
record ContentSpec(boolean zeros, Optional<BytePattern> pattern, Verify verify, boolean readBack) {
    /** What is checked. */
    enum Verify {
        NONE,
        /** A header and a checksum in each block, as fio writes them. */
        CRC32C,
        /** That each block holds {@link #pattern}. */
        PATTERN
    }

    static ContentSpec of(JobValues values, int blockBytes) throws Refusal {
        Verify verify = verify(values);
        Optional<BytePattern> pattern = pattern(values, verify == Verify.PATTERN ? JobOption.VERIFY_PATTERN : JobOption.BUFFER_PATTERN);
        if (verify == Verify.PATTERN && pattern.isEmpty()) {
            throw values.refusal(JobOption.VERIFY, "needs to know which; add --verify_pattern, for example --verify_pattern=0xdeadbeef");
        }
        if (verify == Verify.CRC32C && blockBytes < Crc32cHeader.BYTES) {
            throw values.refusal(JobOption.VERIFY, "its header takes " + Crc32cHeader.BYTES + " bytes of each block; use a --bs of more than that");
        }
        return new ContentSpec(values.flag(JobOption.ZERO_BUFFERS, false), pattern, verify, values.flag(JobOption.DO_VERIFY, true));
    }

    private static Verify verify(JobValues values) throws Refusal {
        String name = values.text(JobOption.VERIFY).orElse("0").strip();
        return switch (name) {
            case "0", "none" -> Verify.NONE;
            case "crc32c", "crc32c-intel" -> Verify.CRC32C;
            case "pattern" -> Verify.PATTERN;
            default -> throw values.refusal(JobOption.VERIFY, "unknown; use one of crc32c, pattern");
        };
    }

    private static Optional<BytePattern> pattern(JobValues values, JobOption option) throws Refusal {
        return values.has(option) ? Optional.of(BytePattern.parse(values.label(option), values.text(option).get())) : Optional.empty();
    }
}
