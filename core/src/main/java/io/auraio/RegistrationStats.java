package io.auraio;

import java.util.Objects;

/**
 * What an engine has registered with its rings. Figures are read one after another.
 *
 * @param slabs slabs of the buffer pool that every ring has; reads and writes of their buffers go the fixed way
 * @param slabBytes their size in bytes
 * @param refusal why other slabs are not registered, the first reason; empty where none was refused
 * @param memories registrations of {@link Engine#registerMemory}
 * @param memoryBytes their size in bytes
 * @param files registrations of {@link Engine#registerFile}
 */
public record RegistrationStats(int slabs, long slabBytes, String refusal, int memories, long memoryBytes, int files) {

    /**
     * Takes the figures as they are.
     *
     * @throws NullPointerException if {@code refusal} is null
     */
    public RegistrationStats {
        Objects.requireNonNull(refusal, "refusal");
    }
}
