package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.auraio.bufferpool.Buffer;
import java.io.File;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a process may lock that has a small RLIMIT_MEMLOCK and not the capability that lifts it. */
@Timeout(120)
class LockedMemoryKernelTest {

    /** Maps twelve slabs of 2 MiB, has each read into, and says what was registered and what went the fixed way. */
    static final class TwelveSlabs {
        private TwelveSlabs() {}

        public static void main(String[] arguments) throws Exception {
            Path path = Path.of(arguments[0]);
            EngineOptions options = EngineOptions.builder().ringCount(2).build();
            try (Engine engine = Engine.open(options); AsyncFile file = engine.open(path)) {
                List<Buffer> buffers = new ArrayList<>();
                while (engine.stats().buffers().mappedBytes() < 24 << 20) {
                    buffers.add(engine.allocate(1 << 20));
                }
                try (Arena arena = Arena.ofShared()) {
                    // Has both drivers do what they were asked before.
                    engine.registerMemory(arena.allocate(4096, 4096)).close();
                }
                for (Buffer buffer : buffers) {
                    if (file.readAsync(buffer, 0).get() != TestFile.BLOCK || TestFile.firstWrong(buffer.segment().asSlice(0, TestFile.BLOCK), 0) >= 0) {
                        throw new IllegalStateException("wrong bytes");
                    }
                }
                EngineStats stats = engine.stats();
                System.out.println(stats.registrations().slabs() + " slabs; fixed: " + (stats.fixed() > 0) + ", plain: " + (stats.fixed() < stats.submitted()));
                System.out.println(stats.registrations().refusal());
                try (Engine second = Engine.open(options); AsyncFile other = second.open(path); Buffer buffer = second.allocate(TestFile.BLOCK)) {
                    System.out.println("second engine: " + other.readAsync(buffer, 0).get());
                }
                tooMuch(engine);
                buffers.forEach(Buffer::close);
            }
        }

        private static void tooMuch(Engine engine) {
            try (Arena arena = Arena.ofShared()) {
                MemorySegment memory = arena.allocate(16 << 20, 4096);
                engine.registerMemory(memory).close();
                System.out.println("registered");
            } catch (Exception e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void halfOfTheLimitIsTakenAndTheRestGoesThePlainWay() throws Exception {
        List<String> lines = run(List.of("setpriv", "--bounding-set=-ipc_lock", "prlimit", "--memlock=8388608"), TestFile.create("locked", 1).toString()).lines()
                .filter(line -> !line.contains("SlabRegistrations"))
                .toList();
        String why = "2097152 bytes would take more than half of RLIMIT_MEMLOCK: 4194304 bytes for all engines; raise it (ulimit -l)";
        assertThat(lines.stream().filter(line -> line.startsWith("INFO")).findFirst().orElseThrow())
                .isEqualTo("INFO: buffers are not all registered with the rings, and cost a little more CPU time: " + why + "; see docs/errors.md");
        assertThat(lines)
                .containsSubsequence(
                        "2 slabs; fixed: true, plain: true",
                        why,
                        "second engine: 4096",
                        "io_uring_register(IORING_REGISTER_BUFFERS_UPDATE, bytes=16777216): ENOMEM (Cannot allocate memory); it does not fit into RLIMIT_MEMLOCK"
                                + " (8388608 bytes for all of the user's processes): raise it (ulimit -l)");
    }

    @Test
    void withTheCapabilityTheLimitDoesNotCount() throws Exception {
        assumeTrue(LockedMemory.mostBytes() == Long.MAX_VALUE, "CAP_IPC_LOCK is missing, or RLIMIT_MEMLOCK is none");
        assertThat(run(List.of("prlimit", "--memlock=65536"), TestFile.create("locked", 1).toString()).lines())
                .containsExactly("12 slabs; fixed: true, plain: false", "", "second engine: 4096", "registered");
    }

    @Test
    void whatIsReservedIsBoundedAndComesBack() {
        AtomicLong reserved = new AtomicLong();
        assertThat(LockedMemory.reserve(reserved, 6, 10)).isTrue();
        assertThat(LockedMemory.reserve(reserved, 5, 10)).isFalse();
        assertThat(LockedMemory.reserve(reserved, 4, 10)).isTrue();
        reserved.addAndGet(-6);
        assertThat(LockedMemory.reserve(reserved, 6, 10)).isTrue();
        assertThat(LockedMemory.reserve(reserved, 1, Long.MAX_VALUE)).isTrue();
    }

    private static String run(List<String> wrapper, String argument) throws Exception {
        for (String tool : List.of("setpriv", "prlimit")) {
            assumeTrue(Files.isExecutable(Path.of("/usr/bin", tool)), "no " + tool);
        }
        List<String> tried = new ArrayList<>(wrapper);
        tried.add("true");
        Process trial = new ProcessBuilder(tried).redirectErrorStream(true).start();
        String refusal = new String(trial.getInputStream().readAllBytes());
        assumeTrue(trial.waitFor() == 0, () -> "this user may not: " + String.join(" ", wrapper) + ": " + refusal.strip());
        String classPath = Stream.concat(
                        Stream.of("io.auraio", "io.auraio.syscall", "io.auraio.adaptive", "io.auraio.bufferpool").map(LockedMemoryKernelTest::location),
                        Stream.of("target/test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                TwelveSlabs.class.getName(),
                argument));
        Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(child.getInputStream().readAllBytes());
        assertThat(child.waitFor(Duration.ofSeconds(60))).isTrue();
        return output;
    }

    private static String location(String module) {
        return Path.of(ModuleLayer.boot().configuration().findModule(module).orElseThrow().reference().location().orElseThrow()).toString();
    }
}
