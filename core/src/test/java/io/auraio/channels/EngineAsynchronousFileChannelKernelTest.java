package io.auraio.channels;

import io.auraio.Engine;
import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/** The JDK's contract holds for our asynchronous channel. */
@Timeout(120)
class EngineAsynchronousFileChannelKernelTest implements WholeAsynchronousFileChannelContract {

    private static Engine engine;

    @BeforeAll
    static void openEngine() throws IOException {
        engine = Engine.open();
    }

    @AfterAll
    static void closeEngine() {
        engine.close();
    }

    @Override
    public AsynchronousFileChannel open(Path path, Set<? extends OpenOption> options, ExecutorService executor, FileAttribute<?>... attributes)
            throws IOException {
        return FileChannels.openAsynchronous(engine, path, options, executor, attributes);
    }
}
