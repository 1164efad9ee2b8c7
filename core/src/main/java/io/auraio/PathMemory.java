package io.auraio;

import io.auraio.bufferpool.Buffer;
import io.auraio.syscall.Statx;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/** The memory of a request that names a path: the path, and what {@code statx(2)} answers. A pool buffer, the kernel's until the request has ended. */
final class PathMemory implements RequestMemory {

    /** Behind the struct: an empty path, and behind that the path. */
    private static final int NO_PATH = Statx.SIZE_BYTES;
    private static final int PATH = NO_PATH + 1;

    private final Buffer buffer;

    /**
     * Takes the buffer.
     *
     * @param path the path; empty where a descriptor says it all
     */
    PathMemory(Engine engine, String path) {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        buffer = engine.allocate(PATH + bytes.length + 1L);
        MemorySegment memory = buffer.segment();
        memory.asSlice(NO_PATH).fill((byte) 0);
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, PATH, bytes.length);
    }

    MemorySegment statx() {
        return buffer.segment().asSlice(0, Statx.SIZE_BYTES);
    }

    MemorySegment path() {
        return buffer.segment().asSlice(PATH);
    }

    MemorySegment noPath() {
        return buffer.segment().asSlice(NO_PATH);
    }

    @Override
    public void pin() {}

    @Override
    public void unpin() {}

    @Override
    public void close() {
        buffer.close();
    }
}
