package io.auraio.bench;

import io.auraio.Engine;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs a job's worker on a thread of its own and shows how far it is. */
final class JobRunner {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Console console;
    private final StopSignal stop;

    JobRunner(Console console, StopSignal stop) {
        this.console = console;
        this.stop = stop;
    }

    /**
     * Runs the job to its end, to its first failed operation, or to the stop signal.
     *
     * @param engine becomes the worker's, which closes it
     * @param check looks at what is read; null: nobody does
     */
    JobResult run(Engine engine, JobSpec spec, JobFile file, BlockCheck check) throws Refusal {
        Worker worker = new Worker(engine, spec, file, stop, check);
        FutureTask<JobResult> task = new FutureTask<>(worker);
        Thread.ofPlatform().name("bffio-" + spec.name()).start(task);
        LiveLine line = new LiveLine(console.err(), console.terminal());
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get(line.intervalMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    Progress progress = worker.progress();
                    if (progress != null) {
                        line.show(progress, secondsLeft(spec, file, progress));
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                    stop.raise(); // and go on waiting: the worker ends soon, and its file must not be removed under it
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Refusal refusal ? refusal : Refusal.failure(spec.name() + ": " + e.getCause(), e.getCause());
        } finally {
            line.end();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** By the clock, by the work that is left at the speed so far, or whichever ends first; -1 where nobody knows. */
    private static long secondsLeft(JobSpec spec, JobFile file, Progress now) {
        long elapsed = now.elapsedNanos();
        long byClock = spec.runtimeNanos().isPresent() ? Math.max(0, spec.runtimeNanos().getAsLong() - elapsed) : Long.MAX_VALUE;
        long byWork = Long.MAX_VALUE;
        if (!spec.timeBased() && now.bytes() > 0) {
            byWork = (long) ((double) elapsed * Math.max(0, file.sizeBytes() - now.bytes()) / now.bytes());
        }
        long left = Math.min(byClock, byWork);
        return left == Long.MAX_VALUE ? -1 : (left + NANOS_PER_SECOND / 2) / NANOS_PER_SECOND;
    }
}
