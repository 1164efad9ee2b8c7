package io.auraio.channels;

import io.auraio.AuraOpenOption;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

/**
 * What a channel was opened with.
 *
 * @param fileOptions what is left for the engine's file to understand
 * @param reads whether it may read
 * @param writes whether it may write
 * @param appends whether each write goes to the end
 * @param deletes whether the file is to have no name left
 * @param survivesInterrupt whether an interrupt leaves the channel alone
 */
record ChannelMode(
        Set<OpenOption> fileOptions, boolean reads, boolean writes, boolean appends, boolean deletes, boolean survivesInterrupt) {

    /**
     * Of a FileChannel.
     *
     * @throws IllegalArgumentException for READ or TRUNCATE_EXISTING with APPEND
     */
    static ChannelMode of(Set<? extends OpenOption> options) {
        Set<OpenOption> left = new LinkedHashSet<>();
        for (OpenOption option : options) {
            left.add(Objects.requireNonNull(option, "option"));
        }
        boolean appends = left.contains(StandardOpenOption.APPEND);
        if (appends && (left.contains(StandardOpenOption.READ) || left.contains(StandardOpenOption.TRUNCATE_EXISTING))) {
            throw new IllegalArgumentException("options=" + options + "; APPEND goes with neither READ nor TRUNCATE_EXISTING");
        }
        boolean writes = appends || left.contains(StandardOpenOption.WRITE);
        return new ChannelMode(
                left,
                left.contains(StandardOpenOption.READ) || !writes,
                writes,
                appends,
                left.remove(StandardOpenOption.DELETE_ON_CLOSE),
                left.remove(AuraOpenOption.SURVIVE_INTERRUPT));
    }

    /**
     * Of an AsynchronousFileChannel.
     *
     * @throws UnsupportedOperationException for APPEND
     */
    static ChannelMode ofAsynchronous(Set<? extends OpenOption> options) {
        if (options.contains(StandardOpenOption.APPEND)) {
            throw new UnsupportedOperationException("option=APPEND; every write of an asynchronous channel names its position");
        }
        return of(options);
    }

    /** The options with which a channel of the JDK's opens the file, that is there already, once more. */
    Set<OpenOption> accessAlone() {
        Set<OpenOption> access = new LinkedHashSet<>();
        if (reads) {
            access.add(StandardOpenOption.READ);
        }
        if (writes) {
            access.add(StandardOpenOption.WRITE);
        }
        return access;
    }

    void checkReads() {
        if (!reads) {
            throw new NonReadableChannelException();
        }
    }

    void checkWrites() {
        if (!writes) {
            throw new NonWritableChannelException();
        }
    }
}
