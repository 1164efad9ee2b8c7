/** bffio, the fio-compatible benchmark tool. */
@SuppressWarnings("requires-automatic") // HdrHistogram has no module descriptor
module io.auraio.bench {
    requires io.auraio;
    requires com.fasterxml.jackson.databind;
    requires info.picocli;
    requires jdk.unsupported; // com.sun.nio.file.ExtendedOpenOption.DIRECT
    requires HdrHistogram;

    exports io.auraio.bench;
    opens io.auraio.bench.compare to info.picocli; // its options are annotated fields
}
