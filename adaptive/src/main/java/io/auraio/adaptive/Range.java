package io.auraio.adaptive;

/** Refuses arguments with a message that names the parameter, its value and the range. */
final class Range {

    private Range() {}

    static int check(String name, int value, int least, int greatest) {
        check(name, (long) value, least, greatest);
        return value;
    }

    static long check(String name, long value, long least, long greatest) {
        if (value < least || value > greatest) {
            throw new IllegalArgumentException(name + "=" + value + "; must be " + least + " to " + greatest);
        }
        return value;
    }

    /** Both ends are in the range; NaN is refused. */
    static double check(String name, double value, double least, double greatest) {
        if (!(value >= least && value <= greatest)) {
            throw new IllegalArgumentException(name + "=" + value + "; must be " + least + " to " + greatest);
        }
        return value;
    }
}
