package io.auraio;

import java.nio.file.OpenOption;

/** Ways to open a file that {@link java.nio.file.StandardOpenOption} has no name for. */
public enum AuraOpenOption implements OpenOption {
    /**
     * Past the page cache: {@code O_DIRECT} of {@code open(2)}. Offsets, lengths and memory must then be aligned as
     * {@link AsyncFile#directOffsetAlignment()} and {@link AsyncFile#directMemoryAlignment()} say. The JDK's own
     * {@code com.sun.nio.file.ExtendedOpenOption.DIRECT} means the same and is understood too.
     */
    DIRECT,

    /**
     * For a {@link java.nio.channels.FileChannel} of {@link io.auraio.channels.FileChannels}: a thread that is interrupted goes on with its operation,
     * and its flag stays set. Without it the channel is closed for everybody who uses it, as {@link java.nio.channels.InterruptibleChannel} says.
     *
     * <p>One exception: a thread that is interrupted in the moment of a {@code map()} closes a channel that has locked, since the interrupt would
     * otherwise cost it the locks in silence.
     */
    SURVIVE_INTERRUPT
}
