package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auraio.syscall.Errno;
import io.auraio.syscall.SyscallException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RegisteredMemoryKernelTest {

    private final Arena arena = Arena.ofShared();

    @AfterEach
    void free() {
        arena.close();
    }

    private static EngineOptions.Builder two() {
        return EngineOptions.builder().ringCount(2).ringSelection(RingSelection.ROUND_ROBIN).adaptive(false).registerBuffers(false);
    }

    @Test
    void slicesAreReadAndWrittenByEveryRing() throws Exception {
        long pinned = ProcessState.pinnedBytes();
        MemorySegment cache = arena.allocate(1 << 20, 4096);
        Path path = TestFile.empty("slices");
        try (Engine engine = Engine.open(two().build());
                AsyncFile file = engine.open(path, DirectFiles.orCached(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
                RegisteredMemory memory = engine.registerMemory(cache)) {
            assertThat(ProcessState.pinnedBytes() - pinned).isEqualTo(1 << 20);
            assertThat(engine.stats().registrations()).isEqualTo(new RegistrationStats(0, 0, "", 1, 1 << 20, 0));
            for (int i = 0; i < 16; i++) {
                long offset = (long) i * TestFile.BLOCK;
                RegisteredSlice slice = memory.slice(offset, TestFile.BLOCK);
                TestFile.fill(slice.segment(), offset);
                assertThat(Results.of(callback -> file.write(slice, offset, callback))).isEqualTo(TestFile.BLOCK);
                RegisteredSlice back = memory.slice((1 << 19) + offset, TestFile.BLOCK);
                assertThat(Results.of(callback -> file.read(back, offset, callback))).isEqualTo(TestFile.BLOCK);
                assertThat(TestFile.firstWrong(back.segment(), offset)).isEqualTo(-1);
            }
            assertThat(engine.stats().rings()).extracting(RingStats::fixed).containsExactly(16L, 16L);
        }
        assertThat(ProcessState.pinnedBytes()).isEqualTo(pinned);
    }

    @Test
    void closeWaitsForTheReadInFlightAndMoreAreRefused() throws Exception {
        try (Engine engine = Engine.open(two().build()); TestPipe pipe = new TestPipe(); AsyncFile file = engine.open(pipe.path)) {
            RegisteredMemory memory = engine.registerMemory(arena.allocate(4096, 4096));
            RegisteredSlice slice = memory.slice(0, 8);
            CompletableFuture<Integer> read = Results.later(callback -> file.read(slice, 0, callback));
            CompletableFuture<Void> closed = memory.closeAsync();
            assertThatThrownBy(() -> file.read(slice, 0, (request, result) -> {}))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("RegisteredMemory[bytes=4096, closed] is closed");
            // Another registration goes past the one that waits.
            engine.registerMemory(arena.allocate(4096, 4096)).close();
            assertThat(closed).isNotDone();
            pipe.write(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
            closed.get(30, TimeUnit.SECONDS);
            assertThat(read.getNow(0)).isEqualTo(8);
            assertThat(slice.segment().toArray(ValueLayout.JAVA_BYTE)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
            memory.close();
            assertThat(engine.stats().registrations().memories()).isZero();
        }
    }

    @Test
    void refusalOfOneRingLeavesNothingOnTheOther() throws Exception {
        long pinned = ProcessState.pinnedBytes();
        AtomicInteger kernels = new AtomicInteger();
        try (Engine engine = Engine.open(two().build(), () -> {
            int ring = kernels.getAndIncrement();
            return InjectedKernel.registering(opcode -> opcode == InjectedKernel.IORING_REGISTER_CLONE_BUFFERS && ring == 1 ? Errno.ENOMEM : 0);
        })) {
            assertThatThrownBy(() -> engine.registerMemory(arena.allocate(4096, 4096)))
                    .isInstanceOf(SyscallException.class)
                    .hasMessageStartingWith("io_uring_register(IORING_REGISTER_BUFFERS_UPDATE, bytes=4096): ENOMEM (Cannot allocate memory); it does not fit into RLIMIT_MEMLOCK");
            assertThat(ProcessState.pinnedBytes()).isEqualTo(pinned);
            assertThat(engine.stats().registrations().memories()).isZero();
        }
    }

    @Test
    void kernelBeforeSparseTablesIsNamed() throws Exception {
        try (Engine engine = Engine.open(
                two().build(), () -> InjectedKernel.registering(opcode -> opcode == InjectedKernel.IORING_REGISTER_BUFFERS2 ? Errno.EINVAL : 0))) {
            assertThatThrownBy(() -> engine.registerMemory(arena.allocate(4096, 4096)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("has no sparse tables of buffers, which came with Linux 5.19");
        }
    }

    @Test
    void tableThatIsFullIsSaid() throws Exception {
        try (Engine engine = Engine.open(two().ringCount(1).build())) {
            List<RegisteredMemory> all = new ArrayList<>();
            MemorySegment memory = arena.allocate(4096, 4096);
            for (int i = 0; i < RingTables.BUFFERS; i++) {
                all.add(engine.registerMemory(memory));
            }
            assertThatThrownBy(() -> engine.registerMemory(memory))
                    .isInstanceOf(IOException.class)
                    .hasMessageEndingWith("all 1024 places for registered memory are taken");
            all.getFirst().close();
            all.set(0, engine.registerMemory(memory));
            all.forEach(RegisteredMemory::close);
        }
    }

    @Test
    void mistakesAreRefused() throws Exception {
        try (Engine engine = Engine.open(two().build());
                Engine other = Engine.open(two().build());
                AsyncFile file = other.open(TestFile.create("mistakes", 1));
                RegisteredMemory memory = engine.registerMemory(arena.allocate(4096, 4096));
                Arena confined = Arena.ofConfined()) {
            assertThatThrownBy(() -> memory.slice(4000, 97)).hasMessage("start=4000, length=97; a part of the memory's 4096 bytes is right");
            assertThatThrownBy(() -> memory.slice(0, 0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> file.read(memory.slice(0, 8), 0, (request, result) -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("RegisteredMemory[bytes=4096] is registered with another engine than the file's");
            assertThatThrownBy(() -> engine.registerMemory(MemorySegment.ofArray(new byte[1]))).hasMessageContaining("is on the heap");
            assertThatThrownBy(() -> engine.registerMemory(confined.allocate(8))).hasMessageContaining("is confined to a thread");
            assertThatThrownBy(() -> engine.registerMemory(MemorySegment.NULL)).hasMessage("memory.byteSize()=0; 1 to 1073741824 is right");
        }
    }

    @Test
    void inACallbackOnlyTheFormsThatDoNotWaitAreRight() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        CompletableFuture<Void> closed = new CompletableFuture<>();
        try (Engine engine = Engine.open(two().errorHandler(thrown::set).build()); AsyncFile file = engine.open(TestFile.create("callback", 1))) {
            RegisteredMemory memory = engine.registerMemory(arena.allocate(4096, 4096));
            RegisteredSlice slice = memory.slice(0, 4096);
            file.read(slice, 0, (request, result) -> {
                memory.closeAsync().thenAccept(closed::complete);
                memory.close();
            });
            closed.get(30, TimeUnit.SECONDS);
            assertThat(TestFile.firstWrong(slice.segment(), 0)).isEqualTo(-1);
        }
        assertThat(thrown.get())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("RegisteredMemory.close() in a callback: the thread that runs it is one that it waits for; RegisteredMemory.closeAsync() is right");
    }

    @Test
    void callerThatDrivesNeedNobodyElse() throws Exception {
        try (Engine engine = Engine.open(EngineOptions.builder().driving(Driving.CALLER).build());
                TestPipe pipe = new TestPipe();
                AsyncFile file = engine.open(pipe.path)) {
            RegisteredMemory memory = engine.registerMemory(arena.allocate(4096, 4096));
            AtomicInteger result = new AtomicInteger();
            file.read(memory.slice(0, 8), 0, (request, value) -> result.set(value));
            engine.poll();
            CompletableFuture<Void> closed = memory.closeAsync();
            assertThat(closed).isNotDone();
            pipe.write(new byte[8]);
            memory.close();
            closed.get(30, TimeUnit.SECONDS);
            assertThat(result).hasValue(8);
        }
    }

    @Test
    void engineThatClosesEndsRegistrationsThatNobodyWouldDo() throws Exception {
        CompletableFuture<RegisteredMemory> never;
        CompletableFuture<Void> closed;
        CompletableFuture<Thread> waiter = new CompletableFuture<>();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        try (Engine engine = Engine.open(EngineOptions.builder().driving(Driving.CALLER).build())) {
            RegisteredMemory memory = engine.registerMemory(arena.allocate(4096, 4096));
            CompletableFuture<CompletableFuture<RegisteredMemory>> asked = new CompletableFuture<>();
            Thread virtual = Thread.startVirtualThread(() -> {
                asked.complete(engine.registerMemoryAsync(arena.allocate(4096, 4096)));
                CompletableFuture<Void> close = memory.closeAsync();
                waiter.complete(Thread.currentThread());
                try {
                    close.join();
                } catch (RuntimeException e) {
                    thrown.set(e);
                }
            });
            waiter.get(30, TimeUnit.SECONDS);
            never = asked.get(30, TimeUnit.SECONDS);
            closed = memory.closeAsync();
            assertThat(never).isNotDone();
            assertThat(closed).isNotDone();
            assertThat(virtual.isVirtual()).isTrue();
        }
        assertThatThrownBy(never::join).hasCauseInstanceOf(IllegalStateException.class).hasMessageContaining("the engine is closed");
        closed.get(30, TimeUnit.SECONDS);
        assertThat(waiter.join().join(Duration.ofSeconds(30))).isTrue();
        assertThat(thrown).hasNullValue();
    }

    @Test
    void memoryOfARingThatIsGivenUpIsNeverSaidToBeFree() throws Exception {
        List<Throwable> reported = new ArrayList<>();
        Engine engine = Engine.open(two().drainTimeout(Duration.ofMillis(50)).errorHandler(reported::add).build());
        TestPipe pipe = new TestPipe();
        AsyncFile file = engine.open(pipe.path);
        Arena forEver = Arena.global();
        RegisteredMemory memory = engine.registerMemory(forEver.allocate(4096, 4096));
        file.read(memory.slice(0, 8), 0, (request, result) -> {});
        engine.close();
        assertThatThrownBy(memory::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a ring was closed with requests that did not end: the registered memory must stay allocated");
        pipe.close();
    }
}
