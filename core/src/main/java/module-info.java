/** The engine: asynchronous file I/O over self-tuning io_uring rings. */
@SuppressWarnings("requires-automatic") // Micrometer has no module descriptor; nothing of it is needed to run
module io.auraio {
    requires transitive io.auraio.adaptive;
    requires transitive io.auraio.bufferpool;
    requires io.auraio.syscall;
    requires jdk.jfr;
    requires static micrometer.core; // for those who bind meters
    requires static java.management; // for those who ask for an MXBean

    exports io.auraio;
    opens io.auraio to jdk.jfr; // the control of an event's own setting
    exports io.auraio.channels;
    exports io.auraio.metrics;
}
