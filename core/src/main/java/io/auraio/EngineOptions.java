package io.auraio;

import io.auraio.adaptive.ControllerOptions;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * How an engine is set up. Immutable; {@link #builder()} starts from the defaults.
 *
 * @param queueDepth operations that one ring can have in flight, 1 to 32768; 256 by default. With 1, a ring can have two where several things are tuned, so
 *     that closing one file never waits for a slot that it holds itself
 * @param ringCount rings, 0 to 1024; 0, the default, is one for each CPU, or one where {@code driving} is {@link Driving#CALLER}, which takes
 *     no more
 * @param initialInFlight the limit that a controller starts from, {@code minInFlight} to {@code queueDepth}; 0, the default, is a quarter of
 *     {@code queueDepth}. Ignored where {@code adaptive} is false
 * @param minInFlight the least limit of a controller, 1 to {@code queueDepth}; 4 by default
 * @param targetP99 the 99th percentile of latency to stay under, up to one hour; {@link Duration#ZERO}, the default, is no target
 * @param leastEfficiency what depth must bring to be worth its latency: gain of throughput over gain of depth, both relative, 0.01 to 0.5; 0.10 by default, with
 *     which a doubling of what is in flight must gain a tenth. Less gives more throughput at a higher latency. Ignored where {@code adaptive} is false, and by
 *     {@link Algorithm#AIMD}
 * @param bufferAlignment alignment in bytes of the buffers of {@link Engine#allocate}, a power of two from 512 to 2 MiB; 4096 by default
 * @param hugePages whether the kernel is advised to back buffers by huge pages ({@code madvise(2)}, MADV_HUGEPAGE); false by default
 * @param registerBuffers whether the memory of the engine's buffers is registered with the rings, as far as half of RLIMIT_MEMLOCK allows: their reads and
 *     writes then cost less CPU time, while the memory cannot be swapped out and is all there from the beginning, 2 MiB or more at a time; true by default
 * @param adaptive whether the limit is tuned, and with {@link Driving#CALLER} how the driver waits for a request that is alone in flight: asleep, or looking for
 *     its completion for up to 50 us, where that carries half as much again; where not tuned, the limit is {@code queueDepth} for each ring throughout, and the
 *     driver sleeps
 * @param algorithm how the limit is tuned; {@link Algorithm#KNEE} by default
 * @param tuning what one controller tunes: {@link Tuning#ENGINE} by default
 * @param ringSelection which ring a request goes to; {@link RingSelection#ADAPTIVE} by default
 * @param driving who drives the rings; {@link Driving#ENGINE} by default
 * @param backend what carries out requests; {@link Backend#IO_URING} by default
 * @param sqPoll whether a thread of the kernel's takes requests from each ring's queue (IORING_SETUP_SQPOLL of {@code io_uring_setup(2)}), so that a driver
 *     submits and polls without a system call while that thread is awake; it then keeps a CPU busy, one for each ring. Needs a {@code queueDepth} of 8192 at
 *     most, and Linux 5.13, or 5.11 with CAP_SYS_NICE; not with {@link Backend#THREADS}, and ignored where {@link Backend#AUTO} takes threads; false by default
 * @param sqPollIdleMillis for how long that thread has nothing to do before it sleeps, 1 to 3600000; 1000 by default. Ignored where {@code sqPoll} is false
 * @param drainTimeout how long {@link Engine#close()} waits for what is in flight, more than zero; 30 seconds by default
 * @param backlog futures that can wait for room when the limit is reached, 0 to 16777216, for each thing that is tuned; one that finds it full fails with a
 *     {@link java.util.concurrent.RejectedExecutionException}; 65536 by default. Blocking calls wait besides
 * @param stageExecutor completes futures and so runs the stages that depend on them; the one that {@link CompletableFuture} uses by default. A direct one
 *     ({@code Runnable::run}) runs them on the driver, where they must not block
 * @param errorHandler takes what callbacks throw, and what fails where nobody waits for an answer; runs on the driver; by default an error
 *     in the {@link System.Logger} named {@code io.auraio}
 */
public record EngineOptions(
        int queueDepth,
        int ringCount,
        int initialInFlight,
        int minInFlight,
        Duration targetP99,
        double leastEfficiency,
        int bufferAlignment,
        boolean hugePages,
        boolean registerBuffers,
        boolean adaptive,
        Algorithm algorithm,
        Tuning tuning,
        RingSelection ringSelection,
        Driving driving,
        Backend backend,
        boolean sqPoll,
        int sqPollIdleMillis,
        Duration drainTimeout,
        int backlog,
        Executor stageExecutor,
        Consumer<Throwable> errorHandler) {

    private static final int MAX_BACKLOG = 1 << 24;

    /** The most entries that {@code io_uring_setup(2)} takes: IORING_MAX_ENTRIES of io_uring/io_uring.h. */
    static final int MAX_QUEUE_DEPTH = RequestHandle.MAX_SLOTS;

    /** A ring with SQPOLL has a queue of four times its depth: see {@link RingSetup}. */
    private static final int MAX_SQ_POLL_QUEUE_DEPTH = MAX_QUEUE_DEPTH / RingSetup.SQ_POLL_ENTRIES_PER_REQUEST;

    private static final int MAX_SQ_POLL_IDLE_MILLIS = 3_600_000;

    /** A huge page: nothing asks for more. */
    private static final int MAX_BUFFER_ALIGNMENT = 2 << 20;

    /**
     * Checks every value against its range.
     *
     * @throws IllegalArgumentException naming the option, its value and the range
     * @throws NullPointerException naming the option that is null
     */
    public EngineOptions {
        range("queueDepth", queueDepth, 1, MAX_QUEUE_DEPTH);
        range("ringCount", ringCount, 0, RequestHandle.MAX_RINGS);
        checkMinInFlight(minInFlight, queueDepth);
        if (initialInFlight != 0) {
            range("initialInFlight", initialInFlight, minInFlight, queueDepth);
        }
        checkTargetP99(targetP99);
        // Not the other way round, which NaN would pass.
        if (!(leastEfficiency >= ControllerOptions.LEAST_LEAST_EFFICIENCY && leastEfficiency <= ControllerOptions.GREATEST_LEAST_EFFICIENCY)) {
            throw new IllegalArgumentException("leastEfficiency=" + leastEfficiency + "; " + ControllerOptions.LEAST_LEAST_EFFICIENCY + " to "
                    + ControllerOptions.GREATEST_LEAST_EFFICIENCY + " is right");
        }
        if (bufferAlignment < 512 || bufferAlignment > MAX_BUFFER_ALIGNMENT || Integer.bitCount(bufferAlignment) != 1) {
            throw new IllegalArgumentException("bufferAlignment=" + bufferAlignment + "; a power of two from 512 to " + MAX_BUFFER_ALIGNMENT + " is right");
        }
        Objects.requireNonNull(algorithm, "algorithm");
        Objects.requireNonNull(tuning, "tuning");
        Objects.requireNonNull(ringSelection, "ringSelection");
        Objects.requireNonNull(driving, "driving");
        if (driving == Driving.CALLER && ringCount > 1) {
            throw new IllegalArgumentException("ringCount=" + ringCount
                    + " with driving=CALLER; one thread drives one ring: 0 or 1 is right, or an engine for each thread");
        }
        Objects.requireNonNull(backend, "backend");
        if (sqPoll && backend == Backend.THREADS) {
            throw new IllegalArgumentException("sqPoll=true with backend=THREADS; backend=IO_URING or AUTO is right, or sqPoll=false");
        }
        if (sqPoll && queueDepth > MAX_SQ_POLL_QUEUE_DEPTH) {
            throw new IllegalArgumentException("queueDepth=" + queueDepth + " with sqPoll=true; 1 to " + MAX_SQ_POLL_QUEUE_DEPTH + " is right");
        }
        range("sqPollIdleMillis", sqPollIdleMillis, 1, MAX_SQ_POLL_IDLE_MILLIS);
        Objects.requireNonNull(drainTimeout, "drainTimeout");
        if (drainTimeout.isNegative() || drainTimeout.isZero() || drainTimeout.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("drainTimeout=" + drainTimeout + "; over zero and up to one day is right");
        }
        range("backlog", backlog, 0, MAX_BACKLOG);
        Objects.requireNonNull(stageExecutor, "stageExecutor");
        Objects.requireNonNull(errorHandler, "errorHandler");
    }

    static Duration checkTargetP99(Duration target) {
        Objects.requireNonNull(target, "targetP99");
        if (target.isNegative() || target.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("targetP99=" + target + "; from 0 (no target) to one hour is right");
        }
        return target;
    }

    static void checkMinInFlight(int operations, int queueDepth) {
        range("minInFlight", operations, 1, queueDepth);
    }

    private static void range(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + "=" + value + "; " + min + " to " + max + " is right");
        }
    }

    /**
     * A builder that holds the defaults.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    int rings() {
        if (ringCount != 0) {
            return ringCount;
        }
        return driving == Driving.CALLER ? 1 : Math.min(Runtime.getRuntime().availableProcessors(), RequestHandle.MAX_RINGS);
    }

    /** For a controller of so many rings. */
    ControllerOptions controller(int ringsOfOne) {
        // Many deep rings hold more than a controller can ask for; no device does.
        int capacity = Math.min(queueDepth * ringsOfOne, ControllerOptions.GREATEST_LIMIT);
        int initial = initialInFlight != 0 ? initialInFlight : Math.max(minInFlight, queueDepth / 4);
        return new ControllerOptions(
                adaptive ? initial : capacity, minInFlight, capacity, targetP99.toNanos(), leastEfficiency, ControllerOptions.DEFAULT_TICK_NANOS);
    }

    /** Collects options; {@link #build()} checks them. Not safe for concurrent use. */
    public static final class Builder {
        private int queueDepth = 256;
        private int ringCount;
        private int initialInFlight;
        private int minInFlight = ControllerOptions.DEFAULT_MIN_IN_FLIGHT;
        private boolean minInFlightSet;
        private Duration targetP99 = Duration.ZERO;
        private double leastEfficiency = ControllerOptions.DEFAULT_LEAST_EFFICIENCY;
        private int bufferAlignment = 4096;
        private boolean hugePages;
        private boolean registerBuffers = true;
        private boolean adaptive = true;
        private Algorithm algorithm = Algorithm.KNEE;
        private Tuning tuning = Tuning.ENGINE;
        private RingSelection ringSelection = RingSelection.ADAPTIVE;
        private Driving driving = Driving.ENGINE;
        private Backend backend = Backend.IO_URING;
        private boolean sqPoll;
        private int sqPollIdleMillis = 1000;
        private Duration drainTimeout = Duration.ofSeconds(30);
        private int backlog = 1 << 16;
        private Executor stageExecutor = new CompletableFuture<>().defaultExecutor();
        private Consumer<Throwable> errorHandler = LoggedErrors::report;

        private Builder() {}

        /**
         * Sets how many operations one ring can have in flight.
         *
         * @param operations 1 to 32768
         * @return this
         */
        public Builder queueDepth(int operations) {
            queueDepth = operations;
            return this;
        }

        /**
         * Sets how many rings there are.
         *
         * @param rings 0 (one for each CPU, or one where the caller drives) to 1024
         * @return this
         */
        public Builder ringCount(int rings) {
            ringCount = rings;
            return this;
        }

        /**
         * Sets the limit that adaptation starts from.
         *
         * @param operations {@code minInFlight} to {@code queueDepth}; 0 for a quarter of {@code queueDepth}
         * @return this
         */
        public Builder initialInFlight(int operations) {
            initialInFlight = operations;
            return this;
        }

        /**
         * Sets the least limit. Where it is not set and the queue is shallower than the default of 4, it is the queue's depth.
         *
         * @param operations 1 to {@code queueDepth}
         * @return this
         */
        public Builder minInFlight(int operations) {
            minInFlight = operations;
            minInFlightSet = true;
            return this;
        }

        /**
         * Sets the 99th percentile of latency to stay under.
         *
         * @param target up to one hour; {@link Duration#ZERO} for none
         * @return this
         */
        public Builder targetP99(Duration target) {
            targetP99 = target;
            return this;
        }

        /**
         * Sets what depth must bring to be worth its latency.
         *
         * @param ratio gain of throughput over gain of depth, both relative, 0.01 to 0.5
         * @return this
         */
        public Builder leastEfficiency(double ratio) {
            leastEfficiency = ratio;
            return this;
        }

        /**
         * Sets the alignment of the engine's buffers.
         *
         * @param bytes a power of two from 512 to 2 MiB
         * @return this
         */
        public Builder bufferAlignment(int bytes) {
            bufferAlignment = bytes;
            return this;
        }

        /**
         * Sets whether the kernel is advised to back buffers by huge pages.
         *
         * @param advised true to advise it
         * @return this
         */
        public Builder hugePages(boolean advised) {
            hugePages = advised;
            return this;
        }

        /**
         * Sets whether the memory of the engine's buffers is registered with the rings.
         *
         * @param registered false to leave it to the system to swap
         * @return this
         */
        public Builder registerBuffers(boolean registered) {
            registerBuffers = registered;
            return this;
        }

        /**
         * Sets whether the limit is tuned, and how a driver waits for a request that is alone.
         *
         * @param tuned false to hold the limit at {@code queueDepth}, and to sleep
         * @return this
         */
        public Builder adaptive(boolean tuned) {
            adaptive = tuned;
            return this;
        }

        /**
         * Sets how the limit is tuned.
         *
         * @param how the rules
         * @return this
         */
        public Builder algorithm(Algorithm how) {
            algorithm = how;
            return this;
        }

        /**
         * Sets what one controller tunes.
         *
         * @param scope the engine as a whole, or each device, file or ring by itself
         * @return this
         */
        public Builder tuning(Tuning scope) {
            tuning = scope;
            return this;
        }

        /**
         * Sets which ring a request goes to.
         *
         * @param how by the thread's CPU, or in turn
         * @return this
         */
        public Builder ringSelection(RingSelection how) {
            ringSelection = how;
            return this;
        }

        /**
         * Sets who drives the rings.
         *
         * @param who the engine's threads or the caller's
         * @return this
         */
        public Builder driving(Driving who) {
            driving = who;
            return this;
        }

        /**
         * Sets what carries out requests.
         *
         * @param what the kernel's rings, threads, or the first of them that works
         * @return this
         */
        public Builder backend(Backend what) {
            backend = what;
            return this;
        }

        /**
         * Sets whether a thread of the kernel's takes requests from each ring's queue.
         *
         * @param polled true for IORING_SETUP_SQPOLL, which keeps a CPU busy for each ring that is used
         * @return this
         */
        public Builder sqPoll(boolean polled) {
            sqPoll = polled;
            return this;
        }

        /**
         * Sets for how long the kernel's thread has nothing to do before it sleeps.
         *
         * @param millis milliseconds, 1 to 3600000
         * @return this
         */
        public Builder sqPollIdleMillis(int millis) {
            sqPollIdleMillis = millis;
            return this;
        }

        /**
         * Sets how long closing the engine waits for what is in flight.
         *
         * @param timeout over zero, up to one day
         * @return this
         */
        public Builder drainTimeout(Duration timeout) {
            drainTimeout = timeout;
            return this;
        }

        /**
         * Sets how many futures can wait for room when the limit is reached.
         *
         * @param futures 0 to 16777216
         * @return this
         */
        public Builder backlog(int futures) {
            backlog = futures;
            return this;
        }

        /**
         * Sets what completes futures, and so runs the stages that depend on them.
         *
         * @param executor runs each task soon; a direct one runs stages on the driver, where they must not block
         * @return this
         */
        public Builder stageExecutor(Executor executor) {
            stageExecutor = executor;
            return this;
        }

        /**
         * Sets what takes the errors that callbacks throw.
         *
         * @param handler runs on the driver and should not block; what it throws itself is dropped
         * @return this
         */
        public Builder errorHandler(Consumer<Throwable> handler) {
            errorHandler = handler;
            return this;
        }

        /**
         * Checks the options and freezes them.
         *
         * @return the options
         * @throws IllegalArgumentException naming the option that is out of range, its value and the range
         * @throws NullPointerException naming the option that is null
         */
        public EngineOptions build() {
            int min = minInFlightSet ? minInFlight : Math.min(minInFlight, Math.max(1, queueDepth));
            return new EngineOptions(
                    queueDepth, ringCount, initialInFlight, min, targetP99, leastEfficiency, bufferAlignment, hugePages,
                    registerBuffers, adaptive, algorithm, tuning, ringSelection, driving,
                    backend, sqPoll, sqPollIdleMillis, drainTimeout, backlog, stageExecutor, errorHandler);
        }
    }
}
