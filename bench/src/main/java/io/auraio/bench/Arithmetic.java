package io.auraio.bench;

/**
 * Works out whole numbers: {@code + - * / % ^}, parentheses, and numbers with fio's units of size.
 *
 * <pre>
 *   sum     = product {("+" | "-") product}
 *   product = power {("*" | "/" | "%") power}
 *   power   = operand ["^" power]
 *   operand = "(" sum ")" | "-" operand | number
 * </pre>
 */
final class Arithmetic {
    /** As deep as parentheses, signs and powers may be nested. */
    private static final int MAX_DEPTH = 64;

    private final String option;
    private final String text;
    private int at;
    private int depth;

    private Arithmetic(String option, String text) {
        this.option = option;
        this.text = text;
    }

    /** The number that {@code text} comes to; {@code option} is for the message. */
    static long evaluate(String option, String text) throws Refusal {
        Arithmetic arithmetic = new Arithmetic(option, text.replaceAll("\\s", ""));
        try {
            long value = arithmetic.sum();
            if (arithmetic.at < arithmetic.text.length() || value < 0) {
                throw arithmetic.refusal();
            }
            return value;
        } catch (ArithmeticException e) {
            throw arithmetic.refusal();
        }
    }

    private long sum() throws Refusal {
        long value = product();
        while (true) {
            if (take('+')) {
                value = Math.addExact(value, product());
            } else if (take('-')) {
                value = Math.subtractExact(value, product());
            } else {
                return value;
            }
        }
    }

    private long product() throws Refusal {
        long value = power();
        while (true) {
            if (take('*')) {
                value = Math.multiplyExact(value, power());
            } else if (take('/')) {
                value /= power();
            } else if (take('%')) {
                value %= power();
            } else {
                return value;
            }
        }
    }

    private long power() throws Refusal {
        long base = operand();
        return take('^') ? Math.powExact(base, Math.toIntExact(nested(this::power))) : base;
    }

    private long operand() throws Refusal {
        if (take('(')) {
            long value = nested(this::sum);
            if (!take(')')) {
                throw refusal();
            }
            return value;
        }
        if (take('-')) {
            return Math.negateExact(nested(this::operand));
        }
        int end = at;
        while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
            end++;
        }
        if (end == at) {
            throw refusal();
        }
        String number = text.substring(at, end);
        at = end;
        return Units.sizeBytes(option, number);
    }

    private interface Part {
        long value() throws Refusal;
    }

    private long nested(Part part) throws Refusal {
        if (++depth > MAX_DEPTH) {
            throw refusal();
        }
        long value = part.value();
        depth--;
        return value;
    }

    private boolean take(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private Refusal refusal() {
        return Refusal.usage(option + "=" + text + ": does not come to a whole number from 0; use + - * / % ^ and parentheses, for example (4k*16)");
    }
}
