package io.auraio.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What bad arguments get. */
class UsageTest {

    @ParameterizedTest
    @ValueSource(classes = {
        BulkReader.class,
        CancelRequest.class,
        EventLoop.class,
        FileCopyCallbacks.class,
        FileCopyFutures.class,
        FileCopyVirtualThreads.class,
        MetricsServer.class,
        Quickstart.class,
        ReadWholeFile.class,
        RegisteredBuffers.class,
        SimpleRead.class,
        WriteModes.class
    })
    void aLineThatSaysWhatIsRight(Class<?> program) throws IOException {
        Program.Ended ended = Program.run(program, "too", "many", "of", "them");
        assertThat(ended.errors()).startsWith("usage: " + program.getSimpleName() + " ").hasLineCount(1);
        assertThat(ended.output()).isEmpty();
        assertThat(ended.status()).isEqualTo(2);
    }
}
