package io.auraio.bench.peers;

import java.nio.channels.CompletionHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** As many operations out as the workload is deep, in slots: whatever says that one has ended starts the next of its slot. */
final class SlotsContender implements Contender {

    /** Starts one operation at an offset, on memory of its own, and has the slot told of its end. */
    interface Transfer {
        void start(long offset, CompletionHandler<Integer, Void> slot) throws Exception;
    }

    /** Starts one that a future stands for. */
    interface FutureTransfer {
        CompletableFuture<Integer> start(long offset) throws Exception;
    }

    private final Workload workload;
    private final AutoCloseable owner;
    private final List<Slot> slots = new ArrayList<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile Stop stop;
    private volatile CountDownLatch running;

    /**
     * One transfer for each slot.
     *
     * @param transfers as many as the workload is deep
     * @param owner what is to be closed in the end
     */
    SlotsContender(Workload workload, List<Transfer> transfers, AutoCloseable owner) {
        this.workload = workload;
        this.owner = owner;
        transfers.forEach(transfer -> slots.add(new Slot(transfer)));
    }

    /** A transfer whose future's completion ends it. */
    static Transfer ofFuture(FutureTransfer transfer) {
        return (offset, slot) -> transfer.start(offset).whenComplete((result, error) -> {
            if (error == null) {
                slot.completed(result, null);
            } else {
                slot.failed(error, null);
            }
        });
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

    private final class Slot implements CompletionHandler<Integer, Void> {
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
                transfer.start(workload.nextOffset(), this);
            } catch (Exception e) {
                failed(e, null);
            }
        }

        @Override
        public void completed(Integer result, Void attachment) {
            try {
                workload.check(result);
            } catch (IllegalStateException e) {
                failed(e, null);
                return;
            }
            operations++;
            if (stop.isRaised()) {
                running.countDown();
            } else {
                next();
            }
        }

        @Override
        public void failed(Throwable error, Void attachment) {
            failure.set(error);
            running.countDown();
        }
    }
}
