package io.auraio.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What fio has no place for: the depth that the engine found in a job, and the way there.
 *
 * @param controller what decided on the depth: knee, aimd or fixed
 * @param rings each ring of the job, where the depth ended
 * @param steps the decisions of the first ring's controller, oldest first
 * @param timeline what was seen over time
 * @param target the answer to {@code --target-p99}; empty: none was asked for
 */
public record EngineReport(
        String controller, List<RingReport> rings, List<DepthStep> steps, List<TimelinePoint> timeline, Optional<TargetAnswer> target) {
    /** Copies the lists. */
    public EngineReport {
        rings = List.copyOf(rings);
        steps = List.copyOf(steps);
        timeline = List.copyOf(timeline);
    }

    /**
     * The depth at the end.
     *
     * @return the sum of all rings' limits
     */
    public int finalDepth() {
        return rings.stream().mapToInt(RingReport::limit).sum();
    }

    /**
     * The phase at the end.
     *
     * @return the first ring's; NONE where there is no ring
     */
    public String finalPhase() {
        return rings.isEmpty() ? "NONE" : rings.getFirst().phase();
    }

    /**
     * How often the kernel was entered.
     *
     * @return the sum over the rings
     */
    public long enters() {
        return rings.stream().mapToLong(RingReport::enters).sum();
    }

    /** With the rings of a job that ran beside this one; decisions and timeline stay this one's. */
    EngineReport merge(EngineReport other) {
        List<RingReport> both = new ArrayList<>(rings);
        for (RingReport ring : other.rings) {
            both.add(new RingReport(both.size(), ring.limit(), ring.phase(), ring.operations(), ring.enters(), ring.p99Nanos()));
        }
        return new EngineReport(controller, both, steps, timeline, target);
    }
}
