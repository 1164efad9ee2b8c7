package io.auraio.adaptive;

/**
 * Looks for the smallest limit that costs nothing worth having: geometric steps down while throughput stays, then bisection
 * between the last limit that was enough and the one that was not.
 *
 * <p>The floor is throughput times the latency of an uncrowded device: by Little's law so many are in flight at that throughput
 * even where nothing queues.
 *
 * <p>A device that became faster between two readings hides what a step down lost, and losses add up from search to search, so
 * nothing is accepted that was not compared; what one reading rejects costs a little latency at most.
 */
final class DownwardSearch {

    private final KneeConstants constants;
    private final Efficiency efficiency;
    private final Comparison comparison;
    private Reading best;

    /** Whether the best is being measured again, in between. */
    private boolean returning;

    private int leastComparisons;

    /** Share of the throughput at the beginning that the steps accepted since have kept. */
    private double kept;

    private double leastFactor;
    private int tooLow;
    private int trial;
    private boolean gained;

    DownwardSearch(KneeConstants constants, Efficiency efficiency) {
        this.constants = constants;
        this.efficiency = efficiency;
        comparison = new Comparison(constants);
    }

    /**
     * Starts from a measured limit. {@code floor} is the least limit to try, {@code leastFactor} the greatest step,
     * {@code leastComparisons} how often one is compared before it is accepted.
     */
    void start(Reading from, double leastFactor, double floor, int leastComparisons) {
        this.leastComparisons = leastComparisons;
        this.leastFactor = leastFactor;
        best = from;
        kept = 1;
        comparison.end();
        returning = false;
        tooLow = 0;
        gained = false;
        propose(floor);
    }

    /** What the trial gave; the next one follows from it. */
    Reason judge(Reading reading, double floor) {
        if (returning) {
            returning = false;
            best = reading;
            propose(floor);
            return Reason.COMPARING;
        }
        comparison.take(best, reading);
        double excess = excess();
        if (!isDecided(excess)) {
            trial = comparison.next();
            return Reason.COMPARING;
        }
        boolean enough = excess >= 0;
        if (enough) {
            kept *= 1 + comparison.gain();
            best = comparison.trial();
            gained = true;
        } else {
            best = comparison.base();
            tooLow = comparison.trial().limit();
        }
        comparison.end();
        propose(floor);
        // The base was measured last: from there the next limit is too far for one step.
        if (enough && trial > 0) {
            returning = true;
            trial = best.limit();
        }
        return enough ? Reason.SAME_FOR_LESS : Reason.THROUGHPUT_FELL;
    }

    /** A clear loss needs no second look; what seems to be free might be a device that became faster. */
    private boolean isDecided(double excess) {
        if (comparison.comparisons() == 0) {
            return excess < -comparison.doubt();
        }
        boolean clear = comparison.comparisons() >= leastComparisons && Math.abs(excess) > comparison.doubt();
        return comparison.isClosed() && (clear || comparison.isExhausted());
    }

    /** Throughput that the trial has beyond the least that it must: of its base's, and of what there was at the beginning. */
    private double excess() {
        double gain = comparison.gain();
        double free = gain - efficiency.down() * comparison.depth();
        return Math.min(free, kept * (1 + gain) - efficiency.leastShareOfStart());
    }

    private void propose(double floor) {
        int wanted;
        if (tooLow == 0) {
            // Half way to the floor, in ratios.
            double factor = Math.sqrt(floor / best.limit());
            wanted = (int) (best.limit() * Math.clamp(factor, leastFactor, constants.backoffFactor()));
        } else if (best.limit() >= constants.bisectUntil() * tooLow) {
            wanted = (int) Math.round(Math.sqrt((double) best.limit() * tooLow));
        } else {
            wanted = 0;
        }
        int next = Math.max((int) Math.ceil(floor), wanted);
        trial = wanted == 0 || next * constants.leastDownFactor() > best.limit() || next <= tooLow ? 0 : next;
    }

    /** The limit to measure next; 0 where the search is over. */
    int trial() {
        return trial;
    }

    Reading best() {
        return best;
    }

    boolean gained() {
        return gained;
    }
}
