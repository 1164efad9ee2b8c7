package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.auraio.bufferpool.Buffer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Reads one at a time in a JVM that has a single CPU: where a wake-up is lost, nothing but a timer goes on. So the timers that end are counted, not the time.
 */
class PinnedToOneCpuKernelTest {

    private static final int READS = 20_000;

    /** So long that no read takes it, whatever else the machine does. */
    private static final long TIMEOUT_NANOS = 10_000_000_000L;

    /** Runs in a JVM of its own, which taskset pins. */
    static final class Loop {
        private Loop() {}

        public static void main(String[] arguments) throws Exception {
            Driving driving = Driving.valueOf(arguments[0]);
            Path path = Path.of(arguments[1]);
            EngineOptions options = EngineOptions.builder().driving(driving).ringCount(1).build();
            try (Engine engine = Engine.open(options); AsyncFile file = engine.open(path); Buffer buffer = engine.allocate(TestFile.BLOCK)) {
                Semaphore done = new Semaphore(0);
                int timeouts = 0;
                int[] good = {0};
                for (int i = 0; i < READS; i++) {
                    file.read(buffer, 0, (request, result) -> {
                        good[0] += result == TestFile.BLOCK ? 1 : 0;
                        done.release();
                    });
                    // The engine's own threads wait without a timer.
                    timeouts += driving == Driving.CALLER && engine.await(TIMEOUT_NANOS) == 0 ? 1 : 0;
                    timeouts += done.tryAcquire(TIMEOUT_NANOS, TimeUnit.NANOSECONDS) ? 0 : 1;
                }
                System.out.println(good[0] + " reads, " + timeouts + " timeouts, " + Runtime.getRuntime().availableProcessors() + " CPU");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Driving.class)
    void noReadWaitsForATimer(Driving driving) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/taskset")), "no taskset");
        String classPath = Stream.concat(
                        Stream.of("io.auraio", "io.auraio.syscall", "io.auraio.adaptive", "io.auraio.bufferpool").map(PinnedToOneCpuKernelTest::location),
                        Stream.of("target/test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
        Process child = new ProcessBuilder(List.of(
                        "taskset",
                        "-c",
                        cpu(),
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classPath,
                        Loop.class.getName(),
                        driving.name(),
                        TestFile.create("pinned", 1).toString()))
                .redirectErrorStream(true)
                .start();
        String output = new String(child.getInputStream().readAllBytes()).strip();
        assertThat(child.waitFor()).isZero();
        assertThat(output).isEqualTo(READS + " reads, 0 timeouts, 1 CPU");
    }

    /** The first one of this process: a container's need not have number 0 among them. */
    private static String cpu() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            String list = lines.filter(line -> line.startsWith("Cpus_allowed_list:")).findFirst().orElseThrow();
            return list.split("[\\s,-]+")[1];
        }
    }

    private static String location(String module) {
        return Path.of(ModuleLayer.boot().configuration().findModule(module).orElseThrow().reference().location().orElseThrow()).toString();
    }
}
