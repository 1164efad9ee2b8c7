package io.auraio.bench.peers;

import io.auraio.AsyncFile;
import io.auraio.AuraOpenOption;
import io.auraio.Driving;
import io.auraio.Engine;
import io.auraio.EngineOptions;
import io.auraio.IoCallback;
import io.auraio.bufferpool.Buffer;
import io.auraio.channels.FileChannels;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/** The engine: by callbacks on one thread, caller-driven or handed over to the engine's; by futures; by blocking calls; by channels. */
final class EngineContender {

    private EngineContender() {}

    static Contender callerDriven(Workload workload, boolean adaptive) throws Exception {
        return new CallerDriven(workload, adaptive);
    }

    static Contender engineDriven(Workload workload) throws Exception {
        return new EngineDriven(workload);
    }

    static Contender futures(Workload workload) throws Exception {
        Engine engine = Engine.open(options(workload).build());
        AsyncFile file = open(engine, workload);
        List<SlotsContender.Transfer> transfers = new ArrayList<>();
        for (int i = 0; i < workload.depth(); i++) {
            // Stays lent until the process ends.
            Buffer buffer = engine.allocate(workload.blockBytes());
            transfers.add(SlotsContender.ofFuture(offset -> workload.writes() ? file.writeAsync(buffer, offset) : file.readAsync(buffer, offset)));
        }
        return new SlotsContender(workload, transfers, () -> {
            file.close();
            engine.close();
        });
    }

    static Contender blocking(Workload workload, boolean virtual) throws Exception {
        Engine engine = Engine.open(options(workload).build());
        AsyncFile file = open(engine, workload);
        return new ThreadsContender(workload.depth(), virtual, new ThreadsContender.Calls() {
            @Override
            public ThreadsContender.Call next() {
                Buffer buffer = engine.allocate(workload.blockBytes());
                return () -> {
                    long offset = workload.nextOffset();
                    workload.check(workload.writes() ? file.write(buffer, offset) : file.read(buffer, offset));
                };
            }

            @Override
            public void close() throws Exception {
                file.close();
                engine.close();
            }
        });
    }

    static Contender fileChannel(Workload workload, boolean virtual) throws Exception {
        Engine engine = Engine.open(options(workload).build());
        FileChannel channel = FileChannels.open(engine, workload.path(), JdkContenders.options(workload));
        return new ThreadsContender(workload.depth(), virtual, JdkContenders.calls(workload, channel, engine));
    }

    static Contender asynchronousFileChannel(Workload workload) throws Exception {
        Engine engine = Engine.open(options(workload).build());
        return JdkContenders.asynchronous(workload, FileChannels.openAsynchronous(engine, workload.path(), JdkContenders.options(workload)), engine);
    }

    static AsyncFile open(Engine engine, Workload workload) throws Exception {
        return engine.open(workload.path(), workload.options(StandardOpenOption.READ, StandardOpenOption.WRITE, AuraOpenOption.DIRECT));
    }

    static EngineOptions.Builder options(Workload workload) {
        return EngineOptions.builder().queueDepth(Math.max(256, workload.depth()));
    }

    private static final class CallerDriven implements Contender {
        private final Workload workload;
        private final Engine engine;
        private final AsyncFile file;
        private final Slot[] slots;
        /** What the limit refused: tried again after each wait. */
        private final ArrayDeque<Slot> refused = new ArrayDeque<>();
        private Stop stop;
        private int inFlight;
        private long operations;

        CallerDriven(Workload workload, boolean adaptive) throws Exception {
            this.workload = workload;
            engine = Engine.open(options(workload).driving(Driving.CALLER).adaptive(adaptive).build());
            file = open(engine, workload);
            slots = new Slot[workload.depth()];
            for (int i = 0; i < slots.length; i++) {
                slots[i] = new Slot(engine.allocate(workload.blockBytes()));
            }
        }

        @Override
        public long run(Stop until) {
            stop = until;
            operations = 0;
            for (Slot slot : slots) {
                slot.submit();
            }
            while (inFlight > 0) {
                engine.await(1_000_000_000L);
                for (int i = refused.size(); i > 0 && !stop.isRaised(); i--) {
                    refused.poll().submit();
                }
            }
            refused.clear();
            return operations;
        }

        @Override
        public void close() throws Exception {
            file.close();
            for (Slot slot : slots) {
                slot.buffer.close();
            }
            engine.close();
        }

        private final class Slot implements IoCallback {
            private final Buffer buffer;

            Slot(Buffer buffer) {
                this.buffer = buffer;
            }

            void submit() {
                long offset = workload.nextOffset();
                long request = workload.writes() ? file.write(buffer, offset, this) : file.read(buffer, offset, this);
                if (request == Engine.AGAIN) {
                    refused.add(this);
                } else {
                    inFlight++;
                }
            }

            @Override
            public void completed(long request, int result) {
                workload.check(result);
                inFlight--;
                operations++;
                if (!stop.isRaised()) {
                    submit();
                }
            }
        }
    }

    /** The submitting thread waits for a permit, which the callback on the driver gives back. */
    private static final class EngineDriven implements Contender {
        private final Workload workload;
        private final Engine engine;
        private final AsyncFile file;
        private final Semaphore permits;
        private final Buffer[] buffers;
        private final Queue<Buffer> free = new ConcurrentLinkedQueue<>();

        EngineDriven(Workload workload) throws Exception {
            this.workload = workload;
            engine = Engine.open(options(workload).ringCount(1).build());
            file = open(engine, workload);
            permits = new Semaphore(workload.depth());
            buffers = new Buffer[workload.depth()];
            for (int i = 0; i < buffers.length; i++) {
                buffers[i] = engine.allocate(workload.blockBytes());
                free.add(buffers[i]);
            }
        }

        @Override
        public long run(Stop stop) throws Exception {
            long operations = 0;
            while (!stop.isRaised()) {
                permits.acquire();
                Buffer buffer = free.poll();
                IoCallback done = (request, result) -> {
                    workload.check(result);
                    free.add(buffer);
                    permits.release();
                };
                long offset = workload.nextOffset();
                while ((workload.writes() ? file.write(buffer, offset, done) : file.read(buffer, offset, done)) == Engine.AGAIN) {
                    Thread.onSpinWait();
                }
                operations++;
            }
            permits.acquire(workload.depth());
            permits.release(workload.depth());
            return operations;
        }

        @Override
        public void close() throws Exception {
            file.close();
            for (Buffer buffer : buffers) {
                buffer.close();
            }
            engine.close();
        }
    }
}
