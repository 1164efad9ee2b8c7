package io.auraio.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CancelRequestKernelTest {
    @TempDir
    private Path folder;

    @Test
    void aReadThatHasNothingToGetIsCancelledInEveryForm() throws IOException {
        Process process = Program.start(Program.command(CancelRequest.class, "/dev/stdin", 1));
        // Its standard input is a pipe that stays open.
        assertThat(new String(process.getInputStream().readAllBytes(), UTF_8).lines()).containsExactly(
                "callback: ECANCELED (Operation canceled)",
                "future: java.util.concurrent.TimeoutException",
                "thread: java.io.InterruptedIOException: read(path=/dev/stdin, offset=0): the thread was interrupted; the file stays open");
        assertThat(process.errorReader().lines()).isEmpty();
    }

    @Test
    void aReadThatIsDoneInTimeIsNot() throws IOException {
        Path path = Samples.file(folder, "file", 100);
        assertThat(Program.run(CancelRequest.class, path, 100_000).lines()).containsExactly("callback: 100", "future: 100", "thread: 100");
    }
}
