package io.auraio.bufferpool;

import java.time.Duration;
import java.util.Objects;

/**
 * How a {@link BufferPool} is to be set up. Immutable; every value is checked when it is built.
 *
 * @param alignmentBytes what the address of every buffer is a multiple of: a power of two, 512 to 2 MiB; default 4096.
 *     Buffers are never smaller than their alignment
 * @param maxBytes the most memory the pool has mapped at any time, in bytes: at least 4 MiB; default
 *     {@link Long#MAX_VALUE}, no limit. It counts whole slabs, so it must leave room for one slab of each size in use
 * @param idleTimeout how long memory that nobody uses is kept before it goes back to the system: at least 1 ms; default
 *     30 s
 * @param slabSource where memory comes from; the default takes it from an {@link java.lang.foreign.Arena}
 * @param hugePages whether the kernel is to be advised to use huge pages (2 MiB); default false. It needs a slabSource,
 *     since the default one cannot advise the kernel
 * @param leakTracking whether a buffer that was dropped without being returned is found, logged with the place of its
 *     allocation, and taken back; default false. Costs a stack walk and some 500 bytes an allocation
 */
public record BufferPoolOptions(
        long alignmentBytes,
        long maxBytes,
        Duration idleTimeout,
        SlabSource slabSource,
        boolean hugePages,
        boolean leakTracking) {

    private static final long MIN_ALIGNMENT_BYTES = 512;
    private static final long MAX_ALIGNMENT_BYTES = 2L << 20;
    private static final long MIN_MAX_BYTES = 4L << 20;
    private static final Duration MIN_IDLE_TIMEOUT = Duration.ofMillis(1);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException where a value is out of its range; the message names it and the range
     * @throws NullPointerException where idleTimeout or slabSource is null
     */
    public BufferPoolOptions {
        Objects.requireNonNull(idleTimeout, "idleTimeout");
        Objects.requireNonNull(slabSource, "slabSource");
        if (alignmentBytes < MIN_ALIGNMENT_BYTES || alignmentBytes > MAX_ALIGNMENT_BYTES
                || Long.bitCount(alignmentBytes) != 1) {
            throw new IllegalArgumentException("alignmentBytes must be a power of two from " + MIN_ALIGNMENT_BYTES
                    + " to " + MAX_ALIGNMENT_BYTES + ": alignmentBytes=" + alignmentBytes);
        }
        if (maxBytes < MIN_MAX_BYTES) {
            throw new IllegalArgumentException(
                    "maxBytes must be at least " + MIN_MAX_BYTES + ": maxBytes=" + maxBytes);
        }
        if (idleTimeout.compareTo(MIN_IDLE_TIMEOUT) < 0) {
            throw new IllegalArgumentException(
                    "idleTimeout must be at least 1 ms: idleTimeout=" + idleTimeout);
        }
        if (hugePages && slabSource instanceof ArenaSlabSource) {
            throw new IllegalArgumentException(
                    "hugePages=true needs a slabSource that can advise the kernel; the default one cannot");
        }
    }

    /**
     * Starts from the defaults.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects the options, each with its default until it is set. Used by one thread. */
    public static final class Builder {
        private long alignmentBytes = 4096;
        private long maxBytes = Long.MAX_VALUE;
        private Duration idleTimeout = Duration.ofSeconds(30);
        private SlabSource slabSource = new ArenaSlabSource();
        private boolean hugePages;
        private boolean leakTracking;

        private Builder() {}

        /**
         * Sets the alignment of every buffer.
         *
         * @param bytes a power of two, 512 to 2 MiB
         * @return this builder
         */
        public Builder alignmentBytes(long bytes) {
            alignmentBytes = bytes;
            return this;
        }

        /**
         * Sets the limit on mapped memory.
         *
         * @param bytes at least 4 MiB
         * @return this builder
         */
        public Builder maxBytes(long bytes) {
            maxBytes = bytes;
            return this;
        }

        /**
         * Sets how long unused memory is kept.
         *
         * @param timeout at least 1 ms
         * @return this builder
         */
        public Builder idleTimeout(Duration timeout) {
            idleTimeout = timeout;
            return this;
        }

        /**
         * Sets where memory comes from.
         *
         * @param source the source; used by the pool until its last slab is closed
         * @return this builder
         */
        public Builder slabSource(SlabSource source) {
            slabSource = source;
            return this;
        }

        /**
         * Asks for huge pages.
         *
         * @param enabled whether the slab source is told to advise the kernel
         * @return this builder
         */
        public Builder hugePages(boolean enabled) {
            hugePages = enabled;
            return this;
        }

        /**
         * Turns leak tracking on or off.
         *
         * @param enabled whether leaked buffers are found, logged and taken back
         * @return this builder
         */
        public Builder leakTracking(boolean enabled) {
            leakTracking = enabled;
            return this;
        }

        /**
         * Checks the values and makes the options of them.
         *
         * @return the options
         * @throws IllegalArgumentException where a value is out of its range; the message names it and the range
         */
        public BufferPoolOptions build() {
            return new BufferPoolOptions(
                    alignmentBytes, maxBytes, idleTimeout, slabSource, hugePages, leakTracking);
        }
    }
}
