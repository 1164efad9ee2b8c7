package io.auraio.bench.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * Numbers as fio 3.33 prints them, the same in every locale: {@code 86.2k}, {@code 337MiB/s}, {@code 64.0KiB}, {@code 5565KiB}.
 *
 * <p>The rule: at most so many characters before the unit. The smallest unit with which the whole part fits is taken, and decimals fill what is left.
 */
public final class FioNumbers {
    private static final int WIDTH = 4;
    private static final String[] NO_UNIT = {"", "k", "M", "G", "T", "P", "E"};
    private static final String[] BINARY_BYTES = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final String[] DECIMAL_BYTES = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

    private FioNumbers() {}

    /**
     * A count: 4096, 86.2k, 1425k.
     *
     * @param value any positive number
     * @return it in four characters and a unit
     */
    public static String count(double value) {
        return scaled(value, 1000, NO_UNIT, WIDTH);
    }

    /**
     * A latency bound, for which fio leaves six characters: 5027, 4992.0k.
     *
     * @param value any positive number
     * @return it in six characters and a unit
     */
    public static String latency(double value) {
        return scaled(value, 1000, NO_UNIT, 6);
    }

    /**
     * Bytes in powers of 1024: 4096B, 64.0KiB, 674MiB.
     *
     * @param value how many bytes
     * @return them in four characters and a unit
     */
    public static String bytes(double value) {
        return scaled(value, 1024, BINARY_BYTES, WIDTH);
    }

    /**
     * Bytes in powers of 1000: 353MB, 67.1MB.
     *
     * @param value how many bytes
     * @return them in four characters and a unit
     */
    public static String decimalBytes(double value) {
        return scaled(value, 1000, DECIMAL_BYTES, WIDTH);
    }

    /**
     * {@code String.format} without the machine's locale.
     *
     * @param format as {@link String#format} has it
     * @param arguments what it takes
     * @return the text
     */
    public static String format(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }

    /**
     * A duration as fio shows the time left: 05s, 01m:10s, 1h:02m:03s.
     *
     * @param seconds whole seconds
     * @return the text
     */
    public static String duration(long seconds) {
        if (seconds >= 3600) {
            return format("%dh:%02dm:%02ds", seconds / 3600, seconds / 60 % 60, seconds % 60);
        }
        return seconds >= 60 ? format("%02dm:%02ds", seconds / 60, seconds % 60) : format("%02ds", seconds);
    }

    private static String scaled(double value, int base, String[] units, int width) {
        double rest = value;
        int unit = 0;
        // Rounded first: 9999.6 would otherwise fit by its whole part and then print five digits.
        while (unit < units.length - 1 && Math.round(rest) >= pow10(width)) {
            rest /= base;
            unit++;
        }
        int wholeDigits = Long.toString(Math.round(rest)).length();
        // A value that was not scaled is a whole number; and a point with nothing behind it is no use.
        int decimals = unit == 0 ? 0 : Math.max(0, width - wholeDigits - 1);
        return BigDecimal.valueOf(rest).setScale(decimals, RoundingMode.HALF_UP).toPlainString() + units[unit];
    }

    private static long pow10(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 10;
        }
        return power;
    }
}
