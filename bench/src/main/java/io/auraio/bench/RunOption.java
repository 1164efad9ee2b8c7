package io.auraio.bench;

/** Every option of the tool that belongs to no single job: its name, which is fio's, and what it means. */
enum RunOption {
    OUTPUT("output", "<path>", "Write the report to this file instead of standard output."),
    OUTPUT_FORMAT("output-format", "<format[,format]>", "normal (default), json, or json+, which adds every latency bin; several with commas."),
    HTML("html", "<path>", "Write a page with charts to this file, too."),
    ETA("eta", "<when>", "The line of figures while jobs run: auto (default), always, never."),
    STATUS_INTERVAL("status-interval", "<time>", "Report what was done until then so often; in seconds or with a unit."),
    SECTION("section", "<name>", "Of job files, run this job only; may be given several times."),
    READONLY("readonly", "<0|1>", "Refuse jobs that write."),
    PARSE_ONLY("parse-only", "<0|1>", "Only check the options and job files.");

    private final String fioName;
    private final String valueLabel;
    private final String help;

    RunOption(String fioName, String valueLabel, String help) {
        this.fioName = fioName;
        this.valueLabel = valueLabel;
        this.help = help;
    }

    String fioName() {
        return fioName;
    }

    String valueLabel() {
        return valueLabel;
    }

    String help() {
        return help;
    }

    boolean isSwitch() {
        return valueLabel.equals("<0|1>");
    }
}
