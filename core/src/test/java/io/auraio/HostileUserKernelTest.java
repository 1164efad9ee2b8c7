package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever executors, error handlers and buffers do, each request is answered, and no driver ends by it. */
@Timeout(60)
class HostileUserKernelTest {

    private static final Executor FAILING = task -> {
        throw new AssertionError("an executor that fails");
    };

    @Test
    void executorThatFailsLosesNoFuture() throws Exception {
        List<Throwable> reported = new CopyOnWriteArrayList<>();
        Path path = TestFile.create("hostile-executor", 1);
        EngineOptions options = EngineOptions.builder().stageExecutor(FAILING).errorHandler(reported::add).build();
        try (Engine engine = Engine.open(options); AsyncFile file = engine.openAsync(path).join()) {
            assertThat(file.readAsync(ByteBuffer.allocate(16), 0).thenApply(n -> n + 1).join()).isEqualTo(17);
            CompletableFuture.allOf(file.fsyncAsync(), file.readAsync(ByteBuffer.allocate(16), 0)).join();
        }
        assertThat(reported).isNotEmpty().allSatisfy(e -> assertThat(e).hasMessage("an executor that fails"));
    }

    @Test
    void errorHandlerThatFailsIsTheLastToFail() throws Exception {
        Path path = TestFile.create("hostile-handler", 1);
        EngineOptions options = EngineOptions.builder().stageExecutor(FAILING).errorHandler(e -> {
            throw new AssertionError("a handler that fails");
        }).build();
        try (Engine engine = Engine.open(options); AsyncFile file = engine.open(path)) {
            CompletableFuture.allOf(file.fsyncAsync(), file.readAsync(ByteBuffer.allocate(16), 0)).join();
            CompletableFuture<Integer> ended = new CompletableFuture<>();
            file.fsync((request, result) -> {
                throw new IllegalStateException("a callback that fails");
            });
            file.fsync((request, result) -> ended.complete(result));
            assertThat(ended.join()).isZero();
            engine.onClose(() -> {
                throw new AssertionError("an action that fails");
            });
        }
    }

    @Test
    void executorThatRunsATaskAndFailsThenLeavesTheUserTheFile() throws Exception {
        Executor executor = task -> {
            task.run();
            throw new IllegalStateException("behind the task");
        };
        Path path = TestFile.create("hostile-twice", 1);
        EngineOptions options = EngineOptions.builder().stageExecutor(executor).errorHandler(e -> {}).build();
        try (Engine engine = Engine.open(options); AsyncFile file = engine.openAsync(path).join()) {
            assertThat(file.readAsync(ByteBuffer.allocate(16), 0).join()).isEqualTo(16);
        }
    }

    @Test
    void bufferThatIsCutWhileItIsReadIntoKeepsNobodyWaiting() throws Exception {
        try (Engine engine = Engine.open(); AsyncFile pipe = Pipes.open(engine, "hostile-buffer")) {
            ByteBuffer buffer = ByteBuffer.allocate(16);
            CompletableFuture<Integer> read = pipe.readAsync(buffer, 0);
            buffer.limit(2);
            pipe.writeAsync(ByteBuffer.allocate(16), 0).join();
            assertThat(read.join()).isEqualTo(16);
            assertThat(buffer.position()).as("its limit").isEqualTo(2);
        }
    }

    @Test
    void driverThatMeetsAnErrorAnswersEveryRequest() throws Exception {
        List<Throwable> reported = new CopyOnWriteArrayList<>();
        TestKernel kernel = new TestKernel();
        EngineOptions options = EngineOptions.builder().ringCount(1).registerBuffers(false).errorHandler(reported::add).build();
        Path path = TestFile.create("hostile-driver", 1);
        try (Engine engine = Engine.open(options, () -> kernel); AsyncFile file = engine.open(path)) {
            kernel.inside = () -> {
                throw new OutOfMemoryError("played");
            };
            CompletableFuture<Integer> read = file.readAsync(ByteBuffer.allocateDirect(16), 0);
            assertThatThrownBy(read::join).rootCause().isInstanceOf(IOException.class)
                    .hasMessage("read(path=" + path + ", offset=0): EIO (Input/output error)");
            assertThat(engine.fatalError().orElseThrow()).hasMessage("the driver of ring 0 has failed: java.lang.OutOfMemoryError: played");
            assertThatThrownBy(() -> file.readAsync(ByteBuffer.allocateDirect(16), 0).join())
                    .cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("the driver of ring 0 has failed: java.lang.OutOfMemoryError: played");
        }
        assertThat(reported).hasSize(1);
    }
}
