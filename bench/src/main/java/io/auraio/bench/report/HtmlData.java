package io.auraio.bench.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.ToDoubleFunction;

/** What the charts of an HTML report are drawn from: points with an x in seconds, or in one over the share above a percentile. */
final class HtmlData {
    private static final double SECOND = 1e9;
    private static final double MIB = 1 << 20;

    /** A percentile further out than one operation in so many would be that of the same few operations. */
    private static final double[] PERCENTILES = {
        0, 5, 10, 20, 30, 40, 50, 60, 70, 75, 80, 85, 90, 92.5, 95, 97.5, 99, 99.25, 99.5, 99.75, 99.9, 99.95, 99.975, 99.99, 99.995, 99.999, 99.9995, 99.9999
    };

    private final RunReport run;

    HtmlData(RunReport run) {
        this.run = run;
    }

    String json() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode jobs = root.putArray("jobs");
        run.jobs().forEach(job -> jobs.add(job(job)));
        return root.toString();
    }

    private static ObjectNode job(JobReport job) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        EngineReport engine = job.engine();
        node.put("seconds", engine.timeline().isEmpty() ? 0 : engine.timeline().getLast().elapsedNanos() / SECOND);
        engine.target().ifPresent(target -> node.put("target", target.targetNanos()));
        ArrayNode phases = node.putArray("phases");
        String phase = "";
        for (DepthStep step : engine.steps()) {
            if (!step.phase().equals(phase)) {
                phase = step.phase();
                phases.addObject().put("t", step.elapsedNanos() / SECOND).put("phase", phase);
            }
        }
        ArrayNode limit = node.putArray("limit");
        engine.steps().forEach(step -> addPoint(limit, step.elapsedNanos() / SECOND, step.limit()));
        node.set("inFlight", overTime(engine, TimelinePoint::inFlight));
        node.set("p99", overTime(engine, TimelinePoint::p99Nanos));
        if (!engine.timeline().isEmpty()) {
            addPoint(limit, engine.timeline().getLast().elapsedNanos() / SECOND, engine.timeline().getLast().limit());
        }
        addDirection(node, "read", job.read(), engine, TimelinePoint::readOperations, TimelinePoint::readBytes);
        addDirection(node, "write", job.write(), engine, TimelinePoint::writeOperations, TimelinePoint::writtenBytes);
        return node;
    }

    private static void addDirection(ObjectNode job, String name, DirectionReport report, EngineReport engine, ToDoubleFunction<TimelinePoint> operations,
            ToDoubleFunction<TimelinePoint> bytes) {
        if (report.operations() == 0) {
            return;
        }
        ObjectNode node = job.putObject(name);
        node.set("iops", overTime(engine, point -> operations.applyAsDouble(point) * SECOND / point.durationNanos()));
        node.set("bandwidth", overTime(engine, point -> bytes.applyAsDouble(point) / MIB * SECOND / point.durationNanos()));
        ArrayNode percentiles = node.putArray("percentiles");
        for (double percent : PERCENTILES) {
            double oneIn = 100 / (100 - percent);
            if (oneIn <= report.operations()) {
                addPoint(percentiles, oneIn, report.completion().percentile(percent));
            }
        }
    }

    private static ArrayNode overTime(EngineReport engine, ToDoubleFunction<TimelinePoint> value) {
        ArrayNode points = JsonNodeFactory.instance.arrayNode();
        engine.timeline().forEach(point -> addPoint(points, point.elapsedNanos() / SECOND, value.applyAsDouble(point)));
        return points;
    }

    private static void addPoint(ArrayNode points, double x, double y) {
        points.addObject().put("x", x).put("y", Math.round(y * 1000) / 1000.0);
    }
}
