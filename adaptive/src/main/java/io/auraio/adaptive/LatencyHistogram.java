package io.auraio.adaptive;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Counts latencies in buckets whose width grows with their value, so that nanoseconds and minutes fit into nine kilobytes.
 *
 * <ol>
 *   <li>A value of 64 ns or less is kept exactly; above, a bucket is at most 1/32 of its value wide, and a percentile is the
 *       middle of its bucket: at most 1.6 % off.
 *   <li>Negative values count as 0, values over {@link #GREATEST_NANOS} (about 4.6 minutes) as that.
 *   <li>One thread records at a time, any thread takes snapshots; neither ever waits. A snapshot holds all that was recorded
 *       before it was asked for, and any part of what was recorded meanwhile. Its figures agree with one another: all of
 *       them come from the same copy of the buckets. The sum beside them is kept exactly; it is of the same moment unless
 *       something was recorded during each of eight copies in a row, and then off by what was recorded during the last.
 *   <li>Recording allocates nothing and takes a few nanoseconds; a snapshot copies the buckets.
 * </ol>
 *
 * <pre>
 *   value   0 .. 63          one bucket each
 *           64 .. 127        32 buckets, 2 wide
 *           128 .. 255       32 buckets, 4 wide, and so on for each octave
 * </pre>
 */
public final class LatencyHistogram {

    /** The greatest value that is told from a greater one: 2^38 - 1 ns, about 4.6 minutes. */
    public static final long GREATEST_NANOS = (1L << 38) - 1;

    private static final int SUB_BUCKET_BITS = 5;
    private static final int SUB_BUCKETS = 1 << SUB_BUCKET_BITS;
    private static final int BUCKETS = index(GREATEST_NANOS) + 1;
    private static final int COPIES = 8;
    private static final VarHandle COUNTS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle SUM;
    private static final VarHandle BEGUN;
    private static final VarHandle ENDED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            SUM = lookup.findVarHandle(LatencyHistogram.class, "sum", long.class);
            BEGUN = lookup.findVarHandle(LatencyHistogram.class, "begun", long.class);
            ENDED = lookup.findVarHandle(LatencyHistogram.class, "ended", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long[] counts = new long[BUCKETS];
    private long sum;

    /** How often recording was begun and ended: a copy made between two looks at equal figures holds no half of a record. */
    private long begun;

    private long ended;

    /** An empty histogram. */
    public LatencyHistogram() {}

    /**
     * Counts one latency. One thread at a time.
     *
     * @param nanos the latency in nanoseconds; out of range counts as the nearer end
     */
    public void record(long nanos) {
        long counted = Math.clamp(nanos, 0L, GREATEST_NANOS);
        int i = index(counted);
        long records = begun + 1;
        BEGUN.setOpaque(this, records);
        // store-store: a snapshot that sees the count or the sum must see that recording had begun; pairs with its load-load fence.
        VarHandle.storeStoreFence();
        // opaque: one writer, so read and write need not be one step; a reader in another thread must see whole longs that
        // never go back. It pairs with the opaque reads of snapshot().
        COUNTS.setOpaque(counts, i, (long) COUNTS.getOpaque(counts, i) + 1);
        SUM.setOpaque(this, sum + counted);
        // release: a snapshot that sees the end must see the count and the sum; pairs with its acquire of ended.
        ENDED.setRelease(this, records);
    }

    /**
     * What was recorded so far. Any thread; allocates.
     *
     * @return an immutable copy
     */
    public Snapshot snapshot() {
        long[] copy = new long[BUCKETS];
        long total;
        long before;
        int copies = 0;
        do {
            // acquire: pairs with the release of ended in record().
            before = (long) ENDED.getAcquire(this);
            for (int i = 0; i < BUCKETS; i++) {
                copy[i] = (long) COUNTS.getOpaque(counts, i);
            }
            total = (long) SUM.getOpaque(this);
            // load-load: the copy is made before the look whether recording was begun meanwhile; pairs with record()'s fence.
            VarHandle.loadLoadFence();
        } while ((long) BEGUN.getOpaque(this) != before && ++copies < COPIES);
        return new Snapshot(copy, total);
    }

    /**
     * A percentile of what was recorded so far, without a copy. The recording thread only.
     *
     * @param percentile 0 to 100
     * @return nanoseconds; 0 where nothing was recorded
     */
    long percentile(double percentile) {
        return percentile(counts, total(counts), percentile);
    }

    /** How many were recorded since the last {@link #clear}. The recording thread only; walks the buckets. */
    long count() {
        return total(counts);
    }

    /** Forgets everything. The recording thread only. */
    void clear() {
        Arrays.fill(counts, 0);
        sum = 0;
    }

    /** The bucket of a value: the octave above the linear part, then the five bits below the leading one. */
    static int index(long nanos) {
        int shift = Math.max(0, 63 - SUB_BUCKET_BITS - Long.numberOfLeadingZeros(nanos | 1));
        return (shift << SUB_BUCKET_BITS) + (int) (nanos >>> shift);
    }

    /** The least value of a bucket: the inverse of {@link #index}. */
    static long lowest(int index) {
        int shift = Math.max(0, (index >>> SUB_BUCKET_BITS) - 1);
        return (long) (index - (shift << SUB_BUCKET_BITS)) << shift;
    }

    private static long middle(int index) {
        return (lowest(index) + lowest(index + 1) - 1) / 2;
    }

    private static long total(long[] counts) {
        long total = 0;
        for (long count : counts) {
            total += count;
        }
        return total;
    }

    private static long percentile(long[] counts, long total, double percentile) {
        Range.check("percentile", percentile, 0, 100);
        // 7 % of 100 is 7.000000000000001 in binary, and its ceiling one too many: a hair less than the exact rank is taken.
        long rank = Math.max(1, (long) Math.ceil(total * (percentile / 100) * (1 - 1e-12)));
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return middle(i);
            }
        }
        return 0;
    }

    /** The counts of a histogram at one moment; immutable, any thread. Snapshots of several rings merge into one. */
    public static final class Snapshot {

        private final long[] counts;
        private final long count;
        private final long sum;

        private Snapshot(long[] counts, long sum) {
            this.counts = counts;
            this.count = total(counts);
            this.sum = sum;
        }

        /**
         * A snapshot of nothing, to merge into.
         *
         * @return the empty snapshot
         */
        public static Snapshot empty() {
            return new Snapshot(new long[BUCKETS], 0);
        }

        /**
         * How many latencies were recorded.
         *
         * @return the count
         */
        public long count() {
            return count;
        }

        /**
         * How many latencies did not exceed a bound: what the cumulative buckets of other systems ask for.
         *
         * @param nanos the bound; the answer is exact for 0 to 63 and for each power of two less one, up to {@link #GREATEST_NANOS}; for others the bucket
         *     that the bound divides is not counted
         * @return the count
         */
        public long countAtMost(long nanos) {
            long atMost = 0;
            for (int i = 0; i < BUCKETS && lowest(i + 1) - 1 <= nanos; i++) {
                atMost += counts[i];
            }
            return atMost;
        }

        /**
         * The sum of all latencies.
         *
         * @return nanoseconds, exact but for latencies that counted as the nearer end
         */
        public long sumNanos() {
            return sum;
        }

        /**
         * The mean latency.
         *
         * @return nanoseconds, rounded down; 0 where nothing was recorded
         */
        public long meanNanos() {
            return count == 0 ? 0 : sumNanos() / count;
        }

        /**
         * The least latency.
         *
         * @return nanoseconds, the middle of its bucket; 0 where nothing was recorded
         */
        public long minNanos() {
            return percentile(0);
        }

        /**
         * The greatest latency.
         *
         * @return nanoseconds, the middle of its bucket; 0 where nothing was recorded
         */
        public long maxNanos() {
            return percentile(100);
        }

        /**
         * The latency that the given share of all operations did not exceed.
         *
         * @param percentile 0 to 100, for example 99.9
         * @return nanoseconds, at most 1.6 % off; 0 where nothing was recorded
         * @throws IllegalArgumentException if {@code percentile} is not from 0 to 100
         */
        public long percentile(double percentile) {
            return LatencyHistogram.percentile(counts, count, percentile);
        }

        /**
         * Both together.
         *
         * @param other the snapshot to add
         * @return a new snapshot of what both hold
         */
        public Snapshot merge(Snapshot other) {
            long[] both = counts.clone();
            for (int i = 0; i < BUCKETS; i++) {
                both[i] += other.counts[i];
            }
            return new Snapshot(both, sum + other.sum);
        }

        /**
         * What was recorded since an earlier snapshot of the same histogram: one line of a report each second.
         *
         * @param earlier a snapshot taken before this one
         * @return a new snapshot of the difference
         * @throws IllegalArgumentException if {@code earlier} holds more than this one in any bucket
         */
        public Snapshot minus(Snapshot earlier) {
            long[] difference = counts.clone();
            for (int i = 0; i < BUCKETS; i++) {
                difference[i] -= earlier.counts[i];
                if (difference[i] < 0) {
                    throw new IllegalArgumentException("earlier: holds " + earlier.counts[i] + " latencies near "
                            + lowest(i) + " ns, this snapshot " + counts[i] + "; must be an earlier one of the same histogram");
                }
            }
            return new Snapshot(difference, sum - earlier.sum);
        }

        /** Two snapshots are equal where all their counts and their sums are. */
        @Override
        public boolean equals(Object other) {
            return other instanceof Snapshot that && sum == that.sum && Arrays.equals(counts, that.counts);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(counts);
        }

        @Override
        public String toString() {
            return "latencies[count=" + count + ", min=" + minNanos() + ", p50=" + percentile(50) + ", p99="
                    + percentile(99) + ", max=" + maxNanos() + " ns]";
        }
    }
}
