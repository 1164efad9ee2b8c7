package io.auraio.bench;

import io.auraio.AsyncFile;
import io.auraio.Engine;
import io.auraio.TunerStats;
import java.io.IOException;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Does a job's I/O: one thread that drives a caller-driven engine of its own, submits as much as the engine admits, and submits again from the callbacks.
 *
 * <p>Everything here belongs to the thread that runs {@link #call()}, callbacks included, but for {@link #progress()}, which any thread may ask.
 */
final class Worker implements Callable<JobResult> {
    /** How often figures are published for the live line, and at least how often the stop signal is looked at. */
    private static final long PUBLISH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** The same order of blocks in every run, as in fio, so that runs can be compared. */
    private static final long SEED = 0x62666669;

    private final Engine engine;
    private final JobSpec spec;
    private final JobFile jobFile;
    private final StopSignal stop;
    private final BlockCheck check;
    private final boolean writes;
    private final int blockBytes;
    private final BlockOrder order;

    private AsyncFile file;
    private final DepthCounts depths = new DepthCounts();
    private final LatencyRecord latency = new LatencyRecord(System.nanoTime());
    private final Transfer[] idle;
    private int idleCount;
    private int inFlight;
    private long toSubmit;
    private long nextOffset;
    private boolean ending;
    private long startNanos;
    private long deadlineNanos;
    private long operations;
    private long bytes;
    private long shortOperations;
    private IoFailure failure;
    private Throwable thrown;

    private long publishedNanos;

    // volatile: the printing thread reads it; the record's own fields are final and come with it.
    private volatile Progress progress;

    /** {@code check} may be null; {@code engine} becomes this worker's and is closed by it. */
    Worker(Engine engine, JobSpec spec, JobFile jobFile, StopSignal stop, BlockCheck check) {
        this.engine = engine;
        this.spec = spec;
        this.jobFile = jobFile;
        this.stop = stop;
        this.check = check;
        writes = spec.pattern().direction() == Direction.WRITE;
        blockBytes = spec.blockBytes();
        long blockCount = jobFile.sizeBytes() / blockBytes;
        order = BlockOrder.of(spec.pattern(), blockCount, SEED);
        nextOffset = order.next() * blockBytes;
        toSubmit = spec.timeBased() ? Long.MAX_VALUE : blockCount;
        idle = new Transfer[(int) Math.min(spec.ioDepth(), toSubmit)];
    }

    /** The figures published last; null until the job has begun. */
    Progress progress() {
        return progress;
    }

    @Override
    public JobResult call() throws Refusal {
        try (engine; AsyncFile opened = JobEngine.open(engine, spec, jobFile)) {
            file = opened;
            try {
                makeTransfers();
                return run();
            } finally {
                for (int i = 0; i < idleCount; i++) {
                    idle[i].buffer.close();
                }
            }
        } catch (IOException e) {
            throw Refusal.failure(spec.name() + ": " + e.getMessage(), e);
        }
    }

    private void makeTransfers() throws Refusal {
        try {
            while (idleCount < idle.length) {
                idle[idleCount] = new Transfer(this, engine.allocate(blockBytes));
                if (writes) {
                    BlockContent.fill(idle[idleCount].buffer.segment(), (long) idleCount * blockBytes);
                }
                idleCount++;
            }
        } catch (OutOfMemoryError e) {
            throw Refusal.failure("iodepth=" + spec.ioDepth() + ": no memory for so many buffers of " + FioNumbers.bytes(blockBytes)
                    + "; use a smaller --iodepth or --bs", e);
        }
    }

    private JobResult run() throws IOException {
        ProcessUsage usageBefore = ProcessUsage.now();
        startNanos = System.nanoTime();
        deadlineNanos = startNanos + spec.runtimeNanos().orElse(Long.MAX_VALUE / 2);
        TunerStats stats = tunerStats();
        DepthRecorder depth = new DepthRecorder(stats, startNanos);
        publish(stats, startNanos);
        long now = startNanos;
        while (true) {
            submitIdle();
            if (inFlight == 0 && (ending || toSubmit == 0)) {
                break;
            }
            engine.await(PUBLISH_NANOS);
            now = System.nanoTime();
            ending |= stop.isRaised() || now - deadlineNanos >= 0;
            if (now - publishedNanos >= PUBLISH_NANOS) {
                stats = tunerStats();
                depth.update(stats);
                publish(stats, now);
            }
        }
        if (thrown != null) {
            throw new IllegalStateException("a callback failed: " + thrown, thrown);
        }
        IoTotals totals = new IoTotals(operations, bytes, shortOperations, latency.all());
        return new JobResult(spec, jobFile, ZonedDateTime.now(), now - startNanos, Map.of(spec.pattern().direction(), totals), depths,
                ProcessUsage.now().since(usageBefore), depth.trace(tunerStats(), enters()), Optional.ofNullable(failure));
    }

    // ---- the I/O loop

    private void submitIdle() {
        while (idleCount > 0 && submit(idle[idleCount - 1])) {
            idleCount--;
        }
    }

    /** Submits the next block with {@code transfer}; false where it may not, for now or for good. */
    private boolean submit(Transfer transfer) {
        if (ending || toSubmit == 0) {
            return false;
        }
        transfer.offset = nextOffset;
        if (writes) {
            BlockContent.stamp(transfer.buffer.segment(), nextOffset);
        }
        transfer.submittedNanos = System.nanoTime();
        long request = writes
                ? file.write(transfer.buffer, transfer.offset, transfer)
                : file.read(transfer.buffer, transfer.offset, transfer);
        if (request == Engine.AGAIN) {
            return false;
        }
        // Only now: a block that was not admitted is still the next one, whichever transfer takes it.
        nextOffset = order.next() * blockBytes;
        toSubmit--;
        inFlight++;
        depths.count(inFlight);
        return true;
    }

    /** Called by {@code transfer} when it is done, within {@link Engine#await(long)}. */
    void completed(Transfer transfer, int result) {
        long now = System.nanoTime();
        inFlight--;
        try {
            account(transfer, result, now);
            ending |= now - deadlineNanos >= 0;
            if (!submit(transfer)) {
                idle[idleCount++] = transfer;
            }
        } catch (RuntimeException | Error e) {
            // The engine would only log it, and the job would go on with one transfer less.
            thrown = e;
            ending = true;
        }
    }

    private void account(Transfer transfer, int result, long now) {
        if (result > 0) {
            operations++;
            bytes += result;
            shortOperations += result < blockBytes ? 1 : 0;
            latency.record(now - transfer.submittedNanos);
            if (check != null && !writes) {
                check.check(transfer.buffer.segment().asSlice(0, result), transfer.offset);
            }
        } else if (failure == null) {
            failure = new IoFailure(spec.pattern().direction(), transfer.offset, blockBytes, result);
            ending = true;
        }
    }

    // ---- the live figures

    private void publish(TunerStats stats, long now) {
        publishedNanos = now;
        progress = new Progress(now - startNanos, operations, bytes, inFlight, stats.limit(), stats.phase().name(), latency.recentP99Nanos(now));
    }

    private long enters() {
        return engine.stats().rings().getFirst().enters();
    }

    private TunerStats tunerStats() {
        return engine.stats().tuners().getFirst();
    }
}
