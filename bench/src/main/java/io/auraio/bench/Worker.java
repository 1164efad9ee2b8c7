package io.auraio.bench;

import io.auraio.AsyncFile;
import io.auraio.Engine;
import io.auraio.TunerStats;
import io.auraio.bench.report.CpuUse;
import io.auraio.bench.report.FioNumbers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/**
 * Does a job's I/O: one thread that drives a caller-driven engine of its own, submits as much as the engine admits, and submits again from the callbacks.
 *
 * <p>A loop of the job is a stretch of reads and writes by its {@link IoPlan}, and where what was written is to be verified, a second stretch that
 * reads it back: {@link ReadBack}. Between stretches nothing is in flight.
 *
 * <p>Everything here belongs to the thread that runs {@link #call()}, callbacks included, but for {@link #progress()} and {@link #snapshot()}, which any
 * thread may ask.
 */
final class Worker implements Callable<JobResult> {
    /** How often the stop signal is looked at, at least. */
    private static final long INTERVAL_NANOS = JobMeter.INTERVAL_NANOS;

    private final JobSpec spec;
    private final List<JobFile> jobFiles;
    private final StageStart start;
    private final StopSignal stop;
    private final BlockCheck check;

    private final IoPlan plan;
    private final long operationsPerLoop;
    private final ReadBack readBack;
    private final BlockFiller filler;
    private final BlockVerifier verifier;
    private final SyncSchedule syncs;

    private Engine engine;
    private AsyncFile[] files;
    private JobMeter meter;
    private CpuUse cpuBefore;
    private Pacer pacer;
    private final Transfer[] idle;
    private int idleCount;
    private int inFlight;
    private long toSubmit;
    private long writesInStretch;
    private boolean readingBack;
    private boolean ending;
    private int lastWritten;
    private boolean ramping;
    private long startNanos;
    private long stretchNanos;
    private long deadlineNanos;
    private IoFailure failure;
    private Throwable thrown;

    // volatile: the printing thread reads it; the record's own fields are final and come with it.
    private volatile Progress progress;

    // volatile: asked for by the printing thread, answered by this one.
    private volatile CompletableFuture<JobResult> snapshotWanted;

    /** {@code check} may be null. */
    Worker(JobSpec spec, List<JobFile> jobFiles, StageStart start, StopSignal stop, BlockCheck check) {
        this.spec = spec;
        this.jobFiles = jobFiles;
        this.start = start;
        this.stop = stop;
        this.check = check;
        plan = new IoPlan(spec, jobFiles);
        operationsPerLoop = plan.operationsPerLoop(spec.region().ioSize(), spec.files().fileBytes().isPresent() ? spec.region().size() : Optional.empty());
        long runSeed = SplitMix.mix(System.nanoTime());
        boolean readsBack = spec.pattern().writes() && spec.content().readBack() && spec.content().verify() != ContentSpec.Verify.NONE;
        readBack = readsBack ? new ReadBack(spec, jobFiles) : null;
        filler = BlockFiller.of(spec.content(), runSeed);
        verifier = readsBack || !spec.pattern().writes() ? BlockVerifier.of(spec.content(), runSeed, readsBack) : null;
        syncs = new SyncSchedule(spec.syncs());
        idle = new Transfer[(int) Math.min(spec.depth().ioDepth(), spec.time().timeBased() ? Integer.MAX_VALUE : operationsPerLoop * spec.region().loops())];
    }

    /** How many bytes the job is to move, those that are read back aside; {@link Long#MAX_VALUE} where only time ends it. */
    long bytesToDo() {
        return spec.time().timeBased() ? Long.MAX_VALUE : Math.multiplyExact(operationsPerLoop * spec.region().loops(), spec.blockBytes());
    }

    JobSpec spec() {
        return spec;
    }

    /** The figures published last; null until the job has begun. */
    Progress progress() {
        return progress;
    }

    /** The result as it is within a moment; never completed where the job ends before. */
    CompletableFuture<JobResult> snapshot() {
        CompletableFuture<JobResult> wanted = new CompletableFuture<>();
        snapshotWanted = wanted;
        return wanted;
    }

    @Override
    public JobResult call() throws Refusal {
        try (Engine opened = JobEngine.open(spec)) {
            engine = opened;
            try {
                openFiles();
                makeTransfers();
                start.ready();
                start.await();
                return run();
            } finally {
                closeAll();
            }
        } catch (IOException e) {
            throw Refusal.failure(spec.name() + ": " + e.getMessage(), e);
        } finally {
            start.ready(); // also where it never was: the others must not wait for it
        }
    }

    private void openFiles() throws Refusal {
        files = new AsyncFile[jobFiles.size()];
        for (int i = 0; i < files.length; i++) {
            files[i] = JobEngine.open(engine, spec, jobFiles.get(i), readBack != null);
        }
    }

