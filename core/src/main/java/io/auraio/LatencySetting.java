package io.auraio;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jfr.SettingControl;

/** The setting {@code latency} of {@link SlowOperationEvent}: {@code 20 ms}, {@code 500 us}. Of several recordings the least counts. */
final class LatencySetting extends SettingControl {

    private static final String DEFAULT = "20 ms";
    private static final Pattern VALUE = Pattern.compile("(\\d{1,12})\\s*(ns|us|ms|s)");

    private static volatile long nanos = parse(DEFAULT);

    private String value = DEFAULT;

    /** For the flight recorder. */
    LatencySetting() {}

    /** What is set now. */
    static long nanos() {
        return nanos;
    }

    @Override
    public String combine(Set<String> values) {
        String least = null;
        for (String each : values) {
            if (least == null || parse(each) < parse(least)) {
                least = each;
            }
        }
        return least == null ? DEFAULT : least;
    }

    @Override
    public void setValue(String newValue) {
        value = newValue;
        nanos = parse(newValue);
    }

    @Override
    public String getValue() {
        return value;
    }

    /** Nanoseconds; what cannot be read is the default, since a recording must not fail for it. */
    static long parse(String text) {
        Matcher matcher = VALUE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return parse(DEFAULT);
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ns" -> number;
            case "us" -> number * 1_000;
            case "ms" -> number * 1_000_000;
            default -> Math.multiplyExact(Math.min(number, Integer.MAX_VALUE), 1_000_000_000L);
        };
    }
}
