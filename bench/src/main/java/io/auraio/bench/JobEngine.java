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
                .queueDepth(spec.ioDepth())
                .adaptive(spec.depthControl() != DepthControl.FIXED)
                .algorithm(spec.depthControl() == DepthControl.AIMD ? Algorithm.AIMD : Algorithm.KNEE)
                .targetP99(Duration.ofNanos(spec.targetP99Nanos().orElse(0)))
                .build();
        try {
            return Engine.open(options);
        } catch (IOException e) {
            throw Refusal.failure(e.getMessage(), e);
        }
    }

    /**
     * The job's file in its engine.
     *
     * @throws Refusal if it cannot be opened any more, or O_DIRECT does not take the block size on it
     */
    static AsyncFile open(Engine engine, JobSpec spec, JobFile jobFile) throws Refusal {
        List<OpenOption> options = new ArrayList<>();
        options.add(spec.pattern().direction() == Direction.WRITE ? StandardOpenOption.WRITE : StandardOpenOption.READ);
        if (jobFile.direct()) {
            options.add(AuraOpenOption.DIRECT);
        }
        try {
            AsyncFile file = engine.open(jobFile.path(), options.toArray(OpenOption[]::new));
            int alignment = file.directOffsetAlignment();
            if (spec.blockBytes() % alignment != 0) {
                file.close();
                throw Refusal.usage("bs=" + spec.blockBytes() + ": O_DIRECT on " + jobFile.path() + " takes multiples of " + alignment
                        + " only; use one, or --direct=0");
            }
            return file;
        } catch (IOException e) {
            throw Refusal.failure("filename=" + jobFile.path() + ": cannot be opened (" + JobFiles.reason(e) + ")", e);
        }
    }
}
