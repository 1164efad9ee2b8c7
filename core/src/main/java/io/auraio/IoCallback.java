package io.auraio;

/**
 * Runs when a request is done, on the driver of its ring, with no lock held.
 *
 * <p>It may submit, close files and return buffers, and call {@link Engine#stop()}. It may not close, poll, await or run the engine, which
 * is refused with an {@link IllegalStateException}. It should be short: the ring's other completions wait for it. What it throws
 * goes to {@link EngineOptions#errorHandler()} and disturbs no other callback.
 */
@FunctionalInterface
public interface IoCallback {

    /**
     * The request is done: the kernel no longer touches its memory, and its buffer can be used or returned.
     *
     * @param request the handle that the submission returned; no longer pending
     * @param result bytes read or written (fewer than asked for is a success; 0 for a read is the end of the file), 0 for a sync; negative:
     *     the negated errno, which {@link IoResult#describe} and {@link IoResult#exception} put into words
     */
    void completed(long request, int result);
}
