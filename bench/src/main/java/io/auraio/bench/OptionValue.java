package io.auraio.bench;

/**
 * What was given for an option.
 *
 * @param text as given
 * @param origin where: {@code jobs.fio:12: }, to be put before a message; empty for the command line
 */
record OptionValue(String text, String origin) {
    static OptionValue commandLine(String text) {
        return new OptionValue(text, "");
    }
}
