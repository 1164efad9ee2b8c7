package io.auraio;

import java.util.function.Predicate;

/**
 * The requests that a ring can have out, one slot each, all made in advance so that a submission allocates nothing. Claiming and
 * releasing slots is guarded by the ring's lock.
 */
final class RequestTable {

    private final Request[] requests;

    /** A stack: the slot released last is the one whose lines are still in the cache. */
    private final int[] free;

    private int freeCount;

    RequestTable(int slots) {
        requests = new Request[slots];
        free = new int[slots];
        for (int slot = 0; slot < slots; slot++) {
            requests[slot] = new Request(slot);
            free[slot] = slots - 1 - slot;
        }
        freeCount = slots;
    }

    /** A free slot, or null where all are out. */
    Request claim() {
        return freeCount == 0 ? null : requests[free[--freeCount]];
    }

    int free() {
        return freeCount;
    }

    void release(int slot) {
        free[freeCount++] = slot;
    }

    Request get(int slot) {
        return requests[slot];
    }

    /** Whether one of the requests that are out is so. By the driver, under the ring's lock: the one ends requests, the other begins them. */
    boolean anyOut(Predicate<Request> condition) {
        for (Request request : requests) {
            if (request.isOut() && condition.test(request)) {
                return true;
            }
        }
        return false;
    }

    int slots() {
        return requests.length;
    }

    /** Any thread. */
    boolean isPending(long handle) {
        int slot = RequestHandle.slot(handle);
        return slot < requests.length && requests[slot].isPending(RequestHandle.generation(handle));
    }
}
