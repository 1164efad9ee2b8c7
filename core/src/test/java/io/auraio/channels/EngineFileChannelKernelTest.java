package io.auraio.channels;

import io.auraio.Engine;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/** The JDK's contract holds for our channel. */
@Timeout(120)
class EngineFileChannelKernelTest implements WholeFileChannelContract {

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
    public FileChannel open(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        return FileChannels.open(engine, path, options, attributes);
    }
}
