package io.auraio.examples;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.auraio.AsyncFile;
import io.auraio.Driving;
import io.auraio.Engine;
import io.auraio.EngineOptions;
import io.auraio.IoCallback;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The table in docs/driving.md of what a callback may call. */
@Timeout(60)
class GuideThreadRulesKernelTest {

    private static final IoCallback NOTHING = (request, result) -> {};

    @TempDir
    private Path folder;

    private interface Call {
        void run() throws Exception;
    }

    /** Makes the calls in a callback; what each of them threw, or null. */
    private Map<String, Throwable> inACallback(Engine engine, AsyncFile file, Map<String, Call> calls) throws Exception {
        CompletableFuture<Map<String, Throwable>> made = new CompletableFuture<>();
        file.fsync((request, result) -> {
            Map<String, Throwable> thrown = new LinkedHashMap<>();
            calls.forEach((name, call) -> {
                try {
                    call.run();
                    thrown.put(name, null);
                } catch (Throwable e) {
                    thrown.put(name, e);
                }
            });
            made.complete(thrown);
        });
        while (!made.isDone()) {
            engine.await(Duration.ofSeconds(1));
        }
        return made.join();
    }

    @Test
    void callbackMaySubmitAndLookAndReturnWhatItHas() throws Exception {
        Path path = Files.write(folder.resolve("data"), new byte[8192]);
        EngineOptions options = EngineOptions.builder().driving(Driving.CALLER).build();
        try (Engine engine = Engine.open(options); AsyncFile file = engine.open(path, READ, WRITE)) {
            Map<String, Call> calls = new LinkedHashMap<>();
            calls.put("submit", () -> file.read(ByteBuffer.allocateDirect(8), 0, NOTHING));
            calls.put("submit as a future", () -> file.fsyncAsync());
            calls.put("submit a chain", () -> engine.chain().fsync(file, NOTHING).submit());
            calls.put("cancel", () -> engine.cancel(file.fsync(NOTHING)));
            calls.put("cancelAll", file::cancelAll);
            calls.put("allocate and return", () -> engine.allocate(8).close());
            calls.put("open and close", () -> engine.open(path).close());
            calls.put("size", file::size);
            calls.put("readCached", () -> file.readCached(Arena.ofAuto().allocate(8), 0));
            calls.put("stats", engine::stats);
            calls.put("set", () -> engine.minInFlight(8));
            calls.put("flush", engine::flush);
            calls.put("onClose", () -> engine.onClose(() -> {}));
            calls.put("stop", engine::stop);
            assertThat(inACallback(engine, file, calls)).hasSize(calls.size()).allSatisfy((name, thrown) -> assertThat(thrown).isNull());
        }
    }

    @Test
    void callbackMayNotWait() throws Exception {
        Path path = Files.write(folder.resolve("data"), new byte[8192]);
        EngineOptions options = EngineOptions.builder().driving(Driving.CALLER).build();
        try (Engine engine = Engine.open(options); AsyncFile file = engine.open(path, READ, WRITE)) {
            Map<String, Call> calls = new LinkedHashMap<>();
            calls.put("read", () -> file.read(ByteBuffer.allocate(8), 0));
            calls.put("writeFully", () -> file.writeFully(ByteBuffer.allocate(8), 0));
            calls.put("readv", () -> file.readv(new ByteBuffer[] {ByteBuffer.allocate(8)}, 0));
            calls.put("force", () -> file.force(false));
            calls.put("join", () -> file.fsyncAsync().join());
            calls.put("join a stage", () -> file.fsyncAsync().thenRun(() -> {}).join());
            calls.put("engine.join", () -> engine.join(CompletableFuture.allOf(file.fsyncAsync())));
            calls.put("engine.await", () -> engine.await(file.fsyncAsync(), Duration.ofSeconds(1)));
            calls.put("poll", engine::poll);
            calls.put("await", () -> engine.await(Duration.ZERO));
            calls.put("run", engine::run);
            calls.put("pollFd", engine::pollFd);
            calls.put("drain", () -> engine.drain(Duration.ofSeconds(1)));
            calls.put("close", engine::close);
            calls.put("registerMemory", () -> engine.registerMemory(Arena.ofAuto().allocate(4096)));
            calls.put("registerFile", () -> engine.registerFile(file));
            assertThat(inACallback(engine, file, calls)).hasSize(calls.size())
                    .allSatisfy((name, thrown) -> assertThat(thrown).as(name).isInstanceOf(IllegalStateException.class).hasMessageContaining("in a callback"));
        }
    }
}
