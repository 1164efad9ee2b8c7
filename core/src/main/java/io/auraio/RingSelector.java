package io.auraio;

import io.auraio.syscall.Libc;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Chooses the ring of each request, as {@link RingSelection} says. Any thread. */
final class RingSelector {

    private final long engine;
    private final RingSelection mode;
    private final int ringCount;
    private final CpuOfThread cpu = new CpuOfThread(Libc::schedGetcpu);
    private final AtomicInteger next = new AtomicInteger();
    private final LongAdder spills = new LongAdder();

    RingSelector(long engine, RingSelection mode, int ringCount) {
        this.engine = engine;
        this.mode = mode;
        this.ringCount = ringCount;
    }

    /**
     * The number of the ring to take.
     *
     * @param lanes what the request counts for, by ring number
     */
    int select(Lane[] lanes) {
        if (ringCount == 1) {
            return 0;
        }
        return switch (mode) {
            case ROUND_ROBIN -> Integer.remainderUnsigned(next.getAndIncrement(), ringCount);
            case CPU_LOCAL -> cpu.current() % ringCount;
            case ADAPTIVE -> spillFrom(cpu.current() % ringCount, lanes);
        };
    }

    /** The local ring, or where that one is crowded and not the only one, the lighter of two others. */
    int spillFrom(int local, Lane[] lanes) {
        int inFlight = lanes[local].inFlight();
        if (4 * inFlight < 3 * lanes[local].limit()) {
            return local;
        }
        long total = 0;
        for (Lane lane : lanes) {
            total += lane.inFlight();
        }
        if ((long) inFlight * lanes.length > 2 * total) {
            return local;
        }
        int lighter = lighter(lanes, other(local), other(local));
        if (lanes[lighter].inFlight() >= inFlight) {
            return local;
        }
        spills.increment();
        SpillEvent.emit(engine, local, lighter, inFlight);
        return lighter;
    }

    private int other(int local) {
        int index = ThreadLocalRandom.current().nextInt(ringCount - 1);
        return index < local ? index : index + 1;
    }

    private static int lighter(Lane[] lanes, int a, int b) {
        return lanes[a].inFlight() <= lanes[b].inFlight() ? a : b;
    }

    /** Requests that went to another ring than their CPU's since that one was crowded. */
    long spills() {
        return spills.sum();
    }
}
