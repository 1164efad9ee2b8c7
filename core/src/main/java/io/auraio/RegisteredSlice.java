package io.auraio;

import java.lang.foreign.MemorySegment;

/** A part of {@link RegisteredMemory}, to read into or to write. Immutable; as good as its registration, and of no use after that was closed. */
public final class RegisteredSlice {

    private final RegisteredMemory registration;
    private final MemorySegment segment;

    RegisteredSlice(RegisteredMemory registration, MemorySegment segment) {
        this.registration = registration;
        this.segment = segment;
    }

    /**
     * The part's memory.
     *
     * @return a segment of the part's size
     */
    public MemorySegment segment() {
        return segment;
    }

    /**
     * What it is a part of.
     *
     * @return the registration
     */
    public RegisteredMemory registration() {
        return registration;
    }

    /** Where the rings have it. */
    int placeIn(FixedBuffers buffers) {
        return registration.placeIn(buffers);
    }

    @Override
    public String toString() {
        return "RegisteredSlice[bytes=" + segment.byteSize() + " of " + registration + "]";
    }
}
