/** The programs that README and docs quote. */
module io.auraio.examples {
    requires io.auraio;

    exports io.auraio.examples;
}
