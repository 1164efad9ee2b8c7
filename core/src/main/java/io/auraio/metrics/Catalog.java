package io.auraio.metrics;

import static io.auraio.metrics.Metric.counter;
import static io.auraio.metrics.Metric.gauge;

import io.auraio.EngineStats;
import io.auraio.RingStats;
import io.auraio.TunerStats;
import io.auraio.adaptive.Decision;
import io.auraio.adaptive.Phase;
import io.auraio.adaptive.Reason;
import io.auraio.bufferpool.SizeClassStats;
import io.auraio.metrics.Group.Member;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Every metric that there is, latencies apart, which {@link LatencyText} writes. */
final class Catalog {

    private static final double NANOS = 1e9;

    static final Group<EngineStats> ENGINE = new Group<>(
            stats -> List.of(Member.of(stats)),
            List.of(
                    gauge("auraio_uptime_seconds", "Time since the engine was opened.", stats -> stats.uptimeNanos() / NANOS),
                    gauge("auraio_rings", "Rings of the engine.", stats -> stats.rings().size()),
                    gauge("auraio_open_files", "Files that are open.", EngineStats::openFiles),
                    gauge("auraio_requests_waiting", "Futures and blocking calls that wait for room under the limit.", EngineStats::waiting),
                    counter("auraio_spills", "Requests that went to another ring than that of their CPU, which was crowded.", EngineStats::spills),
                    gauge("auraio_buffer_mapped_bytes", "Memory of the buffer pool.", stats -> stats.buffers().mappedBytes()),
                    gauge("auraio_buffer_in_use_bytes", "Memory of buffers that are lent.", stats -> stats.buffers().inUseBytes()),
                    gauge("auraio_buffer_cached_bytes",
                            "Memory of buffers that caches of threads and shards keep ready.",
                            stats -> stats.buffers().cachedBytes()),
                    gauge("auraio_buffer_thread_caches", "Threads that have a cache of buffers.", stats -> stats.buffers().threadCacheCount()),
                    gauge("auraio_buffer_shards", "Shards of the buffer pool.", stats -> stats.buffers().shardCount()),
                    counter("auraio_buffer_leaks", "Buffers that were dropped without having been returned.", stats -> stats.buffers().leakedCount()),
                    gauge("auraio_registered_slabs", "Slabs of the buffer pool that are registered with the rings.", stats -> stats.registrations().slabs()),
                    gauge("auraio_registered_slab_bytes", "Memory of registered slabs.", stats -> stats.registrations().slabBytes()),
                    gauge("auraio_registered_memories", "Memory segments that the application registered.", stats -> stats.registrations().memories()),
                    gauge("auraio_registered_memory_bytes", "Memory that the application registered.", stats -> stats.registrations().memoryBytes()),
                    gauge("auraio_registered_files", "Files that are registered with the rings.", stats -> stats.registrations().files())));

    static final Group<RingStats> RINGS = new Group<>(
            stats -> stats.rings().stream().map(ring -> Member.of(ring, "ring", Integer.toString(ring.ring()))).toList(),
            List.of(
                    counter("auraio_requests_submitted", "Requests accepted.", RingStats::submitted),
                    counter("auraio_requests_fixed", "Requests accepted whose memory was registered.", RingStats::fixed),
                    counter("auraio_requests_completed", "Requests completed, failed ones too.", RingStats::completed),
                    counter("auraio_requests_failed", "Requests that ended in an error.", RingStats::failed),
                    counter("auraio_requests_refused", "Submissions refused at the limit.", RingStats::refused),
                    counter("auraio_reads_completed", "Reads completed, failed ones too.", RingStats::reads),
                    counter("auraio_writes_completed", "Writes completed, failed ones too.", RingStats::writes),
                    counter("auraio_read_bytes", "Bytes read.", RingStats::bytesRead),
                    counter("auraio_written_bytes", "Bytes written.", RingStats::bytesWritten),
                    gauge("auraio_requests_in_flight", "Requests accepted and not yet completed.", RingStats::inFlight),
                    gauge("auraio_requests_in_flight_peak", "The most requests that were in flight since the engine was opened.", RingStats::peakInFlight),
                    gauge("auraio_requests_allowed", "Requests that may be in flight now.", RingStats::allowed),
                    counter("auraio_enters", "Calls of io_uring_enter.", RingStats::enters),
                    counter("auraio_batches", "Calls of io_uring_enter that submitted something.", RingStats::batches),
                    counter("auraio_entries_submitted", "Queue entries that these calls submitted.", RingStats::entries),
                    counter("auraio_driver_sleeps", "How often the driver slept in the kernel.", RingStats::sleeps),
                    counter("auraio_queue_full", "How often the submission queue had no room for what the limit allowed.", RingStats::queueFull),
                    counter("auraio_completion_queue_full", "How often the driver found the completion queue full.", RingStats::completionQueueFull),
                    counter("auraio_completions_lost", "Completions that the kernel dropped.", RingStats::lostCompletions),
                    gauge("auraio_batch_threshold", "Submissions that the driver gathers before it enters for them.", RingStats::batchThreshold)));

