/** The engine: asynchronous file I/O over self-tuning io_uring rings. */
module io.auraio {
    requires transitive io.auraio.adaptive;
    requires transitive io.auraio.bufferpool;
    requires io.auraio.syscall;

    exports io.auraio;
    exports io.auraio.channels;
    exports io.auraio.metrics;
}
