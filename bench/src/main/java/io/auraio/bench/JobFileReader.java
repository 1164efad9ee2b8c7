package io.auraio.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads job files in fio's format: {@code [section]} lines, {@code option=value} or {@code option} lines, {@code include file} lines, comments from a
 * {@code #} or {@code ;} to the end of the line.
 */
final class JobFileReader {
    /** More than anybody nests; a file that includes itself ends here. */
    private static final int MAX_DEPTH = 16;

    private static final String STANDARD_INPUT = "-";

    private final JobSections sections;
    private final Consumer<String> notes;

    /** {@code notes} gets a line for each option that is ignored. */
    JobFileReader(JobSections sections, Consumer<String> notes) {
        this.sections = sections;
        this.notes = notes;
    }

    /** Adds the jobs of a file, {@code -} for standard input; they wait for all jobs before them. */
    void read(String file) throws Refusal {
        sections.beginFile();
        boolean inSection = false;
        int number = 0;
        for (String line : lines(file, "")) {
            number++;
            String content = content(line);
            String origin = file + ":" + number + ": ";
            if (content.startsWith("[")) {
                inSection = true;
                sections.begin(new OptionValue(sectionName(content, origin), origin));
            } else if (!content.isEmpty()) {
                if (!inSection) {
                    throw Refusal.usage(origin + content + ": before any [section]; begin with [global] or the name of a job");
                }
                readLine(content, file, origin, 1);
            }
        }
    }

    private void include(String name, String from, String origin, int depth) throws Refusal {
        if (depth > MAX_DEPTH) {
            throw Refusal.usage(origin + "include " + name + ": " + MAX_DEPTH + " files deep; a file must not include itself");
        }
        // As fio: from here, or else from where the file is.
        String file = Files.exists(Path.of(name)) ? name : Path.of(from).resolveSibling(name).toString();
        int number = 0;
        for (String line : lines(file, origin)) {
            number++;
            String content = content(line);
            String here = file + ":" + number + ": ";
            if (content.startsWith("[")) {
                throw Refusal.usage(here + content + ": an included file holds options only, no sections");
            }
            if (!content.isEmpty()) {
                readLine(content, file, here, depth + 1);
            }
        }
    }

    private void readLine(String content, String file, String origin, int depth) throws Refusal {
        if (content.matches("include\\s.*")) {
            include(content.substring("include".length()).strip(), file, origin, depth);
            return;
        }
        int equals = content.indexOf('=');
        String name = (equals < 0 ? content : content.substring(0, equals)).strip();
        Optional<JobOption> option = JobOption.find(name);
        if (option.isEmpty()) {
            String reason = IgnoredOptions.reason(name).orElseThrow(() -> unknown(name, origin));
            notes.accept("bffio: " + origin + name + ": " + reason);
            return;
        }
        if (equals < 0 && !option.get().isSwitch()) {
            throw Refusal.usage(origin + name + ": needs a value, " + name + "=" + option.get().valueLabel());
        }
        String value = equals < 0 ? "1" : Variables.environment(content.substring(equals + 1).strip());
        sections.put(option.get(), Variables.keywords(option.get(), new OptionValue(value, origin)));
    }

    private static Refusal unknown(String name, String origin) {
        return Refusal.usage(origin + name + ": not an option of bffio's; leaving it out could change what is measured, so take the line out or change it"
                + " (bffio --help lists the options)");
    }

    private static String content(String line) {
        int end = 0;
        while (end < line.length() && line.charAt(end) != '#' && line.charAt(end) != ';') {
            end++;
        }
        return line.substring(0, end).strip();
    }

    private static String sectionName(String content, String origin) throws Refusal {
        int end = content.lastIndexOf(']');
        if (end < 0) {
            throw Refusal.usage(origin + content + ": not closed; write [name]");
        }
        return content.substring(1, end);
    }

    private static List<String> lines(String file, String origin) throws Refusal {
        try {
            if (file.equals(STANDARD_INPUT)) {
                return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).lines().toList();
            }
            return Files.readAllLines(Path.of(file));
        } catch (IOException e) {
            throw Refusal.usage(origin + file + ": not a job file that can be read (" + JobFiles.reason(e) + "); name one that is there");
        }
    }
}
