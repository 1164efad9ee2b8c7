package io.auraio;

/** Something that only a ring's driver may do, asked for by any thread: the kernel lets nobody else register with the ring. */
interface Errand {

    /**
     * Driver: does it.
     *
     * @return whether it is done; where not, it is tried again at each turn
     */
    boolean run(Ring ring);

    /**
     * Any thread, instead of {@link #run}: the ring is closed or has failed, and with it went all that it had registered.
     *
     * @param drained whether every request of the ring had ended; where not, the kernel may still use their memory
     */
    void ringGone(boolean drained);
}
