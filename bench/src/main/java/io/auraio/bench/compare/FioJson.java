package io.auraio.bench.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The JSON of fio or of bffio, which has the same structure: the figures that a comparison is made from.
 *
 * @param root the whole of it
 */
record FioJson(JsonNode root) {
    private static final double NANOS_PER_MILLI = 1e6;

    /**
     * Reads what a tool printed; lines before and after the JSON are left out, since fio prints its warnings there.
     *
     * @throws IllegalArgumentException if there is no JSON, or it has no jobs
     */
    static FioJson parse(String printed) {
        int begin = printed.startsWith("{") ? 0 : printed.indexOf("\n{") + 1;
        int end = printed.lastIndexOf('}') + 1;
        try {
            JsonNode root = end > begin ? new ObjectMapper().readTree(printed.substring(begin, end)) : null;
            if (root != null && root.path("jobs").size() > 0) {
                return new FioJson(root);
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not fio's JSON: " + e.getOriginalMessage(), e);
        }
        throw new IllegalArgumentException("no JSON with jobs in: " + printed.substring(0, Math.min(200, printed.length())).strip());
    }

    /** Operations of all jobs in both directions. */
    long operations() {
        return directions().mapToLong(direction -> direction.path("total_ios").asLong()).sum();
    }

    /** Bytes of all jobs in both directions. */
    long bytes() {
        return directions().mapToLong(direction -> direction.path("io_bytes").asLong()).sum();
    }

    /** Operations a second of all jobs in both directions. */
    double operationsPerSecond() {
        return directions().mapToDouble(direction -> direction.path("iops").asDouble()).sum();
    }

    /** The P99 of the completion latency, in nanoseconds; of several jobs and directions the worst. */
    long p99Nanos() {
        return directions().mapToLong(direction -> direction.at("/clat_ns/percentile/99.000000").asLong()).max().orElse(0);
    }

    /** The CPU time of the jobs' own threads or processes, in nanoseconds. */
    double jobCpuNanos() {
        return jobs().mapToDouble(job -> (job.path("usr_cpu").asDouble() + job.path("sys_cpu").asDouble()) / 100
                * job.path("job_runtime").asDouble() * NANOS_PER_MILLI).sum();
    }

    /** The first errno of a job; 0: none failed. */
    int error() {
        return jobs().mapToInt(job -> job.path("error").asInt()).filter(error -> error != 0).findFirst().orElse(0);
    }

    private Stream<JsonNode> jobs() {
        return StreamSupport.stream(root.path("jobs").spliterator(), false);
    }

    private Stream<JsonNode> directions() {
        return jobs().flatMap(job -> List.of(job.path("read"), job.path("write")).stream());
    }
}
