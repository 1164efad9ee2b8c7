package io.auraio.bench.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** Futures whose completion starts the next operation. */
final class FutureContender implements Contender {

    /** Starts one operation at an offset, on memory of its own. */
    interface Transfer {
        CompletableFuture<Integer> start(long offset) throws Exception;
    }

    private final Workload workload;
    private final AutoCloseable owner;
    private final List<Slot> slots = new ArrayList<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile Stop stop;
    private volatile CountDownLatch running;

    /**
     * @param transfers as many as the workload is deep
     * @param owner what is to be closed in the end
     */
    FutureContender(Workload workload, List<Transfer> transfers, AutoCloseable owner) {
        this.workload = workload;
        this.owner = owner;
        transfers.forEach(transfer -> slots.add(new Slot(transfer)));
    }

    @Override
    public long run(Stop until) throws Exception {
        stop = until;
        running = new CountDownLatch(slots.size());
        slots.forEach(Slot::start);
        running.await();
        if (failure.get() != null) {
            throw new IllegalStateException(failure.get());
        }
        return slots.stream().mapToLong(slot -> slot.operations).sum();
    }

    @Override
    public void close() throws Exception {
        owner.close();
    }

    private final class Slot {
        private final Transfer transfer;
        private long operations;

        Slot(Transfer transfer) {
            this.transfer = transfer;
        }

        void start() {
            operations = 0;
            next();
        }

        private void next() {
            try {
                transfer.start(workload.nextOffset()).whenComplete(this::completed);
            } catch (Exception e) {
                completed(null, e);
            }
        }

        private void completed(Integer result, Throwable error) {
            if (error != null) {
                failure.set(error);
                running.countDown();
                return;
            }
            workload.check(result);
            operations++;
            if (stop.isRaised()) {
                running.countDown();
            } else {
                next();
            }
        }
    }
}
