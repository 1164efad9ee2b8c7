package io.auraio.bench;

import io.auraio.Algorithm;
import io.auraio.AsyncFile;
import io.auraio.AuraOpenOption;
import io.auraio.Driving;
import io.auraio.Engine;
import io.auraio.EngineOptions;
import java.io.IOException;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Sets the engine up for a job. */
final class JobEngine {
    private JobEngine() {}

    /**
     * An engine for one worker, which is the one to drive it.
     *
     * @throws Refusal where the kernel refuses io_uring, with what to do
     */
    static Engine open(JobSpec spec) throws Refusal {
        EngineOptions options = EngineOptions.builder()
                .driving(Driving.CALLER)
                .queueDepth(spec.depth().ioDepth())
                .initialInFlight(spec.depth().initialDepth())
                .leastEfficiency(spec.depth().leastEfficiency())
                .adaptive(spec.depth().control() != DepthControl.FIXED)
                .algorithm(spec.depth().control() == DepthControl.AIMD ? Algorithm.AIMD : Algorithm.KNEE)
                .targetP99(Duration.ofNanos(spec.depth().targetP99Nanos().orElse(0)))
                .sqPoll(spec.sqThreadPoll())
                .build();
        try {
            return Engine.open(options);
        } catch (IOException e) {
            throw Refusal.failure(e.getMessage(), e);
        }
    }

    /**
     * A file of the job in its engine; {@code readBack}: what is written will be read, too.
     *
     * @throws Refusal if it cannot be opened any more, or O_DIRECT does not take the block size on it
     */
    static AsyncFile open(Engine engine, JobSpec spec, JobFile jobFile, boolean readBack) throws Refusal {
        List<OpenOption> options = new ArrayList<>();
        if (spec.pattern().writes()) {
            options.add(StandardOpenOption.WRITE);
        }
        if (spec.pattern().reads() || readBack) {
            options.add(StandardOpenOption.READ);
        }
        if (jobFile.direct()) {
            options.add(AuraOpenOption.DIRECT);
        }
        try {
            AsyncFile file = engine.open(jobFile.path(), options.toArray(OpenOption[]::new));
            int alignment = file.directOffsetAlignment();
            if (spec.blockBytes() % alignment == 0 && jobFile.offset() % alignment == 0) {
                return file;
            }
            file.close();
            throw Refusal.usage((spec.blockBytes() % alignment != 0 ? "bs=" + spec.blockBytes() : "offset=" + jobFile.offset()) + ": O_DIRECT on "
                    + jobFile.path() + " takes multiples of " + alignment + " only; use one, or --direct=0");
        } catch (IOException e) {
            throw Refusal.failure("filename=" + jobFile.path() + ": cannot be opened (" + JobFiles.reason(e) + ")", e);
        }
    }
}
