package io.auraio.bench;

import java.util.Optional;

/**
 * Which part of its files a job visits, how much of it, and in which order.
 *
 * @param offset where in each file it begins
 * @param offsetIncrement bytes that each further job of {@code numjobs} begins later
 * @param size how much of all files together; empty: all there is behind the offset
 * @param ioSize how much to read and write in one loop; empty: as much as the files have
 * @param loops how often
 * @param seed of what is random
 * @param randomMap whether each block comes once before any comes again
 */
record RegionSpec(Amount offset, long offsetIncrement, Optional<Amount> size, Optional<Amount> ioSize, int loops, long seed, boolean randomMap) {
    /** The same order of blocks in every run, as in fio, so that runs can be compared. */
    private static final long DEFAULT_SEED = 0x62666669;

    static RegionSpec of(JobValues values) throws Refusal {
        return new RegionSpec(
                values.amount(JobOption.OFFSET).orElse(Amount.NONE),
                values.bytes(JobOption.OFFSET_INCREMENT).orElse(0),
                positive(values, JobOption.SIZE, "256m"),
                positive(values, JobOption.IO_SIZE, "64m"),
                values.count(JobOption.LOOPS, 1, Integer.MAX_VALUE, 1),
                values.bytes(JobOption.RANDSEED).orElse(DEFAULT_SEED),
                !values.flag(JobOption.NORANDOMMAP, false));
    }

    private static Optional<Amount> positive(JobValues values, JobOption option, String example) throws Refusal {
        Optional<Amount> amount = values.amount(option);
        if (amount.isPresent() && amount.get().value() == 0) {
            throw values.refusal(option, "nothing to do; use at least one block, for example " + example);
        }
        return amount;
    }
}
