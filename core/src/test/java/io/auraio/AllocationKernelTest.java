package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;

import io.auraio.bufferpool.Buffer;
import java.io.File;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing is allocated between a submission and its callback, nor for a tick of the controller that changes nothing. */
class AllocationKernelTest {

    /** Enough for the compiler on a busy machine; the rounds end with the first that allocates nothing. */
    private static final int MOST_ROUNDS = 40;

    private static final int OPERATIONS = 200_000;
    private static final int DEPTH = 32;

    /** Runs in a JVM whose collector never collects: what is used is what was allocated. */
    static final class Loop {
        private Loop() {}

        /** @param arguments who drives, and what is done */
        public static void main(String[] arguments) throws Exception {
            Driving driving = Driving.valueOf(arguments[0]);
            EngineOptions options = EngineOptions.builder().driving(driving).build();
            Path path = Path.of(arguments[1].equals("READ") ? "/dev/zero" : "/dev/null");
            StandardOpenOption mode = arguments[1].equals("READ") ? StandardOpenOption.READ : StandardOpenOption.WRITE;
            try (Engine engine = Engine.open(options); AsyncFile file = engine.open(path, mode); Buffer buffer = engine.allocate(4096)) {
                Submission submission = switch (arguments[1]) {
                    case "READ" -> callback -> file.read(buffer, 0, callback);
                    case "WRITE" -> callback -> file.write(buffer, 0, callback);
                    default -> file::fsync;
                };
                long least = Long.MAX_VALUE;
                for (int round = 0; round < MOST_ROUNDS && least > 0; round++) { // the first ones run interpreted, and allocate
                    long before = used();
                    run(engine, driving, submission);
                    least = Math.min(least, (used() - before) / OPERATIONS);
                }
                System.out.println(least + " bytes an operation");
            }
        }

        private static void run(Engine engine, Driving driving, Submission submission) throws InterruptedException {
            AtomicInteger done = new AtomicInteger();
            IoCallback again = new IoCallback() {
                @Override
                public void completed(long request, int result) {
                    if (done.incrementAndGet() <= OPERATIONS - DEPTH) {
                        submission.submit(this);
                    }
                }
            };
            int submitted = 0;
            while (submitted < DEPTH) {
                if (submission.submit(again) != Engine.AGAIN) {
                    submitted++;
                } else if (driving == Driving.CALLER) {
                    engine.await(1_000_000_000L);
                }
            }
            engine.drain(Duration.ofSeconds(60));
        }

        private static long used() {
            return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        }
    }

    /** One of the operations of which nothing is allocated. */
    interface Submission {
        long submit(IoCallback callback);
    }

    @ParameterizedTest
    @CsvSource({"CALLER,READ", "CALLER,WRITE", "CALLER,FSYNC", "ENGINE,READ"})
    void nothingIsAllocatedForAnOperation(String driving, String operation) throws Exception {
        String classPath = Stream.concat(
                        Stream.of("io.auraio", "io.auraio.syscall", "io.auraio.adaptive", "io.auraio.bufferpool").map(AllocationKernelTest::location),
                        Stream.of("target/test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
        Process child = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UnlockExperimentalVMOptions",
                        "-XX:+UseEpsilonGC",
                        "-Xmx4g",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classPath,
                        Loop.class.getName(),
                        driving,
                        operation))
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
