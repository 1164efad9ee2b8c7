package io.auraio.bench.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;

/** A thread for each operation in flight, platform or virtual, in calls that block. */
final class ThreadsContender implements Contender {

    /** One blocking call; each thread has one of its own. */
    interface Call {
        void transfer() throws Exception;
    }

    /** Makes the calls, and owns what they share. */
    interface Calls extends AutoCloseable {
        Call next() throws Exception;
    }

    private final Calls calls;
    private final List<Call> each = new ArrayList<>();
    private final ExecutorService threads;

    ThreadsContender(int count, boolean virtual, Calls calls) throws Exception {
        this.calls = calls;
        for (int i = 0; i < count; i++) {
            each.add(calls.next());
        }
        ThreadFactory factory = virtual ? Thread.ofVirtual().factory() : Thread.ofPlatform().daemon().factory();
        threads = Executors.newThreadPerTaskExecutor(factory);
    }

    @Override
    public long run(Stop stop) throws Exception {
        List<Callable<Long>> loops = new ArrayList<>();
        for (Call call : each) {
            loops.add(() -> {
                long operations = 0;
                while (!stop.isRaised()) {
                    call.transfer();
                    operations++;
                }
                return operations;
            });
        }
        long operations = 0;
        for (Future<Long> loop : threads.invokeAll(loops)) {
            operations += loop.get();
        }
        return operations;
    }

    @Override
    public void close() throws Exception {
        threads.close();
        calls.close();
    }
}
