package io.auraio;

import java.lang.foreign.MemorySegment;

/** One request of a {@link Chain} that is not submitted yet. Used again and again. */
final class ChainLink {

    Operation operation;
    Descriptor file;
    Object memory;
    MemorySegment data;
    long offset;
    IoCallback callback;

    // While it is being submitted: its slot, and where the ring has its memory and its file registered.
    Request request;
    int place;
    int filePlace;

    void set(Operation what, Descriptor on, Object keptAlive, MemorySegment transferred, long at, IoCallback whenDone) {
        operation = what;
        file = on;
        memory = keptAlive;
        data = transferred;
        offset = at;
        callback = whenDone;
    }

    void clear() {
        set(null, null, null, null, 0, null);
        request = null;
    }

    /**
     * Takes file and memory for the request.
     *
     * @throws IllegalStateException where the file is closed or the buffer was returned; then nothing is taken
     */
    void hold() {
        file.acquire();
        try {
            HeldMemory.pin(memory);
        } catch (RuntimeException e) {
            file.release();
            throw e;
        }
    }

    void letGo() {
        HeldMemory.unpin(memory);
        file.release();
    }
}
