package io.auraio.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the report goes: standard output, or the file of {@code --output}. */
final class ReportOutput implements AutoCloseable {
    private final PrintStream stream;
    private final boolean isFile;

    private ReportOutput(PrintStream stream, boolean isFile) {
        this.stream = stream;
        this.isFile = isFile;
    }

    /** Opens the file before anything runs, so that no result is lost to a wrong path. */
    static ReportOutput open(RunOptions options, PrintStream standard) throws Refusal {
        if (options.output().isEmpty()) {
            return new ReportOutput(standard, false);
        }
        Path path = options.output().get();
        try {
            return new ReportOutput(new PrintStream(Files.newOutputStream(path), false, StandardCharsets.UTF_8), true);
        } catch (IOException e) {
            throw Refusal.failure("output=" + path + ": cannot be written (" + JobFiles.reason(e) + "); name a file that you may write", e);
        }
    }

    PrintStream stream() {
        return stream;
    }

    @Override
    public void close() throws Refusal {
        stream.flush();
        if (isFile) {
            stream.close();
            if (stream.checkError()) {
                throw Refusal.failure("output: the report could not be written whole; look for room on the disk");
            }
        }
    }
}
