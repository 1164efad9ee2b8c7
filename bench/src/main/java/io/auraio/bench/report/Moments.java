package io.auraio.bench.report;

/**
 * Count, bounds, mean and spread of some values, kept without the values.
 *
 * @param count how many there were
 * @param min the least of them; 0 where there were none
 * @param max the greatest of them; 0 where there were none
 * @param mean their mean; 0 where there were none
 * @param squares the sum of the squares of their distances from the mean
 */
public record Moments(long count, long min, long max, double mean, double squares) {
    /** Those of no values at all. */
    public static final Moments NONE = new Moments(0, 0, 0, 0, 0);

    /**
     * How far the values are from their mean.
     *
     * @return the standard deviation of a sample; 0 where there are fewer than two values
     */
    public double deviation() {
        return count < 2 ? 0 : Math.sqrt(Math.max(0, squares) / (count - 1));
    }

    /**
     * The moments of these values and those together.
     *
     * @param other those
     * @return both, by the rule of Chan, Golub and LeVeque, which loses no precision where the means are far apart
     */
    public Moments merge(Moments other) {
        if (count == 0 || other.count == 0) {
            return count == 0 ? other : this;
        }
        long both = count + other.count;
        double apart = other.mean - mean;
        return new Moments(both, Math.min(min, other.min), Math.max(max, other.max), mean + apart * other.count / both,
                squares + other.squares + apart * apart * count * other.count / both);
    }

    /**
     * What two jobs reach side by side, each value a rate: fio adds up the rates of a group's jobs figure by figure.
     *
     * @param other the other job's
     * @return the sums
     */
    public Moments addRates(Moments other) {
        return new Moments(count + other.count, min + other.min, max + other.max, mean + other.mean, squares + other.squares);
    }
}