    private void makeTransfers() throws Refusal {
        try {
            while (idleCount < idle.length) {
                idle[idleCount] = new Transfer(this, engine.allocate(spec.blockBytes()));
                if (spec.pattern().writes()) {
                    filler.fill(idle[idleCount]);
                    idle[idleCount].filled = true;
                }
                idleCount++;
            }
        } catch (OutOfMemoryError e) {
            throw Refusal.failure("iodepth=" + spec.depth().ioDepth() + ": no memory for so many buffers of " + FioNumbers.bytes(spec.blockBytes())
                    + "; use a smaller --iodepth or --bs", e);
        }
    }

    private void closeAll() throws IOException {
        for (int i = 0; i < idleCount; i++) {
            idle[i].buffer.close();
        }
        for (AsyncFile file : files) {
            if (file != null) {
                file.close();
            }
        }
    }

    private JobResult run() throws IOException {
        beginCounting(System.nanoTime());
        waitForStart();
        beginCounting(System.nanoTime());
        ramping = spec.time().rampNanos() > 0;
        deadlineNanos = startNanos + spec.time().rampNanos() + spec.time().runtimeNanos().orElse(Long.MAX_VALUE / 4);
        pacer = Pacer.isNeeded(spec.pace()) ? new Pacer(spec.pace(), startNanos) : null;
        for (long loop = 0; !ending && (spec.time().timeBased() || loop < spec.region().loops()); loop++) {
            stretch(operationsPerLoop, false);
            if (readBack != null && !ending) {
                stretch(writesInStretch, true);
            }
        }
        if (spec.syncs().atEnd() && spec.pattern().writes() && failure == null) {
            syncAll();
        }
        if (thrown != null) {
            throw new IllegalStateException("a callback failed: " + thrown, thrown);
        }
        return result(System.nanoTime());
    }

    private void beginCounting(long now) throws IOException {
        startNanos = now;
        stretchNanos = now;
        cpuBefore = ThreadUsage.now();
        meter = new JobMeter(engine.stats(), now, spec.depth().targetP99Nanos().isPresent());
        publish(tunerStats(), now);
    }

    private void waitForStart() {
        long beginNanos = startNanos + spec.time().startDelayNanos();
        while (System.nanoTime() - beginNanos < 0 && !stop.isRaised()) {
            engine.await(Math.min(INTERVAL_NANOS, Math.max(1, beginNanos - System.nanoTime())));
        }
    }

    /** Does so many operations, or fewer where the job ends; nothing is in flight before and after. */
    private void stretch(long operations, boolean isReadBack) throws IOException {
        readingBack = isReadBack;
        toSubmit = operations;
        writesInStretch = 0;
        stretchNanos = System.nanoTime();
        if (stop.isRaised()) {
            ending = true;
        }
        long now = stretchNanos;
        while (true) {
            submitIdle();
            if (inFlight == 0 && (ending || toSubmit == 0)) {
                break;
            }
            engine.await(waitNanos(now));
            meter.roundEnded();
            now = System.nanoTime();
            ending |= stop.isRaised() || now - deadlineNanos >= 0;
            if (ramping && now - startNanos >= spec.time().rampNanos()) {
                ramping = false;
                beginCounting(now);
            }
            if (meter.target != null && meter.target.isTickDue(now)) {
                meter.target.tick(now, tunerStats());
            }
            if (meter.isTickDue(now)) {
                TunerStats stats = tunerStats();
                meter.tick(now, stats, inFlight);
                publish(stats, now);
            }
            answerSnapshot(now);
        }
        countRuntime(now);
    }

    private long waitNanos(long now) {
        if (pacer == null || ending || toSubmit == 0 || readingBack) {
            return INTERVAL_NANOS;
        }
        return Math.clamp(pacer.waitNanos(plan.direction(), now, inFlight), 1, INTERVAL_NANOS);
    }

    private void countRuntime(long now) {
        long nanos = now - stretchNanos;
        stretchNanos = now;
        if (readingBack || spec.pattern().reads()) {
            meter.ran(Direction.READ, nanos);
        }
        if (!readingBack && spec.pattern().writes()) {
            meter.ran(Direction.WRITE, nanos);
        }
    }

    // ---- the I/O loop

    private void submitIdle() {
        while (idleCount > 0 && submit(idle[idleCount - 1])) {
            idleCount--;
        }
    }

    /** Submits the next operation with {@code transfer}; false where it may not, for now or for good. */
    private boolean submit(Transfer transfer) {
        if (ending || toSubmit == 0) {
            return false;
        }
        if (readingBack) {
            return submitReadBack(transfer);
        }
        if (pacer != null && pacer.waitNanos(plan.direction(), System.nanoTime(), inFlight) > 0) {
            return false;
        }
        boolean write = plan.direction() == Direction.WRITE;
        if (write && syncs.isDue()) {
            return submitSync(transfer, lastWritten, syncs.isDataOnly());
        }
        transfer.kind = write ? Transfer.Kind.WRITE : Transfer.Kind.READ;
        transfer.file = plan.file();
        transfer.offset = plan.offset();
        if (!(write ? submitWrite(transfer) : submitRead(transfer))) {
            return false;
        }
        // Only now: a block that was not admitted is still the next one, whichever transfer takes it.
        if (pacer != null) {
            pacer.begun(plan.direction(), spec.blockBytes());
        }
        plan.advance();
        toSubmit--;
        return true;
    }

