/** The programs that README and docs quote. */
module io.auraio.examples {
    requires io.auraio;
    requires jdk.httpserver; // MetricsServer

    exports io.auraio.examples;
}
