package io.auraio.bench;

import java.util.Arrays;
import java.util.stream.Collectors;

/** How a report is written: fio's {@code output-format}. */
enum ReportFormat {
    /** fio's text. */
    NORMAL("normal"),
    /** fio's JSON. */
    JSON("json"),
    /** The same with all bins of the latencies. */
    JSON_PLUS("json+");

    private final String fioName;

    ReportFormat(String fioName) {
        this.fioName = fioName;
    }

    static ReportFormat parse(String option, String text) throws Refusal {
        for (ReportFormat format : values()) {
            if (format.fioName().equals(text.strip())) {
                return format;
            }
        }
        String known = Arrays.stream(values()).map(ReportFormat::fioName).collect(Collectors.joining(", "));
        throw Refusal.usage(option + "=" + text + ": unknown; use one of " + known);
    }

    String fioName() {
        return fioName;
    }
}