    private boolean submitWrite(Transfer transfer) {
        if (!transfer.filled) {
            filler.fill(transfer);
            transfer.filled = true;
        }
        filler.prepare(transfer);
        transfer.startedNanos = System.nanoTime();
        if (files[transfer.file].write(transfer.buffer, transfer.offset, transfer) == Engine.AGAIN) {
            return false;
        }
        transfer.submittedNanos = System.nanoTime();
        lastWritten = transfer.file;
        writesInStretch++;
        syncs.written();
        submitted();
        return true;
    }

    private boolean submitRead(Transfer transfer) {
        transfer.filled = false;
        transfer.startedNanos = System.nanoTime();
        if (files[transfer.file].read(transfer.buffer, transfer.offset, transfer) == Engine.AGAIN) {
            return false;
        }
        transfer.submittedNanos = System.nanoTime();
        submitted();
        return true;
    }

    private boolean submitReadBack(Transfer transfer) {
        readBack.seek();
        transfer.kind = Transfer.Kind.READ_BACK;
        transfer.file = readBack.file();
        transfer.offset = readBack.offset();
        if (!submitRead(transfer)) {
            return false;
        }
        readBack.advance();
        toSubmit--;
        return true;
    }

    private boolean submitSync(Transfer transfer, int file, boolean dataOnly) {
        transfer.kind = Transfer.Kind.SYNC;
        transfer.file = file;
        transfer.startedNanos = System.nanoTime();
        long request = dataOnly ? files[file].fdatasync(transfer) : files[file].fsync(transfer);
        if (request == Engine.AGAIN) {
            return false;
        }
        syncs.synced();
        inFlight++;
        return true;
    }

    private void submitted() {
        inFlight++;
        meter.submitted(inFlight);
    }

    /** fsyncs each file and waits for it: fio's end_fsync, which is in no figure. */
    private void syncAll() {
        Transfer transfer = idle[idleCount - 1];
        ending = true; // its completion begins nothing else
        for (int file = 0; file < files.length && failure == null; file++) {
            while (!submitSync(transfer, file, false)) {
                engine.await(INTERVAL_NANOS);
            }
            idleCount--;
            while (inFlight > 0) {
                engine.await(INTERVAL_NANOS);
            }
        }
    }

    /** Called by {@code transfer} when it is done, within {@link Engine#await(long)}. */
    void completed(Transfer transfer, long request, int result) {
        long now = engine.reapedNanos(request);
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
        if (transfer.kind == Transfer.Kind.SYNC) {
            if (result < 0) {
                fail(transfer, "fsync", 0, result, null);
            } else if (!ending) {
                meter.synced(now - transfer.startedNanos);
            }
            return;
        }
        boolean write = transfer.kind == Transfer.Kind.WRITE;
        if (result <= 0) {
            fail(transfer, write ? "write" : "read", spec.blockBytes(), result, null);
            return;
        }
        meter.completed(write ? Direction.WRITE : Direction.READ, result, spec.blockBytes(), transfer.submittedNanos - transfer.startedNanos,
                now - transfer.submittedNanos);
        if (!write) {
            checkBlock(transfer, result);
        }
    }

    private void checkBlock(Transfer transfer, int result) {
        if (check != null) {
            check.check(transfer.buffer.segment().asSlice(0, result), transfer.offset);
        }
        // What a job reads while it still writes may not have been written yet.
        if (verifier != null && result == spec.blockBytes() && (readBack == null || transfer.kind == Transfer.Kind.READ_BACK)) {
            Mismatch mismatch = verifier.check(transfer);
            if (mismatch != null) {
                fail(transfer, "read", result, result, mismatch);
            }
        }
    }

    private void fail(Transfer transfer, String operation, int lengthBytes, int result, Mismatch mismatch) {
        ending = true;
        if (failure == null) {
            Path path = jobFiles.get(transfer.file).path();
            failure = new IoFailure(operation, path, transfer.offset, lengthBytes, result, Optional.ofNullable(mismatch));
        }
    }

    // ---- the figures

    private void publish(TunerStats stats, long now) {
        progress = new Progress(now - startNanos, meter.operations(), meter.bytes(), inFlight, stats.limit(), stats.phase().name(), meter.recentP99Nanos());
    }

    private void answerSnapshot(long now) throws IOException {
        CompletableFuture<JobResult> wanted = snapshotWanted;
        if (wanted != null) {
            snapshotWanted = null;
            countRuntime(now);
            wanted.complete(result(now));
        }
    }

    private JobResult result(long now) throws IOException {
        meter.depth.update(tunerStats());
        Optional<IoFailure> failed = Optional.ofNullable(failure);
        CpuUse cpu = ThreadUsage.between(cpuBefore, ThreadUsage.now());
        return new JobResult(spec, jobFiles, JobReports.of(spec, meter, engine.stats(), cpu, now, failed), failed);
    }

    private TunerStats tunerStats() {
        return engine.stats().tuners().getFirst();
    }
}
