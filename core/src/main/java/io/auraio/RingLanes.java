package io.auraio;

import java.util.Arrays;

/**
 * The lanes of one ring: one for each {@link Tuner} that has requests on it, and with each the backlog of what waits for room.
 *
 * <p>Any thread may look: the array that it gets never changes. Lanes are added and removed under the ring's lock, by copying it.
 */
final class RingLanes {

    private final Ring ring;
    private final SpinLock lock;
    private volatile Lane[] lanes = {};

    RingLanes(Ring ring, SpinLock lock) {
        this.ring = ring;
        this.lock = lock;
    }

    /** All of them, not to be written to. */
    Lane[] all() {
        return lanes;
    }

    /** Adds the lane of a file, a device or all. */
    void add(Lane lane) {
        lock.lock();
        try {
            Lane[] more = Arrays.copyOf(lanes, lanes.length + 1);
            more[lanes.length] = lane;
            lanes = more;
        } finally {
            lock.unlock();
        }
    }

    void remove(Lane lane) {
        lock.lock();
        try {
            lanes = Arrays.stream(lanes).filter(other -> other != lane).toArray(Lane[]::new);
        } finally {
            lock.unlock();
        }
    }

    /** Requests that may be in flight: what the limits that count on this ring add up to, and never more than it has slots. */
    int allowed() {
        long sum = 0;
        for (Lane lane : lanes) {
            sum += lane.limit();
        }
        return (int) Math.min(sum, ring.requests.slots());
    }

    /** Whether some wait for room. Any thread; an answer of a moment ago. */
    boolean areWaiting() {
        for (Lane lane : lanes) {
            if (!lane.backlog().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Driver: submits of those that wait as many as there is room for. */
    void submitBacklogs() {
        for (Lane lane : lanes) {
            lane.backlog().submitTo(ring, lane);
        }
    }

    /** Refuses those that wait, and those that come. */
    void closeBacklogs(RuntimeException why) {
        for (Lane lane : lanes) {
            lane.backlog().close(why);
        }
    }
}
