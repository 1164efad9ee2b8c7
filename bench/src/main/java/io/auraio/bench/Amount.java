package io.auraio.bench;

/**
 * Bytes, or a share of something whose size is known only once the files are there.
 *
 * @param value bytes, or percent: 1 to 100
 * @param isPercent which of them
 */
record Amount(long value, boolean isPercent) {
    static final Amount NONE = new Amount(0, false);

    static Amount bytes(long value) {
        return new Amount(value, false);
    }

    static Amount parse(String option, String text) throws Refusal {
        String trimmed = text.strip();
        if (trimmed.endsWith("%")) {
            String number = trimmed.substring(0, trimmed.length() - 1);
            if (!number.matches("[0-9]{1,3}") || Integer.parseInt(number) < 1 || Integer.parseInt(number) > 100) {
                throw Refusal.usage(option + "=" + text + ": not a share; use 1% to 100%");
            }
            return new Amount(Integer.parseInt(number), true);
        }
        return new Amount(Units.sizeBytes(option, text), false);
    }

    /** The bytes that it is of {@code total} bytes. */
    long of(long total) {
        return isPercent ? total / 100 * value + total % 100 * value / 100 : value;
    }
}
