package io.auraio;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One slot of a ring's table: an operation from its submission to its completion, and what must stay alive meanwhile. Reused; the
 * generation tells one use from the next.
 *
 * <p>The submitter fills it under the ring's lock, before the release of the queue's tail; the driver reads it after its acquire
 * of that tail, or after a completion that only that tail could bring about. So plain fields do; the generation alone is read by others.
 */
final class Request {

    private static final VarHandle GENERATION;

    static {
        try {
            GENERATION = MethodHandles.lookup().findVarHandle(Request.class, "generation", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final int slot;
    Operation operation;
    Descriptor file;
    Lane lane;
    IoCallback callback;
    /** When it was submitted, for a request whose time is taken; 0 otherwise. */
    long submittedNanos;

    /** Whether its latency counts for the controller and the histogram. */
    boolean sampled;

    /** Where in the ring's tables its buffer and its file are; negative for what is not registered. */
    int bufferPlace;

    int filePlace;

    /** The request that starts when this one is whole, or null; from the submission of their chain until the slot is given back. */
    Request next;

    /** The request that it is behind in a chain, so that no enter may begin with it; null where there is none. */
    Request previous;

    /** Whether its entry does nothing: it was cancelled before the kernel saw it, or its chain broke. */
    boolean retracted;

    /** How many bytes make it whole, where its chain is continued from here and not by the kernel. */
    long wholeBytes;

    /** Whether its entry is written only when the request before it in its chain has ended, from what stands here; see {@link ChainSubmission}. */
    boolean deferred;

    MemorySegment data;
    long offset;

    /** What {@link HeldMemory} takes. */
    private Object memory;

    /** Odd while a request is out, even while the slot is free. */
    private long generation;

    Request(int slot) {
        this.slot = slot;
    }

    void begin(Operation what, Descriptor on, Lane in, Object keptAlive, IoCallback whenDone) {
        operation = what;
        file = on;
        memory = keptAlive;
        callback = whenDone;
        previous = null;
        lane = in;
        bufferPlace = -1;
        filePlace = Descriptor.NOT_REGISTERED;
        submittedNanos = in.sampledNow();
        sampled = submittedNanos != 0;
        GENERATION.setOpaque(this, generation + 1);
        assert (generation & 1) == 1 : "slot=" + slot + " is in use twice, generation=" + generation;
    }

    /** Has its latency measured also where it is not sampled. */
    void takeTime() {
        if (!sampled) {
            submittedNanos = System.nanoTime();
        }
    }

    void uses(int registeredBuffer, int registeredFile) {
        bufferPlace = registeredBuffer;
        filePlace = registeredFile;
    }

    /** Lets go of everything: the kernel is done with it. From here on the handle is stale. */
    void end() {
        assert (generation & 1) == 1 : "slot=" + slot + " ended twice, generation=" + generation;
        GENERATION.setOpaque(this, generation + 1);
        HeldMemory.release(memory);
        file.release();
        memory = null;
        file = null;
        callback = null;
    }

    /** Ends the request for its submitter while the kernel may still use its memory: file and memory stay held for ever. */
    void abandon() {
        GENERATION.setOpaque(this, generation + 1);
        callback = null;
    }

    /** Behind {@link #begin}: it follows another in a chain. Its latency would be that of both. */
    void follow(Request before) {
        before.next = this;
        previous = before;
        submittedNanos = 0;
        sampled = false;
    }

    /** The handle that it has once it begins. */
    long nextHandle(int ring) {
        return RequestHandle.of(ring, generation + 1, slot);
    }

    boolean isOut() {
        return (generation & 1) == 1;
    }

    long handle(int ring) {
        return RequestHandle.of(ring, generation, slot);
    }

    /** Whether that use of the slot is still out. Any thread; opaque: an answer of a moment ago is all that can be had. */
    boolean isPending(long ofGeneration) {
        return ((long) GENERATION.getOpaque(this) & RequestHandle.GENERATION_MASK) == ofGeneration;
    }
}
