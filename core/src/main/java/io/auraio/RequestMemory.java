package io.auraio;

/** Memory of which a request is told by an object of ours rather than by a buffer or a segment. */
interface RequestMemory {

    /**
     * Begins the use.
     *
     * @throws IllegalStateException if a buffer was returned; then nothing is pinned
     */
    void pin();

    /** Ends it, or undoes {@link #pin} where the request was not submitted. */
    void unpin();

    /** Gives back what was taken for the request alone: it has ended, or was never submitted. */
    void close();
}
