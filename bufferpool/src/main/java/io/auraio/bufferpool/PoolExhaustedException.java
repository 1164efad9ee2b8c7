package io.auraio.bufferpool;

/**
 * The pool is at its limit and no buffer came back in time.
 *
 * <p>The caller's move: return buffers, wait with {@link BufferPool#allocate(long, java.time.Duration)}, or open the
 * pool with a larger {@link BufferPoolOptions#maxBytes()}.
 */
public final class PoolExhaustedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PoolExhaustedException(String message) {
        super(message);
    }
}
