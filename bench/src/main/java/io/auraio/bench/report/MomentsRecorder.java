package io.auraio.bench.report;

/**
 * Gathers {@link Moments} of values as they come.
 *
 * <p>Used by one thread; no allocation, no division and no loop for a value.
 */
public final class MomentsRecorder {
    private long count;
    private long min = Long.MAX_VALUE;
    private long max = Long.MIN_VALUE;

    /** Sums of distances from the first value: those of the values themselves would lose the spread of large ones. */
    private long first;

    private double distances;
    private double squares;

    /** A recorder that has seen nothing. */
    public MomentsRecorder() {}

    /**
     * Takes in a value.
     *
     * @param value any, in whatever unit
     */
    public void record(long value) {
        if (count++ == 0) {
            first = value;
        }
        min = Math.min(min, value);
        max = Math.max(max, value);
        double distance = value - first;
        distances += distance;
        squares += distance * distance;
    }

    /**
     * What has been seen until now.
     *
     * @return the moments; {@link Moments#NONE} where there was nothing
     */
    public Moments moments() {
        if (count == 0) {
            return Moments.NONE;
        }
        double mean = distances / count;
        return new Moments(count, min, max, first + mean, Math.max(0, squares - count * mean * mean));
    }
}
