package io.auraio.channels;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;
import org.junit.jupiter.api.Timeout;

/** The contracts hold for the JDK's own channel: they say what it does, not what we wish. */
@Timeout(120)
class JdkFileChannelTest implements WholeFileChannelContract {

    @Override
    public FileChannel open(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        return FileChannel.open(path, options, attributes);
    }
}
