package io.auraio.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What decides how many operations are in flight. */
enum DepthControl {
    /** The engine's controller: the smallest depth that carries nearly the best throughput. */
    KNEE,
    /** The rules of AuraIO in C, for comparison. */
    AIMD,
    /** Nothing: always {@code --iodepth}, as in fio. */
    FIXED;

    /**
     * The one of that name.
     *
     * @throws Refusal naming the option, its value and the names that there are
     */
    static DepthControl parse(String option, String text) throws Refusal {
        for (DepthControl control : values()) {
            if (control.toString().equals(text)) {
                return control;
            }
        }
        String known = Arrays.stream(values()).map(DepthControl::toString).collect(Collectors.joining(", "));
        throw Refusal.usage(option + "=" + text + ": unknown; use one of " + known);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
