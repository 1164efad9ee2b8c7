package io.auraio.bench.report;

import static io.auraio.bench.report.FioNumbers.format;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A run's report in the layout of fio 3.33, with lines of its own on the depth after those of each job. */
public final class TextReport {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT);

    private final RunReport run;

    /**
     * A report that was not yet written.
     *
     * @param run what is to be reported
     */
    public TextReport(RunReport run) {
        this.run = run;
    }

    /**
     * The report.
     *
     * @return its lines, the empty ones too
     */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        Map<Integer, List<JobReport>> groups = run.groups();
        groups.forEach((_, jobs) -> {
            GroupText group = new GroupText(jobs);
            jobs.forEach(job -> lines.addAll(new JobText(job, group).lines()));
        });
        groups.forEach((number, jobs) -> lines.addAll(new GroupText(jobs).lines(number)));
        if (!run.disks().isEmpty()) {
            lines.add("");
            lines.add("Disk stats (read/write):");
            run.disks().forEach(disk -> lines.add(disk(disk)));
        }
        return lines;
    }

    /** A time as fio writes it: Fri Nov 20 13:50:38 2026. */
    static String date(ZonedDateTime time) {
        return DATE.format(time);
    }

    private static String disk(DiskUse disk) {
        return format("  %s: ios=%d/%d, merge=%d/%d, ticks=%d/%d, in_queue=%d, util=%.2f%%", disk.name(), disk.readOperations(), disk.writeOperations(),
                disk.readMerges(), disk.writeMerges(), disk.readMillis(), disk.writeMillis(), disk.queueMillis(), disk.utilisation());
    }
}
