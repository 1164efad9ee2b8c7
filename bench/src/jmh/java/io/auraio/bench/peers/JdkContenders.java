package io.auraio.bench.peers;

import io.auraio.bench.JdkOpenOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** What the JDK has. */
final class JdkContenders {
    private static final int PAGE_BYTES = 4096;

    private JdkContenders() {}

    static Contender fileChannel(Workload workload, boolean virtual) throws Exception {
        return new ThreadsContender(workload.depth(), virtual, calls(workload, FileChannel.open(workload.path(), options(workload)), () -> {}));
    }

    static Contender asynchronousFileChannel(Workload workload) throws IOException {
        return asynchronous(workload, AsynchronousFileChannel.open(workload.path(), options(workload)), () -> {});
    }

    /**
     * An AsynchronousFileChannel, whoever made it.
     *
     * @param owner what is to be closed behind the channel
     */
    static Contender asynchronous(Workload workload, AsynchronousFileChannel channel, AutoCloseable owner) {
        List<SlotsContender.Transfer> transfers = new ArrayList<>();
        for (int i = 0; i < workload.depth(); i++) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(workload.blockBytes() + PAGE_BYTES).alignedSlice(PAGE_BYTES);
            transfers.add((offset, slot) -> {
                buffer.clear().limit(workload.blockBytes());
                if (workload.writes()) {
                    channel.write(buffer, offset, null, slot);
                } else {
                    channel.read(buffer, offset, null, slot);
                }
            });
        }
        return new SlotsContender(workload, transfers, () -> {
            channel.close();
            owner.close();
        });
    }

    /**
     * Blocking calls on a FileChannel, whoever made it.
     *
     * @param owner what is to be closed behind the channel
     */
    static ThreadsContender.Calls calls(Workload workload, FileChannel channel, AutoCloseable owner) {
        return new ThreadsContender.Calls() {
            @Override
            public ThreadsContender.Call next() {
                ByteBuffer buffer = ByteBuffer.allocateDirect(workload.blockBytes() + PAGE_BYTES).alignedSlice(PAGE_BYTES);
                return () -> {
                    buffer.clear().limit(workload.blockBytes());
                    long offset = workload.nextOffset();
                    workload.check(workload.writes() ? channel.write(buffer, offset) : channel.read(buffer, offset));
                };
            }

            @Override
            public void close() throws Exception {
                channel.close();
                owner.close();
            }
        };
    }

    static OpenOption[] options(Workload workload) {
        return workload.options(StandardOpenOption.READ, StandardOpenOption.WRITE, JdkOpenOptions.O_DIRECT);
    }
}
