package io.auraio.adaptive;

/**
 * Two limits measured in turn, base, trial, base, trial and so on, until it is clear what the trial gains, or enough was tried.
 *
 * <p>The speed of a device strays: by a tenth within a tenth of a second on a disk that others use too. It strays under both limits,
 * so each reading of the trial is held against the two of the base before and after it, short ones, and the median of these
 * gains is taken; a device that becomes another one meanwhile spoils one of them. Their own spread tells how well it is known.
 */
final class Comparison {

    /** Fewer gains may agree by chance. */
    private static final int LEAST_OF_SPREAD = 3;

    private final KneeConstants constants;
    private final double[] gains;
    private final double[] scratch;
    private Reading base;
    private Reading trial;
    private Reading lastBase;
    private Reading lastTrial;
    private int baseReadings;
    private int trialReadings;
    private double gain;
    private double error;
    private boolean isUnderWay;

    Comparison(KneeConstants constants) {
        this.constants = constants;
        gains = new double[constants.mostComparisons()];
        scratch = new double[constants.mostComparisons()];
    }

    /** Begins with a reading of each, the base's first. */
    void begin(Reading ofBase, Reading ofTrial) {
        base = ofBase;
        trial = ofTrial;
        lastBase = ofBase;
        lastTrial = ofTrial;
        baseReadings = 1;
        trialReadings = 1;
        gain = trial.gainOver(base);
        error = trial.errorAgainst(base);
        isUnderWay = true;
    }

    /** Takes in a reading: of {@link #next}, or where no comparison is under way, of a trial to be compared with {@code ofBase}. */
    void take(Reading ofBase, Reading reading) {
        if (isUnderWay) {
            add(reading);
        } else {
            begin(ofBase, reading);
        }
    }

    /** Ends the comparison; what it found can still be asked. */
    void end() {
        isUnderWay = false;
    }

    /** One more reading, of {@link #next}. */
    void add(Reading reading) {
        if (isClosed()) {
            trial = trial.mean(trialReadings++, reading);
            lastTrial = reading;
            return;
        }
        base = base.mean(baseReadings++, reading);
        gains[comparisons() - 1] = 2 * lastTrial.throughput() / (lastBase.throughput() + reading.throughput()) - 1;
        lastBase = reading;
        estimate();
    }

    private void estimate() {
        int count = comparisons();
        System.arraycopy(gains, 0, scratch, 0, count);
        gain = Medians.median(scratch, count);
        double byReadings = trial.errorAgainst(base);
        // A few gains may agree better than the readings can, but not by much.
        error = count < LEAST_OF_SPREAD ? byReadings : Math.max(Medians.error(scratch, count, gain), byReadings / 2);
    }

    /** The limit to measure next. */
    int next() {
        return isClosed() ? trial.limit() : base.limit();
    }

    /** Whether every reading of the trial has one of the base before and one after it. */
    boolean isClosed() {
        return baseReadings > trialReadings;
    }

    /** How many readings of the trial were held against the base on both sides. */
    int comparisons() {
        return baseReadings - 1;
    }

    /** Whether more is not worth its time. */
    boolean isExhausted() {
        return comparisons() == constants.mostComparisons() || base.nanos() + trial.nanos() >= constants.longestComparisonNanos();
    }

    /** Relative gain of throughput; negative for a loss. */
    double gain() {
        return gain;
    }

    /** Relative gain of depth; negative for a loss. */
    double depth() {
        return trial.depthOver(base);
    }

    /** What a difference must exceed not to be chance. */
    double doubt() {
        return constants.errorsOfGain() * error;
    }

    Reading base() {
        return base;
    }

    Reading trial() {
        return trial;
    }
}
