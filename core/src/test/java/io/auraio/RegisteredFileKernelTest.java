package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auraio.bufferpool.Buffer;
import io.auraio.syscall.Errno;
import io.auraio.syscall.SyscallException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RegisteredFileKernelTest {

    private static EngineOptions two() {
        return EngineOptions.builder().ringCount(2).ringSelection(RingSelection.ROUND_ROBIN).adaptive(false).build();
    }

    /** Two rings; {@code errnoOfFileUpdate} takes the ring's number. */
    private static Engine open(IntUnaryOperator errnoOfFileUpdate) throws Exception {
        AtomicInteger kernels = new AtomicInteger();
        return Engine.open(two(), () -> {
            int ring = kernels.getAndIncrement();
            return InjectedKernel.registering(
                    opcode -> opcode == InjectedKernel.IORING_REGISTER_FILES_UPDATE ? errnoOfFileUpdate.applyAsInt(ring) : 0);
        });
    }

    /** A file whose only block carries that mark. */
    private static Path marked(String name, long mark) throws Exception {
        Path path = TestFile.empty(name);
        byte[] block = new byte[TestFile.BLOCK];
        TestFile.fill(MemorySegment.ofArray(block), mark);
        return Files.write(path, block);
    }

    /** Reads the block on both rings. */
    private static void assertMark(Engine engine, AsyncFile file, long mark) throws Exception {
        try (Buffer buffer = engine.allocate(TestFile.BLOCK)) {
            for (int ring = 0; ring < 2; ring++) {
                buffer.segment().fill((byte) 0);
                assertThat(Results.of(callback -> file.read(buffer, 0, callback))).isEqualTo(TestFile.BLOCK);
                assertThat(TestFile.firstWrong(buffer.segment(), mark)).isEqualTo(-1);
            }
        }
    }

    /** The rings' tables that hold the file: what their /proc/self/fdinfo says. */
    private static long ringsThatHave(Path path) throws Exception {
        String name = path.getFileName().toString();
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fdinfo"))) {
            return all.filter(fd -> text(fd).contains(name)).count();
        }
    }

    private static String text(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            return ""; // closed since it was listed
        }
    }

    @Test
    void everyOperationGoesByThePlaceOnEveryRing() throws Exception {
        Path path = TestFile.empty("registered");
        try (Engine engine = Engine.open(two());
                AsyncFile file = engine.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
                Buffer buffer = engine.allocate(TestFile.BLOCK)) {
            RegisteredFile registration = engine.registerFile(file);
            assertThat(registration.file()).isSameAs(file);
            assertThat(file.descriptor().registeredPlace()).isZero();
            assertThat(ringsThatHave(path)).isEqualTo(2);
            assertThat(engine.stats().registrations().files()).isOne();
            for (int ring = 0; ring < 2; ring++) {
                TestFile.fill(buffer.segment(), 4096);
                assertThat(Results.of(callback -> file.write(buffer, 4096, callback))).isEqualTo(TestFile.BLOCK);
                buffer.segment().fill((byte) 0);
                assertThat(Results.of(callback -> file.readv(new Buffer[] {buffer}, 4096, callback))).isEqualTo(TestFile.BLOCK);
                assertThat(TestFile.firstWrong(buffer.segment(), 4096)).isEqualTo(-1);
                assertThat(Results.of(file::fsync)).isZero();
                assertThat(Results.of(callback -> file.allocate(AllocateMode.EXTEND, 0, 8192, callback))).isZero();
                assertThat(Results.of(callback -> file.syncRange(0, 8192, callback))).isZero();
                assertThat(Results.of(callback -> file.truncate(8192, callback))).isZero();
                assertThat(sizeOf(file)).isEqualTo(8192);
            }
            registration.close();
            assertThat(registration.file()).isNull();
            assertThat(ringsThatHave(path)).isZero();
            assertThat(Results.of(callback -> file.read(buffer, 4096, callback))).isEqualTo(TestFile.BLOCK);
            assertThat(TestFile.firstWrong(buffer.segment(), 4096)).isEqualTo(-1);
        }
    }

    private static long sizeOf(AsyncFile file) throws Exception {
        CompletableFuture<FileStatus> status = new CompletableFuture<>();
        file.stat((request, value, failure) -> status.complete(value));
        return status.get(30, TimeUnit.SECONDS).size();
    }

    @Test
    void updatePutsTheOtherFileInOnAllRings() throws Exception {
        Path one = marked("one", 1);
        Path other = marked("other", 2);
        try (Engine engine = Engine.open(two()); AsyncFile first = engine.open(one); AsyncFile second = engine.open(other)) {
            RegisteredFile registration = engine.registerFile(first);
            registration.update(second);
            assertThat(registration.file()).isSameAs(second);
            assertThat(List.of(ringsThatHave(one), ringsThatHave(other))).containsExactly(0L, 2L);
            assertMark(engine, first, 1);
            assertMark(engine, second, 2);
            // The first one is free to be registered again.
            engine.registerFile(first).close();
        }
    }

    @Test
    void updateThatOneRingRefusesLeavesTheOldFileOnAllRings() throws Exception {
        Path one = marked("one", 1);
        Path other = marked("other", 2);
        AtomicInteger updatesOfRing1 = new AtomicInteger();
        try (Engine engine = open(ring -> ring == 1 && updatesOfRing1.incrementAndGet() == 2 ? Errno.ENOMEM : 0);
                AsyncFile first = engine.open(one);
                AsyncFile second = engine.open(other)) {
            RegisteredFile registration = engine.registerFile(first);
            assertThatThrownBy(() -> registration.update(second))
                    .isInstanceOf(SyscallException.class)
                    .hasMessageStartingWith("io_uring_register(IORING_REGISTER_FILES_UPDATE, path=" + other + "): ENOMEM");
            assertThat(registration.file()).isSameAs(first);
            assertThat(first.descriptor().registeredPlace()).isZero();
            assertThat(second.descriptor().registeredPlace()).isEqualTo(Descriptor.NOT_REGISTERED);
            assertThat(List.of(ringsThatHave(one), ringsThatHave(other))).containsExactly(2L, 0L);
            assertMark(engine, first, 1);
            assertMark(engine, second, 2);
            registration.update(second);
            assertMark(engine, second, 2);
        }
    }

    @Test
    void updateThatCannotBeUndoneEndsTheRegistrationAndNoFileMeetsAnother() throws Exception {
        Path one = marked("one", 1);
        Path other = marked("other", 2);
        AtomicInteger updatesOfRing1 = new AtomicInteger();
        try (Engine engine = open(ring -> ring == 1 && updatesOfRing1.incrementAndGet() >= 2 ? Errno.ENOMEM : 0);
                AsyncFile first = engine.open(one);
                AsyncFile second = engine.open(other)) {
            RegisteredFile registration = engine.registerFile(first);
            assertThatThrownBy(() -> registration.update(second)).isInstanceOf(SyscallException.class);
            assertThat(registration.file()).isNull();
            assertMark(engine, first, 1);
            assertMark(engine, second, 2);
            // Ring 1 could not be emptied: the place is given to nobody else.
            assertThat(engine.stats().registrations().files()).isOne();
            assertThatThrownBy(() -> registration.update(second)).hasMessageContaining("nothing can be put into it");
        }
    }

    @Test
    void updateWaitsForTheReadThatUsesThePlace() throws Exception {
        Path other = marked("other", 2);
        try (Engine engine = Engine.open(two()); TestPipe pipe = new TestPipe(); AsyncFile first = engine.open(pipe.path); AsyncFile second = engine.open(other)) {
            RegisteredFile registration = engine.registerFile(first);
            Buffer buffer = engine.allocate(TestFile.BLOCK);
            CompletableFuture<Integer> read = Results.later(callback -> first.read(buffer, 0, callback));
            CompletableFuture<Void> updated = registration.updateAsync(second);
            assertMark(engine, second, 2);
            assertThat(updated).isNotDone();
            pipe.write(new byte[] {7});
            updated.get(30, TimeUnit.SECONDS);
            assertThat(read.getNow(0)).isOne();
            assertMark(engine, second, 2);
            buffer.close();
        }
    }

    @Test
    void closingTheFileEndsItsRegistration() throws Exception {
        Path path = marked("closing", 1);
        try (Engine engine = Engine.open(two())) {
            AsyncFile file = engine.open(path);
            RegisteredFile registration = engine.registerFile(file);
            file.close();
            registration.close();
            assertThat(ringsThatHave(path)).isZero();
            assertThat(engine.stats().registrations().files()).isZero();
            assertThatThrownBy(() -> engine.registerFile(file)).isInstanceOf(IllegalStateException.class).hasMessage("path=" + path + " is closed");
            assertThat(engine.stats().registrations().files()).isZero();
        }
    }

    @Test
    void mistakesAreRefused() throws Exception {
        Path path = marked("mistakes", 1);
        try (Engine engine = Engine.open(two()); Engine other = Engine.open(two()); AsyncFile file = engine.open(path); AsyncFile second = engine.open(path)) {
            RegisteredFile registration = engine.registerFile(file);
            assertThatThrownBy(() -> engine.registerFile(file)).isInstanceOf(IllegalStateException.class).hasMessage("path=" + path + " is registered already");
            assertThatThrownBy(() -> other.registerFile(file)).hasMessage("path=" + path + " was opened by another engine; a file of this one is right");
            engine.registerFile(second);
            assertThatThrownBy(() -> registration.update(second)).hasMessage("path=" + path + " is registered already");
            assertThat(registration).hasToString("RegisteredFile[" + path + "]");
            registration.close();
            assertThat(registration).hasToString("RegisteredFile[closed]");
        }
    }

    @Test
    void placesAreUsedAgainWhileRequestsOfManyThreadsGoOn() throws Exception {
        Path one = marked("one", 1);
        Path other = marked("other", 2);
        try (Engine engine = Engine.open(two()); AsyncFile first = engine.open(one); AsyncFile second = engine.open(other)) {
            RegisteredFile registration = engine.registerFile(first);
            AtomicInteger running = new AtomicInteger(2);
            CompletableFuture<Void> reading = CompletableFuture.allOf(reads(engine, first, 1, running), reads(engine, second, 2, running));
            while (running.get() > 0) {
                registration.update(registration.file() == first ? second : first);
            }
            reading.get(30, TimeUnit.SECONDS);
        }
    }

    private static CompletableFuture<Void> reads(Engine engine, AsyncFile file, long mark, AtomicInteger running) {
        return CompletableFuture.runAsync(() -> {
            try {
                for (int i = 0; i < 1000; i++) {
                    assertMark(engine, file, mark);
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            } finally {
                running.decrementAndGet();
            }
        });
    }
}
