package io.auraio;

import java.nio.file.OpenOption;

/** Ways to open a file that {@link java.nio.file.StandardOpenOption} has no name for. */
public enum AuraOpenOption implements OpenOption {
    /**
     * Past the page cache: {@code O_DIRECT} of {@code open(2)}. Offsets, lengths and memory must then be aligned as
     * {@link AsyncFile#directOffsetAlignment()} and {@link AsyncFile#directMemoryAlignment()} say. The JDK's own
     * {@code com.sun.nio.file.ExtendedOpenOption.DIRECT} means the same and is understood too.
     */
    DIRECT
}
