package io.auraio;

import java.io.IOException;
import java.nio.file.Path;

/** Files past the page cache, where requests take long enough to race with. */
final class DirectFiles {

    private DirectFiles() {}

    /** With O_DIRECT, or without where the file system has none. */
    static AsyncFile openOrCached(Engine engine, Path path) throws IOException {
        try {
            return engine.open(path, AuraOpenOption.DIRECT);
        } catch (IOException e) {
            return engine.open(path);
        }
    }
}
