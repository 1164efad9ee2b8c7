package io.auraio;

import java.util.BitSet;

/** Which places of a table that every ring has are taken; the same on all rings. Any thread. */
final class Places {

    private final SpinLock lock = new SpinLock();
    private final BitSet taken = new BitSet();
    private final int count;

    Places(int count) {
        this.count = count;
    }

    /** A place that was free, or -1 where none is. */
    int claim() {
        lock.lock();
        try {
            int place = taken.nextClearBit(0);
            if (place >= count) {
                return -1;
            }
            taken.set(place);
            return place;
        } finally {
            lock.unlock();
        }
    }

    /** Gives a place back, empty on every ring. */
    void release(int place) {
        lock.lock();
        try {
            assert taken.get(place) : "place=" + place + " is free already";
            taken.clear(place);
        } finally {
            lock.unlock();
        }
    }

    int takenCount() {
        lock.lock();
        try {
            return taken.cardinality();
        } finally {
            lock.unlock();
        }
    }
}
