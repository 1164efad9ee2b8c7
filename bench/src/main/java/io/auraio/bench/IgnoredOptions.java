package io.auraio.bench;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Options of fio's that bffio takes without doing what they say, because that does not change what is measured. Whatever is neither here nor a
 * {@link JobOption} is an error.
 */
final class IgnoredOptions {
    private static final String ALWAYS_THREADS = "ignored; bffio's jobs are always threads";
    private static final String ONE_ENGINE = "ignored; bffio's engine submits and reaps in batches of its own finding";
    private static final String MEASURED_ANYWAY = "ignored; bffio always measures this";
    private static final String NO_LOGS = "ignored; bffio writes no logs";
    private static final String ONLY_SHOWN = "ignored; it changes only what is shown";
    private static final String LAYOUT = "ignored; it concerns only how files are made";

    private static final Map<String, String> REASONS = new TreeMap<>(Map.ofEntries(
            Map.entry("thread", ALWAYS_THREADS),
            Map.entry("iodepth_batch", ONE_ENGINE),
            Map.entry("iodepth_batch_submit", ONE_ENGINE),
            Map.entry("iodepth_batch_complete", ONE_ENGINE),
            Map.entry("iodepth_batch_complete_min", ONE_ENGINE),
            Map.entry("iodepth_batch_complete_max", ONE_ENGINE),
            Map.entry("iodepth_low", ONE_ENGINE),
            Map.entry("clocksource", MEASURED_ANYWAY),
            Map.entry("gtod_reduce", MEASURED_ANYWAY),
            Map.entry("disable_lat", MEASURED_ANYWAY),
            Map.entry("disable_clat", MEASURED_ANYWAY),
            Map.entry("disable_slat", MEASURED_ANYWAY),
            Map.entry("disable_bw_measurement", MEASURED_ANYWAY),
            Map.entry("clat_percentiles", MEASURED_ANYWAY),
            Map.entry("lat_percentiles", MEASURED_ANYWAY),
            Map.entry("slat_percentiles", MEASURED_ANYWAY),
            Map.entry("percentile_list", ONLY_SHOWN),
            Map.entry("disk_util", ONLY_SHOWN),
            Map.entry("unified_rw_reporting", ONLY_SHOWN),
            Map.entry("eta-newline", ONLY_SHOWN),
            Map.entry("significant_figures", ONLY_SHOWN),
            Map.entry("write_bw_log", NO_LOGS),
            Map.entry("write_lat_log", NO_LOGS),
            Map.entry("write_iops_log", NO_LOGS),
            Map.entry("write_hist_log", NO_LOGS),
            Map.entry("log_avg_msec", NO_LOGS),
            Map.entry("log_hist_msec", NO_LOGS),
            Map.entry("bwavgtime", NO_LOGS),
            Map.entry("iopsavgtime", NO_LOGS),
            Map.entry("per_job_logs", NO_LOGS),
            Map.entry("create_serialize", LAYOUT),
            Map.entry("create_fsync", LAYOUT),
            Map.entry("randrepeat", "ignored; use randseed for other random offsets"),
            Map.entry("allrandrepeat", "ignored; use randseed for other random offsets"),
            Map.entry("random_generator", "ignored; bffio's order needs no map and covers files of any size"),
            Map.entry("mem", "ignored; buffers come from the engine's pool"),
            Map.entry("iomem", "ignored; buffers come from the engine's pool"),
            Map.entry("exitall_on_error", "ignored; the other jobs run on"),
            Map.entry("max-jobs", "ignored; there is no such limit")));

    private IgnoredOptions() {}

    static Set<String> names() {
        return REASONS.keySet();
    }

    /** Why an option is ignored; empty where it is not. */
    static Optional<String> reason(String name) {
        return Optional.ofNullable(REASONS.get(name));
    }
}
