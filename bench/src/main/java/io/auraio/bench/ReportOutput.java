package io.auraio.bench;

import io.auraio.Engine;
import io.auraio.bench.report.HtmlReport;
import io.auraio.bench.report.JsonReport;
import io.auraio.bench.report.RunReport;
import io.auraio.bench.report.TextReport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where the report goes and in which formats: to standard output or the file of {@code --output}, and to the page of {@code --html}. */
final class ReportOutput implements AutoCloseable {
    private final PrintStream standard;
    private final Set<ReportFormat> formats;
    private final Optional<PrintStream> file;
    private final Optional<PrintStream> page;

    private ReportOutput(PrintStream standard, Set<ReportFormat> formats, Optional<PrintStream> file, Optional<PrintStream> page) {
        this.standard = standard;
        this.formats = formats;
        this.file = file;
        this.page = page;
    }

    /** Opens the files before anything runs, so that no result is lost to a wrong path. */
    static ReportOutput open(RunOptions options, PrintStream standard) throws Refusal {
        Optional<PrintStream> file = open("output", options.output());
        try {
            return new ReportOutput(standard, options.formats(), file, open("html", options.html()));
        } catch (Refusal e) {
            file.ifPresent(PrintStream::close);
            throw e;
        }
    }

    /** What fio prints before the jobs begin: a line for each, and how many there are. Not where JSON alone is wanted. */
    void begin(List<String> jobLines, long jobs) {
        if (formats.contains(ReportFormat.NORMAL)) {
            jobLines.forEach(out()::println);
            out().println("bffio-" + Engine.version());
            out().println("Starting " + jobs + (jobs == 1 ? " thread" : " threads"));
        }
    }

    /** A report, at the end or on the way. */
    void print(RunReport report) {
        if (formats.contains(ReportFormat.JSON) || formats.contains(ReportFormat.JSON_PLUS)) {
            out().println(new JsonReport(report, formats.contains(ReportFormat.JSON_PLUS)).text());
        }
        if (formats.contains(ReportFormat.NORMAL)) {
            out().println();
            new TextReport(report).lines().forEach(out()::println);
        }
        out().flush();
    }

    /** The report at the end, which alone is worth a page. */
    void printLast(RunReport report) {
        print(report);
        page.ifPresent(stream -> stream.print(new HtmlReport(report).text()));
    }

    @Override
    public void close() throws Refusal {
        standard.flush();
        boolean whole = closeWhole(file);
        if (!closeWhole(page) || !whole) {
            throw Refusal.failure("output: the report could not be written whole; look for room on the disk");
        }
    }

    private PrintStream out() {
        return file.orElse(standard);
    }

    private static Optional<PrintStream> open(String option, Optional<Path> path) throws Refusal {
        if (path.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new PrintStream(Files.newOutputStream(path.get()), false, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw Refusal.failure(option + "=" + path.get() + ": cannot be written (" + JobFiles.reason(e) + "); name a file that you may write", e);
        }
    }

    private static boolean closeWhole(Optional<PrintStream> stream) {
        stream.ifPresent(PrintStream::close);
        return stream.isEmpty() || !stream.get().checkError();
    }
}
