package io.auraio.bench;

import io.auraio.adaptive.BatchTuner;
import io.auraio.adaptive.ControllerOptions;
import io.auraio.adaptive.KneeController;
import io.auraio.adaptive.LatencyHistogram;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What tuning costs: a tick, which a driver makes a hundred times a second, a sampled completion, and a latency recorded.
 *
 * <p>The load is a device of 32 channels and 80 us, in virtual time, with a latency that strays: the controller searches, holds and tries again as it would in
 * service.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ControllerBenchmark {
    private static final long TICK_NANOS = ControllerOptions.DEFAULT_TICK_NANOS;
    private static final int CHANNELS = 32;
    private static final long SERVICE_NANOS = 80_000;

    private final KneeController controller = new KneeController(ControllerOptions.forQueueDepth(256));
    private final BatchTuner batch = new BatchTuner();
    private final LatencyHistogram histogram = new LatencyHistogram();
    private long now;
    private long random = 88172645463325252L;

    @Benchmark
    public Object tick() {
        int limit = controller.limit();
        now += TICK_NANOS;
        long completions = Math.min(limit, CHANNELS) * TICK_NANOS / SERVICE_NANOS + (next() & 31);
        return controller.tick(now, completions, completions * 4096, limit * TICK_NANOS, TICK_NANOS);
    }

    @Benchmark
    public int batchTick() {
        now += TICK_NANOS;
        batch.tick(now, 4000 + (next() & 31), 1000, true, 32);
        return batch.threshold();
    }

    @Benchmark
    public void sample() {
        now += 2000;
        controller.sample(now, now - SERVICE_NANOS - (next() & 0xffff));
    }

    @Benchmark
    public void record() {
        histogram.record(SERVICE_NANOS + (next() & 0xffff));
    }

    private long next() {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return random;
    }
}
