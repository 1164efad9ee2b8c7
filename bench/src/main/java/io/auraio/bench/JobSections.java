package io.auraio.bench;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Jobs as they are described one after the other, on the command line and in job files: what comes before the first job, or in a section named
 * {@code global}, holds for all jobs that follow.
 */
final class JobSections {
    private static final String GLOBAL = "global";
    private static final String OWN_JOB_NAME = "bffio";
    private static final int MAX_CLONES = 4096;

    /** What is described by one section. */
    private record Section(JobValues values, boolean afterBoundary) {}

    private final Set<String> wanted;
    private final JobValues global = new JobValues();
    private final List<Section> sections = new ArrayList<>();
    private final Set<String> engines = new LinkedHashSet<>();
    private JobValues current = global;
    private boolean boundary;
    private boolean anyFile;

    /** {@code wanted} are the jobs to take; empty: all. */
    JobSections(Set<String> wanted) {
        this.wanted = wanted;
    }

    /** What follows is another job, or for all jobs. */
    void begin(OptionValue name) throws Refusal {
        if (name.text().isBlank()) {
            throw Refusal.usage(name.origin() + "name=" + name.text() + ": a job needs a name that is not empty");
        }
        if (name.text().equals(GLOBAL)) {
            current = global;
            return;
        }
        current = global.copy();
        current.put(JobOption.NAME, name);
        if (wanted.isEmpty() || wanted.contains(name.text())) {
            sections.add(new Section(current, boundary));
            boundary = false;
        }
    }

    void put(JobOption option, OptionValue value) throws Refusal {
        if (option == JobOption.IOENGINE) {
            FioEngines.check(value);
            engines.add(value.text());
        }
        current.put(option, value);
    }

    /** The next job waits for all before it. */
    void beginFile() {
        boundary = true;
        anyFile = true;
    }

    /** What holds for all jobs. */
    Map<String, String> globalOptions() {
        return global.given();
    }

    /** The engines that were asked for. */
    Set<String> engines() {
        return engines;
    }

    /** The jobs in their stages; bffio's own one where none was described. */
    List<List<JobSpec>> stages() throws Refusal {
        if (sections.isEmpty() && (anyFile || !wanted.isEmpty())) {
            throw Refusal.usage(wanted.isEmpty() ? "no job: the job files hold no [section] beside [global]; add one"
                    : "section=" + String.join(",", wanted) + ": no such job; name a [section] of the job files");
        }
        if (sections.isEmpty()) {
            return List.of(clones(global, OWN_JOB_NAME, 0, true));
        }
        List<List<JobSpec>> stages = new ArrayList<>();
        int groupId = 0;
        for (Section section : sections) {
            JobValues values = section.values();
            boolean newStage = section.afterBoundary() || values.flag(JobOption.STONEWALL, false);
            if (!stages.isEmpty() && (newStage || values.flag(JobOption.NEW_GROUP, false))) {
                groupId++;
            }
            if (stages.isEmpty() || newStage) {
                stages.add(new ArrayList<>());
            }
            stages.getLast().addAll(clones(values, values.text(JobOption.NAME).orElseThrow(), groupId, false));
        }
        return stages;
    }

    private static List<JobSpec> clones(JobValues values, String name, int groupId, boolean ownJob) throws Refusal {
        int count = values.count(JobOption.NUMJOBS, 1, MAX_CLONES, 1);
        List<JobSpec> clones = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clones.add(JobSpec.of(name, groupId, i, values, ownJob));
        }
        return clones;
    }
}
