package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Opening, closing and asking as futures, with room in the rings and without. */
@Timeout(60)
class ValueFutureKernelTest {

    @Test
    void fileIsOpenedAskedReadAndClosedByStages() throws Exception {
        Path path = TestFile.create("value", 2);
        try (Engine engine = Engine.open()) {
            String answer = engine.openAsync(path)
                    .thenCompose(file -> file.statAsync()
                            .thenCombine(file.readAsync(ByteBuffer.allocate(16), 0), (status, read) -> status.size() + " " + read)
                            .thenCompose(text -> file.closeAsync().thenApply(closed -> text)))
                    .join();
            assertThat(answer).isEqualTo("8192 16");
            assertThat(engine.statAsync(path).join().size()).isEqualTo(8192);
            assertThatThrownBy(() -> engine.openAsync(Path.of("target/not-there")).join()).cause().isInstanceOf(NoSuchFileException.class);
            assertThatThrownBy(() -> engine.statAsync(Path.of("target/not-there")).join()).cause().isInstanceOf(NoSuchFileException.class);
        }
    }

    @Test
    void fullRingsDelayNobody() throws Exception {
        Path path = TestFile.create("value-full", 2);
        EngineOptions options = EngineOptions.builder().ringCount(1).queueDepth(1).build();
        try (Engine engine = Engine.open(options); AsyncFile pipe = Pipes.open(engine, "value-full")) {
            CompletableFuture<Integer> running = pipe.readAsync(ByteBuffer.allocate(1), 0);
            AsyncFile file = engine.openAsync(path).join();
            assertThat(engine.statAsync(path).join().size()).isEqualTo(8192);
            assertThat(file.statAsync().join().size()).isEqualTo(8192);
            assertThat(file.closeAsync().join()).isNull();
            assertThatThrownBy(() -> engine.statAsync(Path.of("target/not-there")).join()).cause().isInstanceOf(NoSuchFileException.class);
            running.cancel(true);
        }
    }

    @Test
    void executorThatRefusesLosesNoFuture() throws Exception {
        List<Throwable> reported = new ArrayList<>();
        EngineOptions options = EngineOptions.builder()
                .stageExecutor(task -> {
                    throw new java.util.concurrent.RejectedExecutionException("shut down");
                })
                .errorHandler(reported::add)
                .build();
        Path path = TestFile.create("value-refused", 1);
        try (Engine engine = Engine.open(options); AsyncFile file = engine.openAsync(path).join()) {
            assertThat(file.readAsync(ByteBuffer.allocate(16), 0).thenApply(n -> n + 1).join()).isEqualTo(17);
        }
        assertThat(reported).isNotEmpty().allSatisfy(e -> assertThat(e).hasMessage("shut down"));
    }
}
