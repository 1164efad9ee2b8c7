package io.auraio.bench.peers;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import one.jasyncfio.AsyncFile;
import one.jasyncfio.EventExecutor;
import one.jasyncfio.OpenOption;

/** jasyncfio, an io_uring library over JNI, as it is used by its own examples: one event executor, futures. */
final class JasyncfioContender {
    private static final int PAGE_BYTES = 4096;

    private JasyncfioContender() {}

    static Contender open(Workload workload) throws Exception {
        EventExecutor executor = EventExecutor.initDefault();
        List<OpenOption> options = new ArrayList<>(List.of(workload.writes() ? OpenOption.WRITE_ONLY : OpenOption.READ_ONLY));
        if (workload.direct()) {
            options.add(OpenOption.DIRECT);
        }
        if (!Files.exists(workload.path())) {
            throw new IllegalArgumentException("path=" + workload.path() + " does not exist");
        }
        AsyncFile file = AsyncFile.open(workload.path(), executor, options.toArray(OpenOption[]::new)).get();
        List<SlotsContender.Transfer> transfers = new ArrayList<>();
        for (int i = 0; i < workload.depth(); i++) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(workload.blockBytes() + PAGE_BYTES).alignedSlice(PAGE_BYTES);
            transfers.add(SlotsContender.ofFuture(offset -> {
                buffer.clear().limit(workload.blockBytes());
                return workload.writes() ? file.write(buffer, offset) : file.read(buffer, offset);
            }));
        }
        return new SlotsContender(workload, transfers, () -> {
            file.close().get();
            executor.close();
        });
    }
}
