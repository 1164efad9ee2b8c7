package io.auraio.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Runs the jobs of a stage at the same time, each on a thread of its own, and shows how far they are. */
final class StageRunner {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** The longest that a status report waits for a job. */
    private static final long SNAPSHOT_SECONDS = 1;

    private final Console console;
    private final StopSignal stop;
    private final RunOptions options;
    private final BlockCheck check;

    /** {@code check} looks at what is read; null: nobody does. */
    StageRunner(Console console, StopSignal stop, RunOptions options, BlockCheck check) {
        this.console = console;
        this.stop = new StopSignal(stop);
        this.options = options;
        this.check = check;
    }

    /**
     * Runs the jobs to their ends, to their first failed operations, or to the stop signal.
     *
     * @param jobs what is to be run
     * @param status gets the results so far where a status report is due
     * @return the results in the order of the jobs
     */
    List<JobResult> run(List<ReadyJob> jobs, Consumer<List<JobResult>> status) throws Refusal {
        StageStart start = new StageStart(jobs.size());
        List<Worker> workers = new ArrayList<>();
        List<FutureTask<JobResult>> tasks = new ArrayList<>();
        for (ReadyJob job : jobs) {
            Worker worker = new Worker(job.spec(), job.files(), start, stop, check);
            FutureTask<JobResult> task = new FutureTask<>(worker);
            workers.add(worker);
            tasks.add(task);
            Thread.ofPlatform().name("bffio-" + job.spec().name() + "." + job.spec().cloneIndex()).start(task);
        }
        start.awaitReady();
        if (tasks.stream().anyMatch(FutureTask::isDone)) {
            stop.raise(); // one could not even begin: the run is wrong, and the others are not to do their I/O
        }
        start.go();
        return await(workers, tasks, status);
    }

    private List<JobResult> await(List<Worker> workers, List<FutureTask<JobResult>> tasks, Consumer<List<JobResult>> status) throws Refusal {
        LiveLine line = new LiveLine(console.err(), console.terminal(), options.eta());
        long statusNanos = System.nanoTime();
        List<JobResult> results = new ArrayList<>();
        Refusal refusal = null;
        boolean interrupted = false;
        try {
            while (results.size() < tasks.size()) {
                try {
                    results.add(tasks.get(results.size()).get(line.intervalMillis(), TimeUnit.MILLISECONDS));
                } catch (TimeoutException e) {
                    show(line, workers);
                    if (options.statusIntervalNanos().isPresent() && System.nanoTime() - statusNanos >= options.statusIntervalNanos().getAsLong()) {
                        statusNanos = System.nanoTime();
                        status.accept(snapshots(workers, tasks));
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                    stop.raise(); // and go on waiting: the workers end soon, and their files must not be removed under them
                } catch (ExecutionException e) {
                    refusal = refusal != null ? refusal : refusalOf(workers.get(results.size()).spec(), e.getCause());
                    stop.raise();
                    results.add(null);
                }
            }
        } finally {
            line.end();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        if (refusal != null) {
            throw refusal;
        }
        return results;
    }

    private static Refusal refusalOf(JobSpec spec, Throwable cause) {
        return cause instanceof Refusal refusal ? refusal : Refusal.failure(spec.name() + ": " + cause, cause);
    }

    private static List<JobResult> snapshots(List<Worker> workers, List<FutureTask<JobResult>> tasks) {
        List<CompletableFuture<JobResult>> asked = workers.stream().map(Worker::snapshot).toList();
        List<JobResult> results = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            results.add(tasks.get(i).isDone() ? tasks.get(i).resultNow()
                    : asked.get(i).completeOnTimeout(null, SNAPSHOT_SECONDS, TimeUnit.SECONDS).join());
        }
        return results.stream().filter(Objects::nonNull).toList();
    }

    private static void show(LiveLine line, List<Worker> workers) {
        Optional<Progress> progress = workers.stream().map(Worker::progress).filter(Objects::nonNull).reduce(Progress::plus);
        progress.ifPresent(now -> line.show(now, secondsLeft(workers)));
    }

    /** Until the last of them is done: by the clock, by the work that is left at the speed so far, or whichever ends first; -1 where nobody knows. */
    private static long secondsLeft(List<Worker> workers) {
        long longest = 0;
        for (Worker worker : workers) {
            Progress now = worker.progress();
            TimeSpec time = worker.spec().time();
            if (now == null) {
                return -1;
            }
            long byClock = time.runtimeNanos().isPresent()
                    ? Math.max(0, time.rampNanos() + time.runtimeNanos().getAsLong() - now.elapsedNanos()) : Long.MAX_VALUE;
            long byWork = Long.MAX_VALUE;
            if (!time.timeBased() && now.bytes() > 0) {
                byWork = (long) ((double) now.elapsedNanos() * Math.max(0, worker.bytesToDo() - now.bytes()) / now.bytes());
            }
            longest = Math.max(longest, Math.min(byClock, byWork));
        }
        return longest == Long.MAX_VALUE ? -1 : (longest + NANOS_PER_SECOND / 2) / NANOS_PER_SECOND;
    }
}
