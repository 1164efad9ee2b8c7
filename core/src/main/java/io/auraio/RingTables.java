package io.auraio;

import io.auraio.syscall.Iovecs;
import io.auraio.syscall.Registrations;
import io.auraio.syscall.Uring;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A ring's tables of registered buffers and files, each made, empty, when it is first needed. Each answers what the kernel does: 0 or more, or
 * {@code -errno}.
 *
 * <p>For one thread, the ring's driver, until the tables are made; for any where the ring takes registrations from any.
 */
final class RingTables {

    /** How many buffers can be registered: 2 GiB of pool buffers, in the smallest slabs. A table costs the kernel 8 bytes a place. */
    static final int BUFFERS = 1024;

    /** How many files can be registered; RLIMIT_NOFILE must allow as many. */
    static final int FILES = 1024;

    private static final int NOT_TRIED = 1;

    private final Registrations registrations;
    private int buffers = NOT_TRIED;
    private int files = NOT_TRIED;

    RingTables(Uring uring) {
        registrations = uring.registrations();
    }

    int makeBuffers() {
        if (buffers == NOT_TRIED) {
            buffers = registrations.buffersSparse(BUFFERS);
        }
        return buffers;
    }

    /** Registers memory: pins its pages, those that the system has not touched yet as well. */
    int putBuffer(int place, MemorySegment memory) {
        int made = makeBuffers();
        return made < 0 ? made : updateBuffer(place, memory);
    }

    /** Registers what another ring has in its place of the same number, without walking through the pages. */
    int cloneBuffer(int place, Uring source) {
        int made = makeBuffers();
        return made < 0 ? made : registrations.cloneBuffers(source.fd(), place, place, 1);
    }

    int clearBuffer(int place) {
        return buffers == 0 ? updateBuffer(place, MemorySegment.NULL) : 0;
    }

    int putFile(int place, int fd) {
        if (files == NOT_TRIED) {
            files = registrations.filesSparse(FILES);
        }
        return files < 0 ? files : registrations.updateFiles(place, fd);
    }

    int clearFile(int place) {
        return files == 0 ? registrations.updateFiles(place, -1) : 0;
    }

    /** Gives everything up now: what goes with the ring goes a moment after the ring's descriptor was closed, and would be charged until then. */
    void close() {
        if (buffers == 0) {
            registrations.unregisterBuffers();
        }
        if (files == 0) {
            registrations.unregisterFiles();
        }
    }

    private int updateBuffer(int place, MemorySegment memory) {
        try (Arena arena = Arena.ofConfined()) {
            return registrations.updateBuffers(place, Iovecs.of(arena, memory));
        }
    }
}
