package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;

import io.auraio.bufferpool.Buffer;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nothing is allocated between a submission and its callback, nor for a tick of the controller that changes nothing. */
class AllocationKernelTest {

    private static final int ROUNDS = 8;
    private static final int OPERATIONS = 200_000;
    private static final int DEPTH = 32;

    /** Runs in a JVM whose collector never collects: what is used is what was allocated. */
    static final class Loop {
        private Loop() {}

        public static void main(String[] arguments) throws Exception {
            EngineOptions options = EngineOptions.builder().driving(Driving.CALLER).build();
            try (Engine engine = Engine.open(options); AsyncFile file = engine.open(Path.of("/dev/zero")); Buffer buffer = engine.allocate(4096)) {
                long least = Long.MAX_VALUE;
                for (int round = 0; round < ROUNDS; round++) { // the first ones run interpreted, and allocate
                    long before = used();
                    run(engine, file, buffer);
                    least = Math.min(least, (used() - before) / OPERATIONS);
                }
                System.out.println(least + " bytes an operation");
            }
        }

        private static void run(Engine engine, AsyncFile file, Buffer buffer) {
            int[] done = {0};
            IoCallback again = new IoCallback() {
                @Override
                public void completed(long request, int result) {
                    if (result != 4096) {
                        throw new IllegalStateException("result=" + result);
                    }
                    if (++done[0] <= OPERATIONS - DEPTH) {
                        file.read(buffer, 0, this);
                    }
                }
            };
            int submitted = 0;
            while (submitted < DEPTH && done[0] < OPERATIONS) {
                if (file.read(buffer, 0, again) == Engine.AGAIN) {
                    engine.await(1_000_000_000L);
                } else {
                    submitted++;
                }
            }
            while (engine.await(1_000_000L) > 0) {
                // Until the chains have run out.
            }
        }

        private static long used() {
            return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        }
    }

    @Test
    void nothingIsAllocatedForAnOperation() throws Exception {
        String classPath = Stream.concat(
                        Stream.of("io.auraio", "io.auraio.syscall", "io.auraio.adaptive", "io.auraio.bufferpool").map(AllocationKernelTest::location),
                        Stream.of("target/test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
        Process child = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UnlockExperimentalVMOptions",
                        "-XX:+UseEpsilonGC",
                        "-Xmx1g",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classPath,
                        Loop.class.getName()))
                .redirectErrorStream(true)
                .start();
        String output = new String(child.getInputStream().readAllBytes()).strip();
        assertThat(child.waitFor(Duration.ofSeconds(60))).isTrue();
        assertThat(output).isEqualTo("0 bytes an operation");
    }

    private static String location(String module) {
        return Path.of(ModuleLayer.boot().configuration().findModule(module).orElseThrow().reference().location().orElseThrow()).toString();
    }
}
