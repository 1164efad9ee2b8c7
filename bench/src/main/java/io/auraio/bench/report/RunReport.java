package io.auraio.bench.report;

import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A run of bffio: its jobs, and what their disks did meanwhile.
 *
 * @param version bffio's own, such as {@code 0.1.0}
 * @param made when this report was made
 * @param globalOptions what the user gave for all jobs, by fio's names
 * @param jobs every job by itself, in the order of their numbers
 * @param grouped whether the jobs of a group are to be shown as one: {@code --group_reporting}
 * @param disks the disks under the jobs' files; empty where nobody knows them
 */
public record RunReport(
        String version, ZonedDateTime made, Map<String, String> globalOptions, List<JobReport> jobs, boolean grouped, List<DiskUse> disks) {
    /** The release of fio whose reports these are like. */
    public static final String FIO_VERSION = "3.33";

    /** Copies the collections. */
    public RunReport {
        globalOptions = Collections.unmodifiableMap(new LinkedHashMap<>(globalOptions));
        jobs = List.copyOf(jobs);
        disks = List.copyOf(disks);
    }

    /** The jobs as the user wants to see them: each, or one for each group. */
    Collection<JobReport> shown() {
        if (!grouped) {
            return jobs;
        }
        Map<Integer, JobReport> groups = new TreeMap<>();
        jobs.forEach(job -> groups.merge(job.group(), job, JobReport::merge));
        return groups.values();
    }

    /** The groups and the shown jobs of each. */
    Map<Integer, List<JobReport>> groups() {
        Map<Integer, List<JobReport>> groups = new TreeMap<>();
        shown().forEach(job -> groups.computeIfAbsent(job.group(), _ -> new ArrayList<>()).add(job));
        return groups;
    }
}
