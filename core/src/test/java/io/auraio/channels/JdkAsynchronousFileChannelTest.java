package io.auraio.channels;

import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.Timeout;

/** The contracts hold for the JDK's own channel: they say what it does, not what we wish. */
@Timeout(120)
class JdkAsynchronousFileChannelTest implements WholeAsynchronousFileChannelContract {

    @Override
    public AsynchronousFileChannel open(Path path, Set<? extends OpenOption> options, ExecutorService executor, FileAttribute<?>... attributes)
            throws IOException {
        return AsynchronousFileChannel.open(path, options, executor, attributes);
    }
}
