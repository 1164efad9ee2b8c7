package io.auraio.bench;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How a run is shown, and what it may do.
 *
 * @param output where the report goes; empty: standard output
 * @param html where a page goes as well; empty: nowhere
 * @param formats how it is written, each in the order of the enum
 * @param eta when figures are shown while jobs run
 * @param statusIntervalNanos how often a report is made meanwhile; empty: never
 * @param readOnly whether jobs that write are refused
 * @param parseOnly whether nothing is run
 */
record RunOptions(
        Optional<Path> output,
        Optional<Path> html,
        Set<ReportFormat> formats,
        Eta eta,
        OptionalLong statusIntervalNanos,
        boolean readOnly,
        boolean parseOnly) {
    private static final long SECOND_NANOS = 1_000_000_000L;

    /** When figures are shown while jobs run. */
    enum Eta {
        /** On a terminal as one line that is written over, elsewhere a line each second. */
        AUTO,
        ALWAYS,
        NEVER
    }

    /** {@code given} holds what was given for each option, the last one last. */
    static RunOptions of(Map<RunOption, List<String>> given) throws Refusal {
        Set<ReportFormat> formats = EnumSet.noneOf(ReportFormat.class);
        for (String name : last(given, RunOption.OUTPUT_FORMAT).orElse("normal").split(",", -1)) {
            formats.add(ReportFormat.parse(RunOption.OUTPUT_FORMAT.fioName(), name));
        }
        return new RunOptions(path(given, RunOption.OUTPUT), path(given, RunOption.HTML), formats, eta(last(given, RunOption.ETA)),
                statusInterval(last(given, RunOption.STATUS_INTERVAL)), flag(given, RunOption.READONLY), flag(given, RunOption.PARSE_ONLY));
    }

    private static boolean flag(Map<RunOption, List<String>> given, RunOption option) throws Refusal {
        return Units.flag(option.fioName(), last(given, option).orElse("0"));
    }

    private static Optional<Path> path(Map<RunOption, List<String>> given, RunOption option) throws Refusal {
        Optional<String> text = last(given, option);
        if (text.isPresent() && text.get().isBlank()) {
            throw Refusal.usage(option.fioName() + "=: empty; give a path");
        }
        try {
            return text.map(Path::of);
        } catch (InvalidPathException e) {
            throw Refusal.usage(option.fioName() + "=" + text.get() + ": not a path: " + e.getReason());
        }
    }

    private static Eta eta(Optional<String> text) throws Refusal {
        if (text.isEmpty()) {
            return Eta.AUTO;
        }
        for (Eta eta : Eta.values()) {
            if (eta.name().toLowerCase(Locale.ROOT).equals(text.get())) {
                return eta;
            }
        }
        throw Refusal.usage("eta=" + text.get() + ": unknown; use one of auto, always, never");
    }

    private static OptionalLong statusInterval(Optional<String> text) throws Refusal {
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        long nanos = Units.timeNanos(RunOption.STATUS_INTERVAL.fioName(), text.get(), SECOND_NANOS);
        if (nanos < SECOND_NANOS) {
            throw Refusal.usage("status-interval=" + text.get() + ": out of range; use at least 1s, for example 10");
        }
        return OptionalLong.of(nanos);
    }

    private static Optional<String> last(Map<RunOption, List<String>> given, RunOption option) {
        return given.containsKey(option) ? Optional.of(given.get(option).getLast()) : Optional.empty();
    }
}
