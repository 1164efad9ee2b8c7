package io.auraio.bench.peers;

/** One way to do a {@link Workload}. */
interface Contender extends AutoCloseable {

    /**
     * Keeps the workload's depth in flight until told to stop, and ends what is in flight then.
     *
     * @return operations done
     */
    long run(Stop stop) throws Exception;
}
