package io.auraio.adaptive;

/**
 * Looks for the smallest limit that costs nothing worth having: geometric steps down while throughput stays, then bisection
 * between the last limit that was enough and the one that was not.
 *
 * <p>The floor is throughput times the latency of an uncrowded device: by Little's law so many are in flight at that throughput
 * even where nothing queues.
 *
 * <p>A device that became faster between two readings hides what a step down lost, and losses add up from search to search; so
 * what one reading accepts is confirmed by measuring both limits again. What it rejects costs a little latency at most; and the
 * first search of all is not confirmed, for it has far to go, and others follow.
 */
final class DownwardSearch {

    private final KneeConstants constants;
    private Reading start;
    private Reading best;
    private Comparison comparison;
    private int confirmations;
    private double leastFactor;
    private int tooLow;
    private int trial;
    private boolean gained;

    DownwardSearch(KneeConstants constants) {
        this.constants = constants;
    }

    /**
     * Starts from a measured limit. {@code floor} is the least limit to try, {@code leastFactor} the greatest step,
     * {@code confirmations} how often an accepted one is confirmed.
     */
    void start(Reading from, double leastFactor, double floor, int confirmations) {
        this.confirmations = confirmations;
        start = from;
        this.leastFactor = leastFactor;
        best = from;
        comparison = null;
        tooLow = 0;
        gained = false;
        propose(floor);
    }

    /** What the trial gave; the next one follows from it. */
    Reason judge(Reading reading, double floor) {
        if (comparison == null) {
            comparison = new Comparison(best, reading);
        } else {
            comparison.add(reading);
        }
        best = comparison.base();
        boolean enough = enough(comparison.trial());
        if (enough && comparison.confirmations() < confirmations) {
            trial = comparison.next();
            return Reason.CONFIRMING;
        }
        if (enough) {
            best = comparison.trial();
            gained = true;
        } else {
            tooLow = comparison.trial().limit();
        }
        comparison = null;
        propose(floor);
        return enough ? Reason.SAME_FOR_LESS : Reason.THROUGHPUT_FELL;
    }

    private boolean enough(Reading reading) {
        double loss = -reading.gainOver(best);
        double depth = -reading.depthOver(best);
        return loss <= constants.downEfficiency() * depth
                && reading.throughput() >= constants.leastShareOfStart() * start.throughput();
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
        trial = wanted == 0 || next >= best.limit() || next <= tooLow ? 0 : next;
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