    static final Group<TunerStats> TUNERS = new Group<>(
            stats -> scopes(stats).entrySet().stream().map(tuner -> Member.of(tuner.getValue(), "scope", tuner.getKey())).toList(),
            List.of(
                    gauge("auraio_limit", "Requests that the controller lets be in flight.", TunerStats::limit),
                    gauge("auraio_limit_in_flight", "Requests in flight that count for the controller.", TunerStats::inFlight),
                    gauge("auraio_last_decision_requests_per_second", "Throughput that the last decision saw.",
                            tuner -> tuner.lastDecision().map(Decision::throughput).orElse(0.0)),
                    gauge("auraio_last_decision_in_flight", "Mean requests in flight that the last decision saw.",
                            tuner -> tuner.lastDecision().map(Decision::meanInFlight).orElse(0.0)),
                    gauge("auraio_last_decision_p99_seconds", "99th percentile of latency that the last decision saw.",
                            tuner -> tuner.lastDecision().map(Decision::p99Nanos).orElse(0L) / NANOS)));

    static final Group<Boolean> PHASES = new Group<>(
            stats -> scopes(stats).entrySet().stream()
                    .flatMap(tuner -> Stream.of(Phase.values())
                            .map(phase -> Member.of(tuner.getValue().phase() == phase, "scope", tuner.getKey(), "phase", phase.name())))
                    .toList(),
            List.of(gauge("auraio_phase", "1 for what the controller is busy with, 0 for what it is not.", busy -> busy ? 1 : 0)));

    static final Group<Long> DECISIONS = new Group<>(
            stats -> scopes(stats).entrySet().stream()
                    .flatMap(tuner -> Stream.of(Reason.values()).map(reason -> Member.of(
                            tuner.getValue().decisionCounts().getOrDefault(reason, 0L), "scope", tuner.getKey(), "reason", reason.name())))
                    .toList(),
            List.of(counter("auraio_decisions", "Decisions of the controller, by reason.", Long::doubleValue)));

    static final Group<SizeClassStats> SIZE_CLASSES = new Group<>(
            stats -> stats.buffers().sizeClasses().stream().map(each -> Member.of(each, "size", Long.toString(each.capacityBytes()))).toList(),
            List.of(
                    gauge("auraio_buffer_class_slabs", "Slabs cut into buffers of the size.", SizeClassStats::slabCount),
                    gauge("auraio_buffers", "Buffers of the size that the slabs hold.", SizeClassStats::chunkCount),
                    gauge("auraio_buffers_in_use", "Buffers of the size that are lent.", SizeClassStats::inUseCount),
                    gauge("auraio_buffers_thread_cached", "Buffers of the size in caches of threads.", SizeClassStats::threadCachedCount),
                    gauge("auraio_buffers_shard_cached", "Buffers of the size in shards.", SizeClassStats::shardCachedCount),
                    counter("auraio_buffer_thread_cache_hits", "Allocations that a thread's own cache served.", SizeClassStats::threadCacheHitCount),
                    counter("auraio_buffer_shard_hits", "Allocations that a shard served.", SizeClassStats::shardHitCount),
                    counter("auraio_buffer_misses", "Allocations that went to the slabs.", SizeClassStats::missCount)));

    static final List<Group<?>> ALL = List.of(ENGINE, RINGS, TUNERS, PHASES, DECISIONS, SIZE_CLASSES);

    private Catalog() {}

    /** Controllers by scope; the second one of the same file, which is open twice, is told from the first. */
    private static Map<String, TunerStats> scopes(EngineStats stats) {
        Map<String, TunerStats> byScope = new LinkedHashMap<>();
        Map<String, Integer> seen = new HashMap<>();
        for (TunerStats tuner : stats.tuners()) {
            int number = seen.merge(tuner.scope(), 1, Integer::sum);
            byScope.put(number == 1 ? tuner.scope() : tuner.scope() + " #" + number, tuner);
        }
        return byScope;
    }
}
