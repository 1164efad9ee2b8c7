package io.auraio.examples.h2;

import io.auraio.Engine;
import io.auraio.channels.FileChannels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePathWrapper;
import org.h2.store.fs.FileUtils;

/** H2's files by way of an AsynchronousFileChannel, as its own scheme {@code async:} has them; for database URLs such as {@code jdbc:h2:aura-async:/data/shop}. */
public final class AsynchronousFilePath extends FilePathWrapper {

    static final String SCHEME = "aura-async";

    /** H2 makes these objects itself. */
    static Engine engine;

    /** For H2. */
    public AsynchronousFilePath() {}

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return new File(FileChannels.openAsynchronous(engine, Path.of(getBase().toString()), FileUtils.modeToOptions(mode), null));
    }

    /** What H2 asks of a file. */
    private static final class File extends FileBaseDefault {

        private final AsynchronousFileChannel channel;

        File(AsynchronousFileChannel channel) {
            this.channel = channel;
        }

        private static int result(Future<Integer> transfer) throws IOException {
            boolean interrupted = false;
            try {
                while (true) {
                    try {
                        return transfer.get();
                    } catch (InterruptedException e) {
                        interrupted = true;
                    } catch (ExecutionException e) {
                        throw new IOException(e.getCause());
                    }
                }
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        @Override
        public int read(ByteBuffer dst, long position) throws IOException {
            return result(channel.read(dst, position));
        }

        @Override
        public int write(ByteBuffer src, long position) throws IOException {
            return result(channel.write(src, position));
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        protected void implTruncate(long size) throws IOException {
            channel.truncate(size);
        }

        @Override
        public void force(boolean metaData) throws IOException {
            channel.force(metaData);
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return channel.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            channel.close();
        }
    }
}
