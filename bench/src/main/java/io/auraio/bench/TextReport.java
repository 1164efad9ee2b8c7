package io.auraio.bench;

import static io.auraio.bench.FioNumbers.format;

import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A job's report in the layout of fio 3.33, with a section of its own on the depth.
 *
 * <p>What fio splits into slat and clat is one figure here, {@code lat}, which the percentiles are of as well: the clock starts when the operation
 * is handed to the engine, so the time it waits to be submitted with others is in it.
 */
final class TextReport {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy", Locale.ROOT);

    private final JobResult result;

    TextReport(JobResult result) {
        this.result = result;
    }

    /** The line that names the job before it begins. */
    static String header(JobSpec spec) {
        String block = FioNumbers.bytes(spec.blockBytes());
        String range = block + "-" + block;
        return format("%s: (g=0): rw=%s, bs=(R) %s, (W) %s, (T) %s, ioengine=auraio, iodepth=%d",
                spec.name(), spec.pattern().fioName(), range, range, range, spec.ioDepth());
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(format("%s: (groupid=0, jobs=1): err=%2d: pid=%d: %s",
                result.spec().name(), result.failure().map(IoFailure::errno).orElse(0), ProcessHandle.current().pid(), DATE.format(result.ended())));
        for (Direction direction : Direction.values()) {
            IoTotals totals = result.totals().get(direction);
            if (totals != null && totals.operations() > 0) {
                LatencyText latency = new LatencyText(totals.latencyNanos());
                lines.add(format("  %s: IOPS=%s, BW=%s (%s)(%s/%dmsec)", direction.fioName(),
                        FioNumbers.count(perSecond(totals.operations())), bandwidth(totals), decimalBandwidth(totals),
                        FioNumbers.bytes(totals.bytes()), runtimeMillis()));
                lines.add(latency.summary());
                lines.addAll(latency.percentiles());
                lines.addAll(latency.distribution());
            }
        }
        lines.add(cpu());
        lines.add(depths());
        lines.add(issued());
        lines.addAll(new DepthText(result).lines());
        lines.add("");
        lines.add("Run status group 0 (all jobs):");
        for (Direction direction : Direction.values()) {
            IoTotals totals = result.totals().get(direction);
            if (totals != null && totals.operations() > 0) {
                lines.add(groupStatus(direction, totals));
            }
        }
        return lines;
    }

    private String cpu() {
        ProcessUsage usage = result.usage();
        return format("  cpu          : usr=%.2f%%, sys=%.2f%%, ctx=%d, majf=%d, minf=%d",
                100.0 * usage.userNanos() / nanos(), 100.0 * usage.systemNanos() / nanos(),
                usage.contextSwitches(), usage.majorFaults(), usage.minorFaults());
    }

    private String depths() {
        int last = DepthCounts.CLASSES.length - 1;
        return "  IO depths    : " + IntStream.rangeClosed(0, last)
                .mapToObj(i -> format("%s%d=%.1f%%", i == last ? ">=" : "", DepthCounts.CLASSES[i], shownShare(result.depths().share(i))))
                .collect(Collectors.joining(", "));
    }

    /** A share in percent; what is there at all shows as 0.1 at least, as in fio. */
    private static double shownShare(double share) {
        return share == 0 ? 0 : Math.max(0.1, 100 * share);
    }

    private String issued() {
        return format("     issued rwts: total=%d,%d,0,0 short=%d,%d,0,0 dropped=0,0,0,0",
                operations(Direction.READ), operations(Direction.WRITE), shortOperations(Direction.READ), shortOperations(Direction.WRITE));
    }

    private String groupStatus(Direction direction, IoTotals totals) {
        String binary = bandwidth(totals);
        String decimal = decimalBandwidth(totals);
        return format("%7s: bw=%s (%s), %s-%s (%s-%s), io=%s (%s), run=%d-%dmsec", direction, binary, decimal, binary, binary, decimal, decimal,
                FioNumbers.bytes(totals.bytes()), FioNumbers.decimalBytes(totals.bytes()), runtimeMillis(), runtimeMillis());
    }

    private long operations(Direction direction) {
        IoTotals totals = result.totals().get(direction);
        return totals == null ? 0 : totals.operations();
    }

    private long shortOperations(Direction direction) {
        IoTotals totals = result.totals().get(direction);
        return totals == null ? 0 : totals.shortOperations();
    }

    private String bandwidth(IoTotals totals) {
        return FioNumbers.bytes(perSecond(totals.bytes())) + "/s";
    }

    private String decimalBandwidth(IoTotals totals) {
        return FioNumbers.decimalBytes(perSecond(totals.bytes())) + "/s";
    }

    private double perSecond(long amount) {
        return amount * NANOS_PER_SECOND / nanos();
    }

    /** The runtime, never zero. */
    private double nanos() {
        return Math.max(1, result.runtimeNanos());
    }

    private long runtimeMillis() {
        return Math.max(1, Math.round(result.runtimeNanos() / 1e6));
    }
}
