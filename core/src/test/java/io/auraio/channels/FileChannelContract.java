package io.auraio.channels;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;

/** Opens the file channels that a contract is tested on: the JDK's own, or ours. */
interface FileChannelContract {

    FileChannel open(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException;

    default FileChannel open(Path path, OpenOption... options) throws IOException {
        return open(path, Set.of(options));
    }
}
