package io.auraio.channels;

import io.auraio.AuraOpenOption;
import io.auraio.Engine;
import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * Opens the JDK's channels over an engine, with the JDK's own options: every {@link java.nio.file.StandardOpenOption},
 * {@link java.nio.file.LinkOption#NOFOLLOW_LINKS}, {@code com.sun.nio.file.ExtendedOpenOption.DIRECT}, and {@link AuraOpenOption}s.
 *
 * <p>A channel is of an ordinary file or a block device, opened by a path of the default file system; not of a pipe. One of a directory, opened for reading,
 * can be forced, which makes durable which files the directory names. A channel has to be closed before its engine: behind {@link Engine#close()} a blocking
 * operation fails with an {@link IllegalStateException}, an asynchronous one with an IOException.
 *
 * <p>The blocking operations of a {@code FileChannel} are refused in a callback of the engine's with an {@link IllegalStateException}, since they
 * would wait for themselves.
 */
public final class FileChannels {

    /** One object for all channels: by it a thread is known as the executor's. */
    private static final Executor HANDLER_THREADS = Thread::startVirtualThread;

    private FileChannels() {}

    /**
     * Opens or creates a file, as {@link FileChannel#open(Path, OpenOption...)} does.
     *
     * @param engine does the reading and writing
     * @param path a path of the default file system
     * @param options none means READ
     * @return the channel; close it
     * @throws IOException where the file cannot be opened, as {@link java.nio.file.NoSuchFileException} or another
     *     {@link java.nio.file.FileSystemException} where one says it
     * @throws IllegalArgumentException if the options contradict each other, or the path is of another file system
     * @throws UnsupportedOperationException if an option is not known
     * @throws IllegalStateException if the engine is closed
     */
    public static FileChannel open(Engine engine, Path path, OpenOption... options) throws IOException {
        return open(engine, path, new LinkedHashSet<>(Arrays.asList(options)));
    }

    /**
     * Opens or creates a file, as {@link FileChannel#open(Path, Set, FileAttribute...)} does.
     *
     * @param engine does the reading and writing
     * @param path a path of the default file system
     * @param options none means READ
     * @param attributes of a file that is created: {@link java.nio.file.attribute.PosixFilePermissions#asFileAttribute}
     * @return the channel; close it
     * @throws IOException as {@link #open(Engine, Path, OpenOption...)}
     * @throws IllegalArgumentException as there
     * @throws UnsupportedOperationException if an option is not known, or an attribute cannot be set at creation
     * @throws IllegalStateException if the engine is closed
     */
    public static FileChannel open(Engine engine, Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        return new EngineFileChannel(ChannelFile.open(engine, path, ChannelMode.of(options), attributes));
    }

    /**
     * Opens or creates a file, as {@link AsynchronousFileChannel#open(Path, OpenOption...)} does. Each handler runs
     * on a virtual thread of its own, so that handlers may wait for each other as on the JDK's default group.
     *
     * @param engine does the reading and writing
     * @param path a path of the default file system
     * @param options none means READ; APPEND is refused, since every write names its position
     * @return the channel; close it
     * @throws IOException as {@link #open(Engine, Path, OpenOption...)}
     * @throws IllegalArgumentException as there
     * @throws UnsupportedOperationException if an option is not known, or is APPEND
     * @throws IllegalStateException if the engine is closed
     */
    public static AsynchronousFileChannel openAsynchronous(Engine engine, Path path, OpenOption... options) throws IOException {
        return openAsynchronous(engine, path, new LinkedHashSet<>(Arrays.asList(options)), null);
    }

    /**
     * Opens or creates a file, as {@link AsynchronousFileChannel#open(Path, Set, java.util.concurrent.ExecutorService, FileAttribute...)} does.
     *
     * @param engine does the reading and writing
     * @param path a path of the default file system
     * @param options none means READ; APPEND is refused, since every write names its position
     * @param executor runs the handlers, each as a task of its own; null for a virtual thread for each. One that runs tasks on the thread that
     *     hands them over runs handlers on the driver, where they must not block; one with a bound of threads stands still where as many handlers wait for
     *     another
     * @param attributes of a file that is created: {@link java.nio.file.attribute.PosixFilePermissions#asFileAttribute}
     * @return the channel; close it
     * @throws IOException as {@link #open(Engine, Path, OpenOption...)}
     * @throws IllegalArgumentException as there
     * @throws UnsupportedOperationException if an option is not known, or is APPEND, or an attribute cannot be set at creation
     * @throws IllegalStateException if the engine is closed
     */
    public static AsynchronousFileChannel openAsynchronous(
            Engine engine, Path path, Set<? extends OpenOption> options, Executor executor, FileAttribute<?>... attributes) throws IOException {
        ChannelMode mode = ChannelMode.ofAsynchronous(options);
        return new EngineAsynchronousFileChannel(
                ChannelFile.open(engine, path, mode, attributes), executor == null ? HANDLER_THREADS : executor);
    }
}
