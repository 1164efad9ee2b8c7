package io.auraio.bench;

import java.util.Locale;
import java.util.Map;

/**
 * Reads sizes and times as fio 3.33 does with its default {@code kb_base=1024}: a whole number and a unit, {@code 4k}, {@code 500us}; or a hexadecimal
 * number without one, {@code 0x1000}.
 *
 * <p>Two things are refused that fio takes and reads otherwise than one expects: {@code 1.5k} (fio: 1 byte) and {@code 4kib} (fio: 4000 bytes).
 * Times are nanoseconds on the way out.
 */
final class Units {
    private static final String SIZE_HELP = "use a whole number of bytes, or one with k, m, g or t (powers of 1024), for example 4k";
    private static final String TIME_HELP = "use a whole number with us, ms, s, m, h or d, for example 500us";

    private static final long KIB = 1024;
    private static final Map<String, Long> BYTES = Map.ofEntries(
            Map.entry("", 1L), Map.entry("b", 1L),
            Map.entry("k", KIB), Map.entry("ki", KIB), Map.entry("kb", KIB),
            Map.entry("m", KIB * KIB), Map.entry("mi", KIB * KIB), Map.entry("mb", KIB * KIB),
            Map.entry("g", KIB * KIB * KIB), Map.entry("gi", KIB * KIB * KIB), Map.entry("gb", KIB * KIB * KIB),
            Map.entry("t", KIB * KIB * KIB * KIB), Map.entry("ti", KIB * KIB * KIB * KIB), Map.entry("tb", KIB * KIB * KIB * KIB),
            Map.entry("p", KIB * KIB * KIB * KIB * KIB), Map.entry("pi", KIB * KIB * KIB * KIB * KIB),
            Map.entry("pb", KIB * KIB * KIB * KIB * KIB));

    private static final long SECOND = 1_000_000_000L;
    private static final Map<String, Long> NANOS = Map.of(
            "us", 1_000L, "usec", 1_000L, "ms", 1_000_000L, "msec", 1_000_000L,
            "s", SECOND, "sec", SECOND, "m", 60 * SECOND, "h", 3600 * SECOND, "d", 86_400 * SECOND);

    private Units() {}

    /** The bytes that {@code text} means; {@code option} is for the message. */
    static long sizeBytes(String option, String text) throws Refusal {
        return number(option, text, BYTES, 1, SIZE_HELP);
    }

    /** The nanoseconds that {@code text} means; a bare number counts units of {@code bareUnitNanos}. */
    static long timeNanos(String option, String text, long bareUnitNanos) throws Refusal {
        return number(option, text, NANOS, bareUnitNanos, TIME_HELP);
    }

    /** The whole number from {@code min} to {@code max} that {@code text} is. */
    static int count(String option, String text, int min, int max) throws Refusal {
        String help = "use a whole number from " + min + " to " + max;
        long value = number(option, text, Map.of(), 1, help);
        if (value < min || value > max) {
            throw Refusal.usage(option + "=" + text + ": out of range; " + help);
        }
        return (int) value;
    }

    /** What fio takes for a switch: 0 or 1. */
    static boolean flag(String option, String text) throws Refusal {
        return switch (text.strip()) {
            case "0" -> false;
            case "1" -> true;
            default -> throw Refusal.usage(option + "=" + text + ": use 0 or 1");
        };
    }

    private static long number(String option, String text, Map<String, Long> units, long bareUnit, String help) throws Refusal {
        String trimmed = text.strip().toLowerCase(Locale.ROOT);
        if (trimmed.matches("0x[0-9a-f]{1,15}")) {
            return Long.parseLong(trimmed, 2, trimmed.length(), 16);
        }
        int digits = 0;
        while (digits < trimmed.length() && Character.digit(trimmed.charAt(digits), 10) >= 0 && trimmed.charAt(digits) <= '9') {
            digits++;
        }
        String unit = trimmed.substring(digits);
        if (digits == 0 || !unit.chars().allMatch(Character::isLetter)) {
            throw Refusal.usage(option + "=" + text + ": not a whole number; " + help);
        }
        Long factor = unit.isEmpty() ? Long.valueOf(bareUnit) : units.get(unit);
        if (factor == null) {
            throw Refusal.usage(option + "=" + text + ": unknown unit '" + unit + "'; " + help);
        }
        try {
            return Math.multiplyExact(Long.parseLong(trimmed, 0, digits, 10), factor);
        } catch (NumberFormatException | ArithmeticException e) {
            throw Refusal.usage(option + "=" + text + ": too large; " + help);
        }
    }
}
