package io.auraio.bench.peers;

/** A contender in a process of its own, as the table sees it. */
interface Rival extends AutoCloseable {

    /** Runs it for so long. */
    Sample run(double seconds) throws Exception;
}
