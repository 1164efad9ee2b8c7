package io.auraio.examples.pages;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value as it is written for a reader, such as {@code 30 s}, {@code 0.8 %}, {@code 2 MiB}, {@code off}, {@code none}, held against the value in the code.
 * An explanation may follow it.
 */
final class WrittenValue {
    private static final Map<String, BigDecimal> TIMES = Map.of("ns", number("1"), "us", number("1e3"), "ms", number("1e6"), "s", number("1e9"),
            "min", number("60e9"), "h", number("3600e9"));
    private static final Map<String, BigDecimal> OTHERS = Map.of("%", number("0.01"), "bytes", number("1"), "KiB", number("1024"), "MiB", number("1048576"),
            "GiB", number("1073741824"));
    private static final Pattern NUMBER = Pattern.compile("(-?\\d[\\d,]*(?:\\.\\d+)?)(?:\\s*(%|(?:ns|us|ms|s|min|h|bytes|KiB|MiB|GiB)\\b))?(?![\\w.]).*");
    private static final Pattern WORD = Pattern.compile("(\\w[\\w.]*).*");
    private static final List<String> NONE = List.of("none", "no", "0");

    private WrittenValue() {}

    /** Whether {@code text} begins with what the constant {@code name} is. */
    static boolean says(String text, String name, Object value) {
        return switch (value) {
            case Boolean flag -> (flag ? List.of("true", "on", "yes") : List.of("false", "off", "no")).contains(word(text));
            case Enum<?> constant -> word(text).equals(constant.name()) || word(text).endsWith("." + constant.name());
            case Duration time -> time.isZero() && NONE.contains(word(text)) || says(text, number(time.toNanos()), true);
            case Number all when isNoLimit(all) -> NONE.contains(word(text));
            case Number some -> says(text, number(some), name.toLowerCase(Locale.ROOT).endsWith("nanos"));
            // What an object does can only be told in words.
            default -> !text.isEmpty() && !Character.isDigit(text.charAt(0));
        };
    }

    private static boolean says(String text, BigDecimal value, boolean isTime) {
        Matcher matcher = NUMBER.matcher(text);
        if (!matcher.matches()) {
            return false;
        }
        BigDecimal written = number(matcher.group(1).replace(",", ""));
        String unit = matcher.group(2);
        if (unit == null) {
            return written.compareTo(value) == 0 && (!isTime || value.signum() == 0);
        }
        BigDecimal factor = (isTime ? TIMES : OTHERS).get(unit);
        return factor != null && written.multiply(factor).compareTo(value) == 0;
    }

    /** How it could be written. */
    static String right(String name, Object value) {
        return switch (value) {
            case Boolean flag -> flag ? "true" : "false";
            case Enum<?> constant -> constant.name();
            case Duration time -> time.isZero() ? "none" : time(time.toNanos());
            case Number all when isNoLimit(all) -> "none";
            case Number some when name.toLowerCase(Locale.ROOT).endsWith("nanos") -> time(some.longValue());
            case Number some -> some.toString();
            default -> "words";
        };
    }

    private static String time(long nanos) {
        for (String unit : List.of("h", "min", "s", "ms", "us")) {
            long factor = TIMES.get(unit).longValueExact();
            if (nanos != 0 && nanos % factor == 0) {
                return nanos / factor + " " + unit;
            }
        }
        return nanos + " ns";
    }

    private static boolean isNoLimit(Number value) {
        return value.equals(Long.MAX_VALUE) || value.equals(Integer.MAX_VALUE);
    }

    private static String word(String text) {
        Matcher matcher = WORD.matcher(text);
        return matcher.matches() ? matcher.group(1) : "";
    }

    private static BigDecimal number(Object text) {
        return new BigDecimal(text.toString(), MathContext.DECIMAL128);
    }
}
