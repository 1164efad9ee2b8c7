package io.auraio.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.auraio.AsyncFile;
import io.auraio.Driving;
import io.auraio.Engine;
import io.auraio.EngineOptions;
import io.auraio.bufferpool.Buffer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AuraioMeterBinderKernelTest {

    @Test
    void metersAreTheEnginesFigures() throws Exception {
        Path path = Files.createTempFile(Path.of("target"), "micrometer", ".data");
        path.toFile().deleteOnExit();
        Files.write(path, new byte[4096]);
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (Engine engine = Engine.open(EngineOptions.builder().driving(Driving.CALLER).adaptive(false).build());
                AsyncFile file = engine.open(path);
                Buffer buffer = engine.allocate(4096)) {
            file.read(buffer, 0, (request, result) -> {});
            assertThat(engine.drain(Duration.ofSeconds(30))).isTrue();
            new AuraioMeterBinder("index", engine).bindTo(registry);
            assertThat(registry.get("auraio.read").tag("engine", "index").tag("ring", "0").functionCounter().count()).isEqualTo(4096);
            assertThat(registry.get("auraio.reads.completed").functionCounter().count()).isEqualTo(1);
            assertThat(registry.get("auraio.requests.allowed").gauge().value()).isEqualTo(256);
            assertThat(registry.get("auraio.phase").tag("phase", "CONVERGED").gauge().value()).isEqualTo(1);
            assertThat(registry.get("auraio.latency").tag("phi", "0.99").timeGauge().value()).isPositive();
            assertThat(registry.get("auraio.buffer.mapped").gauge().getId().getBaseUnit()).isEqualTo("bytes");
        }
    }
}
