package io.auraio.bench.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A run as JSON with the structure and the units of fio 3.33, so that what reads fio's reads this as well, and a section {@code AuraIO} in each job.
 *
 * <p>{@code fio version} names the release that this is like, and then bffio's own.
 */
public final class JsonReport {
    private static final String NAME = "fio-" + RunReport.FIO_VERSION + "-bffio-";
    private static final double KIB = 1024;

    /** What fio writes for the seconds that are left where there is nothing to estimate, as in every report behind the end. */
    private static final int ETA_UNKNOWN = Integer.MAX_VALUE;
    private static final ObjectWriter WRITER = writer();

    private final RunReport run;
    private final boolean bins;

    /**
     * A report that was not yet written.
     *
     * @param run what is to be reported
     * @param bins whether each latency has all its bins, and each job what was seen over time: {@code json+}
     */
    public JsonReport(RunReport run, boolean bins) {
        this.run = run;
        this.bins = bins;
    }

    /**
     * The report.
     *
     * @return one JSON object over many lines, as fio indents it
     */
    public String text() {
        try {
            return WRITER.writeValueAsString(node());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of numbers and strings can always be written: " + e.getMessage(), e);
        }
    }

    private ObjectNode node() {
        ObjectNode root = JsonFigures.NODES.objectNode();
        root.put("fio version", NAME + run.version());
        root.put("timestamp", run.made().toEpochSecond());
        root.put("timestamp_ms", run.made().toInstant().toEpochMilli());
        root.put("time", TextReport.date(run.made()));
        if (!run.globalOptions().isEmpty()) {
            run.globalOptions().forEach(root.putObject("global options")::put);
        }
        ArrayNode jobs = root.putArray("jobs");
        run.groups().values().forEach(group -> group.forEach(job -> jobs.add(job(job, group))));
        ArrayNode disks = root.putArray("disk_util");
        run.disks().forEach(disk -> disks.add(disk(disk)));
        return root;
    }

    private ObjectNode job(JobReport job, List<JobReport> group) {
        GroupText shares = new GroupText(group);
        ObjectNode node = JsonFigures.NODES.objectNode();
        node.put("jobname", job.name());
        node.put("groupid", job.group());
        node.put("error", job.error());
        node.put("eta", ETA_UNKNOWN);
        node.put("elapsed", job.elapsedSeconds());
        job.options().forEach(node.putObject("job options")::put);
        node.set("read", direction(job.read(), shares.percentOfGroup(JobReport::read, job.read().bandwidth().mean())));
        node.set("write", direction(job.write(), shares.percentOfGroup(JobReport::write, job.write().bandwidth().mean())));
        node.set("trim", direction(DirectionReport.none(), 0));
        ObjectNode sync = node.putObject("sync");
        sync.put("total_ios", job.sync().moments().count());
        sync.set("lat_ns", JsonFigures.latency(job.sync(), bins));
        putLoop(node, job);
        JsonFigures.putLatencyClasses(node, job.completions());
        node.put("latency_depth", job.engine().target().map(TargetAnswer::concurrency).orElse(job.ioDepth()));
        node.put("latency_target", job.engine().target().map(TargetAnswer::targetNanos).orElse(0L));
        node.put("latency_percentile", JsonFigures.decimal(job.engine().target().isPresent() ? 99 : 100));
        node.put("latency_window", 0);
        node.set("AuraIO", new JsonEngine(job, bins).node());
        return node;
    }

    private static void putLoop(ObjectNode node, JobReport job) {
        double runtimeNanos = Math.max(1, job.runtimeMillis()) * 1e6;
        node.put("job_runtime", job.runtimeMillis());
        node.put("usr_cpu", JsonFigures.decimal(100 * job.cpu().userNanos() / runtimeNanos));
        node.put("sys_cpu", JsonFigures.decimal(100 * job.cpu().systemNanos() / runtimeNanos));
        node.put("ctx", job.cpu().contextSwitches());
        node.put("majf", job.cpu().majorFaults());
        node.put("minf", job.cpu().minorFaults());
        node.set("iodepth_level", JsonFigures.classes(job.depths()));
        node.set("iodepth_submit", JsonFigures.classes(job.submits()));
        node.set("iodepth_complete", JsonFigures.classes(job.completes()));
    }

    private ObjectNode direction(DirectionReport report, double percentOfGroup) {
        ObjectNode node = JsonFigures.NODES.objectNode();
        node.put("io_bytes", report.bytes());
        node.put("io_kbytes", report.bytes() / (long) KIB);
        node.put("bw_bytes", (long) report.bytesPerSecond());
        node.put("bw", (long) (report.bytesPerSecond() / KIB));
        node.put("iops", JsonFigures.decimal(report.operationsPerSecond()));
        node.put("runtime", report.runtimeMillis());
        node.put("total_ios", report.operations());
        node.put("short_ios", report.shortOperations());
        node.put("drop_ios", 0);
        node.set("slat_ns", JsonFigures.moments(report.submission()));
        node.set("clat_ns", JsonFigures.latency(report.completion(), bins));
        node.set("lat_ns", JsonFigures.moments(report.total()));
        putRates(node, "bw", report.bandwidth(), "dev", percentOfGroup);
        putRates(node, "iops", report.iops(), "stddev", Double.NaN);
        return node;
    }

    /** A share that is no number is left out: fio has one of bandwidth only. */
    private static void putRates(ObjectNode node, String name, Moments rates, String deviationName, double percentOfGroup) {
        node.put(name + "_min", rates.min());
        node.put(name + "_max", rates.max());
        if (!Double.isNaN(percentOfGroup)) {
            node.put(name + "_agg", JsonFigures.decimal(rates.count() == 0 ? 0 : percentOfGroup));
        }
        node.put(name + "_mean", JsonFigures.decimal(rates.mean()));
        node.put(name + "_" + deviationName, JsonFigures.decimal(rates.deviation()));
        node.put(name + "_samples", rates.count());
    }

    private static ObjectNode disk(DiskUse disk) {
        return JsonFigures.NODES.objectNode()
                .put("name", disk.name())
                .put("read_ios", disk.readOperations())
                .put("write_ios", disk.writeOperations())
                .put("read_merges", disk.readMerges())
                .put("write_merges", disk.writeMerges())
                .put("read_ticks", disk.readMillis())
                .put("write_ticks", disk.writeMillis())
                .put("in_queue", disk.queueMillis())
                .put("util", JsonFigures.decimal(disk.utilisation()));
    }

    private static ObjectWriter writer() {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        DefaultIndenter newLine = new DefaultIndenter("  ", "\n");
        printer.indentObjectsWith(newLine);
        printer.indentArraysWith(newLine);
        return JsonMapper.builder().enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN).build().writer(printer);
    }
}
