package io.auraio.bench.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The section {@code AuraIO} of a job: where the depth ended, and how it moved. Times are nanoseconds since the job began. */
final class JsonEngine {
    private final JobReport job;
    private final EngineReport engine;
    private final boolean timeline;

    /** With {@code timeline} also what was seen over time, up to a thousand points. */
    JsonEngine(JobReport job, boolean timeline) {
        this.job = job;
        engine = job.engine();
        this.timeline = timeline;
    }

    ObjectNode node() {
        ObjectNode node = JsonFigures.NODES.objectNode();
        node.put("controller", engine.controller());
        node.put("depth", engine.finalDepth());
        node.put("phase", engine.finalPhase());
        node.put("p99_ns", job.completions().percentile(99));
        node.put("enters", engine.enters());
        engine.target().ifPresent(target -> node.set("target", target(target)));
        ArrayNode rings = node.putArray("rings");
        engine.rings().forEach(ring -> rings.add(ring(ring)));
        ArrayNode decisions = node.putArray("decisions");
        engine.steps().forEach(step -> decisions.add(step(step)));
        if (timeline) {
            ArrayNode points = node.putArray("timeline");
            engine.timeline().forEach(point -> points.add(point(point)));
        }
        return node;
    }

    private static ObjectNode target(TargetAnswer target) {
        return JsonFigures.NODES.objectNode()
                .put("target_p99_ns", target.targetNanos())
                .put("met", target.met())
                .put("concurrency", target.concurrency())
                .put("iops", JsonFigures.decimal(target.operationsPerSecond()))
                .put("p99_ns", target.p99Nanos())
                .put("answer", target.line());
    }

    private static ObjectNode ring(RingReport ring) {
        return JsonFigures.NODES.objectNode()
                .put("ring", ring.ring())
                .put("depth", ring.limit())
                .put("phase", ring.phase())
                .put("total_ios", ring.operations())
                .put("enters", ring.enters())
                .put("p99_ns", ring.p99Nanos());
    }

    private static ObjectNode step(DepthStep step) {
        return JsonFigures.NODES.objectNode()
                .put("time_ns", step.elapsedNanos())
                .put("phase", step.phase())
                .put("depth", step.limit())
                .put("reason", step.reason())
                .put("iops", JsonFigures.decimal(step.operationsPerSecond()))
                .put("p99_ns", step.p99Nanos());
    }

    private static ObjectNode point(TimelinePoint point) {
        return JsonFigures.NODES.objectNode()
                .put("time_ns", point.elapsedNanos())
                .put("duration_ns", point.durationNanos())
                .put("read_ios", point.readOperations())
                .put("write_ios", point.writeOperations())
                .put("read_bytes", point.readBytes())
                .put("write_bytes", point.writtenBytes())
                .put("p99_ns", point.p99Nanos())
                .put("depth", point.limit())
                .put("in_flight", point.inFlight());
    }
}
