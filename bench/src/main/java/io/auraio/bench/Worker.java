package io.auraio.bench;

import io.auraio.AsyncFile;
import io.auraio.Engine;
import io.auraio.TunerStats;
import io.auraio.bench.report.CpuUse;
import io.auraio.bench.report.FioNumbers;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Does a job's I/O: one thread that drives a caller-driven engine of its own, submits as much as the engine admits, and submits again from the callbacks.
 *
 * <p>Everything here belongs to the thread that runs {@link #call()}, callbacks included, but for {@link #progress()}, which any thread may ask.
 */
final class Worker implements Callable<JobResult> {
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
    private JobMeter meter;
    private final Transfer[] idle;
    private int idleCount;
    private int inFlight;
    private long toSubmit;
    private long nextOffset;
    private boolean ending;
    private long startNanos;
    private long deadlineNanos;
    private IoFailure failure;
    private Throwable thrown;

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
        CpuUse cpuBefore = ThreadUsage.now();
        startNanos = System.nanoTime();
        deadlineNanos = startNanos + spec.runtimeNanos().orElse(Long.MAX_VALUE / 2);
        meter = new JobMeter(tunerStats(), startNanos);
        publish(tunerStats(), startNanos);
        long now = startNanos;
        while (true) {
            submitIdle();
            if (inFlight == 0 && (ending || toSubmit == 0)) {
                break;
            }
            engine.await(JobMeter.INTERVAL_NANOS);
            meter.roundEnded();
            now = System.nanoTime();
            ending |= stop.isRaised() || now - deadlineNanos >= 0;
            if (meter.isTickDue(now)) {
                TunerStats stats = tunerStats();
                meter.tick(now, stats, inFlight);
                publish(stats, now);
            }
        }
        if (thrown != null) {
            throw new IllegalStateException("a callback failed: " + thrown, thrown);
        }
        meter.depth.update(tunerStats());
        Optional<IoFailure> failed = Optional.ofNullable(failure);
        CpuUse cpu = ThreadUsage.between(cpuBefore, ThreadUsage.now());
        return new JobResult(spec, jobFile, JobReports.of(spec, meter, engine.stats(), cpu, now, failed), failed);
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
        transfer.startedNanos = System.nanoTime();
        long request = writes
                ? file.write(transfer.buffer, transfer.offset, transfer)
                : file.read(transfer.buffer, transfer.offset, transfer);
        if (request == Engine.AGAIN) {
            return false;
        }
        transfer.submittedNanos = System.nanoTime();
        // Only now: a block that was not admitted is still the next one, whichever transfer takes it.
        nextOffset = order.next() * blockBytes;
        toSubmit--;
        inFlight++;
        meter.submitted(inFlight);
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
            meter.completed(writes ? Direction.WRITE : Direction.READ, result, blockBytes, transfer.submittedNanos - transfer.startedNanos,
                    now - transfer.submittedNanos);
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
        progress = new Progress(now - startNanos, meter.operations(), meter.bytes(), inFlight, stats.limit(), stats.phase().name(), meter.recentP99Nanos());
    }

    private TunerStats tunerStats() {
        return engine.stats().tuners().getFirst();
    }
}
