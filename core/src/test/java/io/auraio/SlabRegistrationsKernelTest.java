package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.auraio.bufferpool.Buffer;
import io.auraio.syscall.Errno;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SlabRegistrationsKernelTest {

    private static final long SLAB = 2 << 20;

    private static EngineOptions.Builder two() {
        return EngineOptions.builder().ringCount(2).ringSelection(RingSelection.ROUND_ROBIN).adaptive(false);
    }

    /** Each driver does what it was asked in turn: when both have this, they have done what was asked before. */
    private static void awaitDrivers(Engine engine) throws Exception {
        try (Arena arena = Arena.ofShared()) {
            engine.registerMemory(arena.allocate(4096, 4096)).close();
        }
    }

    /** Writes blocks and reads them back, on all rings in turn; the requests that went by registered memory. */
    private static long fixedOfRoundTrip(Engine engine, int blocks) throws Exception {
        long before = engine.stats().fixed();
        Path path = TestFile.empty("slab");
        try (AsyncFile file = engine.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE); Buffer buffer = engine.allocate(TestFile.BLOCK)) {
            for (int i = 0; i < blocks; i++) {
                long offset = (long) i * TestFile.BLOCK;
                TestFile.fill(buffer.segment(), offset);
                assertThat(Results.of(callback -> file.write(buffer, offset, callback))).isEqualTo(TestFile.BLOCK);
                buffer.segment().fill((byte) 0);
                assertThat(Results.of(callback -> file.read(buffer, offset, callback))).isEqualTo(TestFile.BLOCK);
                assertThat(TestFile.firstWrong(buffer.segment(), offset)).isEqualTo(-1);
            }
        }
        return engine.stats().fixed() - before;
    }

    @Test
    void poolBuffersGoTheFixedWayOnEveryRing() throws Exception {
        try (Engine engine = Engine.open(two().build())) {
            engine.allocate(TestFile.BLOCK).close();
            awaitDrivers(engine);
            assertThat(engine.stats().registrations()).isEqualTo(new RegistrationStats(1, SLAB, "", 0, 0, 0));
            assertThat(fixedOfRoundTrip(engine, 10)).isEqualTo(20);
            assertThat(engine.stats().rings()).extracting(RingStats::fixed).containsExactly(10L, 10L);
        }
    }

    @Test
    void memoryOfTwoRingsIsPinnedOnceAndGivenBackWithTheEngine() throws Exception {
        long pinned = ProcessState.pinnedBytes();
        try (Engine engine = Engine.open(two().build())) {
            engine.allocate(TestFile.BLOCK).close();
            awaitDrivers(engine);
            assertThat(ProcessState.pinnedBytes() - pinned).isEqualTo(SLAB);
        }
        assertThat(ProcessState.pinnedBytes()).isEqualTo(pinned);
    }

    @Test
    void kernelThatCannotShareRegistersWithEachRing() throws Exception {
        long pinned = ProcessState.pinnedBytes();
        try (Engine engine = Engine.open(
                two().build(), () -> InjectedKernel.registering(opcode -> opcode == InjectedKernel.IORING_REGISTER_CLONE_BUFFERS ? Errno.EINVAL : 0))) {
            engine.allocate(TestFile.BLOCK).close();
            // Too large for a driver to stand still for.
            engine.allocate(8 << 20).close();
            awaitDrivers(engine);
            assertThat(ProcessState.pinnedBytes() - pinned).isEqualTo(2 * SLAB);
            assertThat(fixedOfRoundTrip(engine, 4)).isEqualTo(8);
        }
        assertThat(ProcessState.pinnedBytes()).isEqualTo(pinned);
    }

    @Test
    void slabThatOneRingRefusesIsRegisteredWithNoneAndItsBuffersGoThePlainWay() throws Exception {
        long pinned = ProcessState.pinnedBytes();
        AtomicInteger kernels = new AtomicInteger();
        try (Engine engine = Engine.open(two().build(), () -> {
            int ring = kernels.getAndIncrement();
            return InjectedKernel.registering(opcode -> opcode == InjectedKernel.IORING_REGISTER_CLONE_BUFFERS && ring == 1 ? Errno.ENOMEM : 0);
        })) {
            List<Buffer> buffers = new ArrayList<>();
            for (long mapped = 0; mapped < 3 * SLAB; mapped = engine.stats().buffers().mappedBytes()) {
                buffers.add(engine.allocate(1 << 20));
            }
            assertThat(fixedOfRoundTrip(engine, 2)).isZero();
            RegistrationStats stats = engine.stats().registrations();
            assertThat(stats.slabs()).isZero();
            assertThat(stats.refusal()).startsWith("io_uring_register(IORING_REGISTER_BUFFERS_UPDATE, bytes=2097152): ENOMEM")
                    .contains("raise it (ulimit -l)");
            assertThat(ProcessState.pinnedBytes()).isEqualTo(pinned);
            buffers.forEach(Buffer::close);
        }
    }

    @Test
    void buffersOfAnySizeGoTheFixedWayWhereNoDriverHasToPinThem() throws Exception {
        assumeTrue(LockedMemory.mostBytes() >= 8 << 20, "half of RLIMIT_MEMLOCK does not hold a slab of 8 MiB: ulimit -l");
        Path path = TestFile.create("large", 1);
        // Past the page cache: what is in there, a virtual thread would read without the ring.
        try (Engine engine = Engine.open(two().build());
                AsyncFile file = DirectFiles.open(engine, path, StandardOpenOption.READ);
                Buffer buffer = engine.allocate(8 << 20)) {
            awaitDrivers(engine);
            assertThat(engine.stats().registrations().slabBytes()).isEqualTo(8 << 20);
            assertThat(file.readAsync(buffer, 0).get(30, TimeUnit.SECONDS)).isEqualTo(TestFile.BLOCK);
            assertThat(TestFile.firstWrong(buffer.segment().asSlice(0, TestFile.BLOCK), 0)).isEqualTo(-1);
            // A virtual thread parks on a part of the buffer.
            CompletableFuture<Integer> read = new CompletableFuture<>();
            Thread.startVirtualThread(() -> {
                try {
                    read.complete(file.read(buffer, 0));
                } catch (IOException e) {
                    read.completeExceptionally(e);
                }
            });
            assertThat(read.get(30, TimeUnit.SECONDS)).isEqualTo(TestFile.BLOCK);
            assertThat(engine.stats().fixed()).isEqualTo(2);
        }
    }

    @Test
    void bufferOfAnotherEngineGoesThePlainWay() throws Exception {
        try (Engine other = Engine.open(two().build()); Engine engine = Engine.open(two().build()); Buffer foreign = other.allocate(TestFile.BLOCK)) {
            awaitDrivers(other);
            engine.allocate(TestFile.BLOCK).close();
            awaitDrivers(engine);
            Path path = TestFile.create("foreign", 1);
            try (AsyncFile file = engine.open(path)) {
                assertThat(Results.of(callback -> file.read(foreign, 0, callback))).isEqualTo(TestFile.BLOCK);
                assertThat(TestFile.firstWrong(foreign.segment(), 0)).isEqualTo(-1);
            }
            assertThat(engine.stats().fixed()).isZero();
        }
    }

    @Test
    void nothingIsRegisteredWhereTheOptionIsOff() throws Exception {
        long pinned = ProcessState.pinnedBytes();
        try (Engine engine = Engine.open(two().registerBuffers(false).build())) {
            assertThat(fixedOfRoundTrip(engine, 2)).isZero();
            assertThat(engine.stats().registrations()).isEqualTo(new RegistrationStats(0, 0, "", 0, 0, 0));
            assertThat(ProcessState.pinnedBytes()).isEqualTo(pinned);
        }
    }

    @Test
    void callerThatDrivesHasItsBuffersRegisteredFromTheFirstOn() throws Exception {
        Path path = TestFile.create("caller-slab", 1);
        try (Engine engine = Engine.open(EngineOptions.builder().driving(Driving.CALLER).build()); AsyncFile file = engine.open(path)) {
            engine.poll();
            try (Buffer buffer = engine.allocate(TestFile.BLOCK)) {
                AtomicInteger result = new AtomicInteger();
                file.read(buffer, 0, (request, value) -> result.set(value));
                assertThat(engine.await(Duration.ofSeconds(30))).isOne();
                assertThat(result).hasValue(TestFile.BLOCK);
                assertThat(TestFile.firstWrong(buffer.segment(), 0)).isEqualTo(-1);
            }
            assertThat(engine.stats().fixed()).isOne();
        }
    }

    @Test
    void enginesLeaveNoDescriptorOrLockedMemoryBehind() throws Exception {
        Path path = TestFile.create("leave", 1);
        roundOfEngine(path);
        long pinned = ProcessState.pinnedBytes();
        long descriptors = ProcessState.descriptors();
        for (int i = 0; i < 50; i++) {
            roundOfEngine(path);
        }
        assertThat(ProcessState.pinnedBytes()).isEqualTo(pinned);
        assertThat(ProcessState.descriptors()).isLessThanOrEqualTo(descriptors);
    }

    /** Closes while the drivers may still be registering. */
    private static void roundOfEngine(Path path) throws Exception {
        try (Engine engine = Engine.open(two().build()); AsyncFile file = engine.open(path)) {
            engine.registerFileAsync(file);
            Buffer buffer = engine.allocate(TestFile.BLOCK);
            file.read(buffer, 0, (request, value) -> buffer.close());
            engine.allocate(4 << 20).close();
        }
    }
}
