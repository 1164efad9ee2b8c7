package io.auraio.bench;

import io.auraio.Engine;
import io.auraio.bench.report.FioNumbers;
import io.auraio.bench.report.RunReport;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Does a run: makes the files of all its jobs, runs its stages one after the other, and prints the report. */
final class JobRunner {
    private final Console console;
    private final StopSignal stop;
    private final MadeFiles made;
    private final BlockCheck check;

    /** {@code check} looks at what is read; null: nobody does. */
    JobRunner(Console console, StopSignal stop, MadeFiles made, BlockCheck check) {
        this.console = console;
        this.stop = stop;
        this.made = made;
        this.check = check;
    }

    /** The exit status; what was refused is thrown. */
    int run(RunPlan plan, ReportOutput output) throws Refusal {
        List<List<ReadyJob>> stages = prepare(plan);
        if (stages.isEmpty()) {
            return 0;
        }
        long jobs = stages.stream().mapToLong(List::size).sum();
        output.begin(stages.stream().flatMap(List::stream).map(ReadyJob::spec).filter(spec -> spec.cloneIndex() == 0).map(JobRunner::header).toList(), jobs);
        DiskStats disks = DiskStats.of(stages.stream().flatMap(List::stream).flatMap(job -> job.files().stream()).map(JobFile::path).distinct().toList());
        List<JobResult> results = new ArrayList<>();
        for (List<ReadyJob> stage : stages) {
            // The first one always: its jobs end at once where the run is stopped, and there is a report to print.
            if (results.isEmpty() || !stop.isRaised()) {
                List<JobResult> before = List.copyOf(results);
                results.addAll(new StageRunner(console, stop, plan.options(), check).run(stage, now -> {
                    List<JobResult> all = new ArrayList<>(before);
                    all.addAll(now);
                    output.print(report(plan, all, disks));
                }));
            }
        }
        if (stop.isRaised()) {
            console.note(results.getFirst().spec().name() + ": stopped; this is what was done until then");
        }
        output.printLast(report(plan, results, disks));
        return reportFailures(results);
    }

    /** The jobs of each stage with their files; those that only make files are done with it. */
    private List<List<ReadyJob>> prepare(RunPlan plan) throws Refusal {
        List<List<ReadyJob>> stages = new ArrayList<>();
        // The engine first: where io_uring is refused there is no point in making a file.
        try (Engine engine = JobEngine.open(plan.stages().getFirst().getFirst())) {
            JobFiles files = new JobFiles(engine, made, stop, console::note);
            for (List<JobSpec> stage : plan.stages()) {
                List<ReadyJob> found = new ArrayList<>();
                for (JobSpec spec : stage) {
                    List<JobFile> ofJob = files.prepare(spec);
                    if (!spec.createOnly()) {
                        found.add(new ReadyJob(spec, ofJob));
                    }
                }
                if (!found.isEmpty()) {
                    stages.add(found);
                }
            }
        }
        return stages;
    }

    private static RunReport report(RunPlan plan, List<JobResult> results, DiskStats disks) {
        boolean grouped = results.stream().anyMatch(result -> result.spec().groupReporting());
        return new RunReport(Engine.version(), ZonedDateTime.now(), plan.globalOptions(), results.stream().map(JobResult::report).toList(), grouped,
                disks.untilNow());
    }

    /** The line that names a job before it begins. */
    private static String header(JobSpec spec) {
        String block = FioNumbers.bytes(spec.blockBytes());
        String range = block + "-" + block;
        return FioNumbers.format("%s: (g=%d): rw=%s, bs=(R) %s, (W) %s, (T) %s, ioengine=auraio, iodepth=%d",
                spec.name(), spec.groupId(), spec.pattern().fioName(), range, range, range, spec.depth().ioDepth());
    }

    private int reportFailures(List<JobResult> results) {
        int status = 0;
        for (JobResult result : results) {
            Optional<IoFailure> failure = result.failure();
            if (failure.isPresent()) {
                console.note("bffio: " + result.spec().name() + ": " + failure.get().describe());
                status = Refusal.FAILURE;
            }
        }
        return status;
    }
}
