package io.auraio.bench;

import java.util.Arrays;
import java.util.stream.Collectors;

/** How a report is written: fio's {@code output-format}. Of several, each is written, in the order of this list. */
enum ReportFormat {
    JSON("json"),
    /** JSON with every bin of every latency, and what was seen over time. */
    JSON_PLUS("json+"),
    NORMAL("normal");

    private final String fioName;

    ReportFormat(String fioName) {
        this.fioName = fioName;
    }

    static ReportFormat parse(String option, String text) throws Refusal {
        for (ReportFormat format : values()) {
            if (format.fioName.equals(text.strip())) {
                return format;
            }
        }
        String known = Arrays.stream(values()).map(ReportFormat::fioName).collect(Collectors.joining(", "));
        throw Refusal.usage(option + "=" + text + ": unknown; use one of " + known + "; for a page with charts, --html=<file>");
    }

    String fioName() {
        return fioName;
    }
}
