package io.auraio.examples.h2;

import io.auraio.AuraOpenOption;
import io.auraio.Engine;
import io.auraio.channels.FileChannels;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.h2.store.fs.FilePathWrapper;
import org.h2.store.fs.FileUtils;

/**
 * H2's files by way of an engine, for database URLs such as {@code jdbc:h2:aura:/data/shop}: H2 takes a FileChannel of whoever opens it. One that survives
 * interrupts, since H2 closes a database whose channel was closed by one.
 */
public final class EngineFilePath extends FilePathWrapper {

    static final String SCHEME = "aura";

    /** H2 makes these objects itself. */
    static Engine engine;

    /** For H2. */
    public EngineFilePath() {}

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        Set<OpenOption> options = new LinkedHashSet<>(FileUtils.modeToOptions(mode));
        options.add(AuraOpenOption.SURVIVE_INTERRUPT);
        return FileChannels.open(engine, Path.of(getBase().toString()), options);
    }
}
