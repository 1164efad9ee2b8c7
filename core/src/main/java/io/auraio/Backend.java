package io.auraio;

/** What carries out an engine's requests. */
public enum Backend {
    /** The kernel's rings. Where they are refused, opening the engine fails, and says by what and what to do. */
    IO_URING,
    /**
     * Plain system calls, such as {@code pread(2)}, on threads of the engine's own, at most 64 at a time: the same API for where io_uring is refused, such as
     * by the profile of a container, or to compare with. Each request takes a thread while it runs and is handed over twice, registered files and buffers gain
     * nothing, and what a thread has begun cannot be cancelled, but for reads and writes that wait for the other end of a pipe.
     */
    THREADS,
    /** {@link #IO_URING} where it works, and {@link #THREADS} where it does not, which is logged; {@link EngineStats#backend()} tells which it is. */
    AUTO
}
