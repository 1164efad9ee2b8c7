package io.auraio.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.auraio.AsyncFile;
import io.auraio.Chain;
import io.auraio.Driving;
import io.auraio.Engine;
import io.auraio.EngineOptions;
import io.auraio.IoResult;
import io.auraio.bufferpool.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What docs/guide.md shows of writes that last. */
@Timeout(60)
class GuideDurabilityKernelTest {

    @TempDir
    private Path folder;

    @Test
    void writeIsForcedByBlockingCalls() throws Exception {
        ByteBuffer record = ByteBuffer.wrap("record".getBytes(UTF_8));
        try (Engine engine = Engine.open(); AsyncFile log = engine.open(folder.resolve("log"), CREATE, WRITE)) {
            log.writeFully(record, 0);
            log.force(false); // fdatasync; true for fsync
        }
        assertThat(folder.resolve("log")).hasContent("record");
    }

    @Test
    void writeIsForcedByFutures() throws Exception {
        ByteBuffer record = ByteBuffer.wrap("record".getBytes(UTF_8));
        try (Engine engine = Engine.open(); AsyncFile log = engine.open(folder.resolve("log"), CREATE, WRITE)) {
            CompletableFuture<Void> durable = log.writeAsync(record, 0).thenCompose(written -> record.hasRemaining()
                    ? CompletableFuture.failedFuture(new IOException("only " + written + " bytes were written"))
                    : log.fdatasyncAsync());
            durable.join();
        }
        assertThat(folder.resolve("log")).hasContent("record");
    }

    private static List<String> writeAndSync(Path path) throws IOException, InterruptedException {
        List<String> results = new ArrayList<>();
        EngineOptions options = EngineOptions.builder().driving(Driving.CALLER).build();
        try (Engine engine = Engine.open(options); AsyncFile log = engine.open(path, WRITE); Buffer record = engine.allocate(4096)) {
            Chain chain = engine.chain();
            chain.write(log, record, 0, (request, result) -> results.add("write: " + IoResult.describe(result)))
                    .fdatasync(log, (request, result) -> results.add("sync: " + IoResult.describe(result)));
            while (chain.submit() == Engine.AGAIN) {
                engine.await(Duration.ofSeconds(1));
            }
            engine.drain(Duration.ofSeconds(30));
        }
        return results;
    }

    @Test
    void syncOfAChainFollowsAWholeWrite() throws Exception {
        assertThat(writeAndSync(Files.createFile(folder.resolve("log")))).containsExactly("write: 4096", "sync: 0");
    }

    @Test
    void syncOfAChainDoesNotFollowAWriteThatFailed() throws Exception {
        assertThat(writeAndSync(Path.of("/dev/full")))
                .containsExactly("write: ENOSPC (No space left on device)", "sync: ECANCELED (Operation canceled)");
    }

    @Test
    void folderIsForcedThatNamesANewFile() throws Exception {
        Files.createFile(folder.resolve("log"));
        try (Engine engine = Engine.open()) {
            try (AsyncFile names = engine.open(folder)) {
                names.force(true);
            }
            assertThat(engine.stats().openFiles()).isZero();
        }
    }
}
