package io.auraio.adaptive;

/**
 * Looks for the smallest limit that costs nothing worth having: geometric steps down while throughput stays, then bisection
 * between the last limit that was enough and the one that was not.
 *
 * <p>The floor is throughput times the latency of an uncrowded device: by Little's law so many are in flight at that throughput
 * even where nothing queues.
 */
final class DownwardSearch {

    private final KneeConstants constants;
    private Reading start;
    private Reading best;
    private double leastFactor;
    private int tooLow;
    private int trial;
    private boolean gained;

    DownwardSearch(KneeConstants constants) {
        this.constants = constants;
    }

    /** Starts from a measured limit. {@code floor} is the least limit to try, {@code leastFactor} the greatest step. */
    void start(Reading from, double leastFactor, double floor) {
        start = from;
        this.leastFactor = leastFactor;
        best = from;
        tooLow = 0;
        gained = false;
        propose(floor);
    }

    /** What the trial gave; the next one follows from it. */
    Reason judge(Reading reading, double floor) {
        double loss = -reading.gainOver(best);
        double depth = -reading.depthOver(best);
        boolean enough = loss <= constants.downEfficiency() * depth
                && reading.throughput() >= constants.leastShareOfStart() * start.throughput();
        if (enough) {
            best = reading;
            gained = true;
        } else {
            tooLow = reading.limit();
        }
        propose(floor);
        return enough ? Reason.SAME_FOR_LESS : Reason.THROUGHPUT_FELL;
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
