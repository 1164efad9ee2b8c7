package io.auraio.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.auraio.AsyncFile;
import io.auraio.Engine;
import io.auraio.TunerStats;
import io.auraio.adaptive.Phase;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What docs/tuning.md shows. */
@Timeout(60)
class TuningPageKernelTest {

    @TempDir
    private Path folder;

    private static String decisions(Engine engine) {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed));
        try {
            for (TunerStats tuner : engine.stats().tuners()) {
                System.out.println(tuner.scope() + ": " + tuner.phase() + ", limit " + tuner.limit());
                tuner.decisions().forEach(System.out::println);
            }
        } finally {
            System.setOut(before);
        }
        return printed.toString();
    }

    @Test
    void decisionsArePrinted() throws Exception {
        Path path = Files.write(folder.resolve("data"), new byte[1 << 20]);
        try (Engine engine = Engine.open(); AsyncFile file = engine.open(path)) {
            assertThat(decisions(engine)).isEqualToIgnoringNewLines("engine: BASELINE, limit 4");
            while (engine.stats().tuners().getFirst().phase() == Phase.BASELINE) {
                file.readAsync(ByteBuffer.allocateDirect(4096), 0).join();
            }
            assertThat(decisions(engine)).startsWith("engine: ").contains(" s PROBING 4 -> 64, baseline latency known (");
        }
    }
}
