package io.auraio.adaptive;

/**
 * Looks for the greatest limit that still pays: geometric steps up while throughput follows, smaller ones where it does not.
 *
 * <p>A step of one is lost in the noise at any depth that matters; a doubling shows. What a step gains, as a share of what it
 * adds to the depth, is its efficiency: 1 on an idle device, 0 beyond the knee.
 */
final class UpwardSearch {

    private final KneeConstants constants;
    private final Efficiency efficiency;
    private final Comparison comparison;
    private Reading best;

    /** Whether the best is being measured again, in between. */
    private boolean returning;

    private int trial;
    private double factor;
    private boolean gained;

    UpwardSearch(KneeConstants constants, Efficiency efficiency) {
        this.constants = constants;
        this.efficiency = efficiency;
        comparison = new Comparison(constants);
    }

    /** Starts from a measured limit. {@code ceiling} is the greatest limit to try. */
    void start(Reading from, double firstFactor, int ceiling) {
        best = from;
        factor = firstFactor;
        gained = false;
        comparison.end();
        returning = false;
        propose(ceiling);
    }

    /** What the trial gave; the next one follows from it. */
    Reason judge(Reading reading, boolean latencyInOrder, int ceiling) {
        if (returning) {
            returning = false;
            best = reading;
            propose(ceiling);
            return Reason.COMPARING;
        }
        comparison.take(best, reading);
        if (!latencyInOrder) {
            conclude(false, ceiling);
            return Reason.LATENCY_HIGH;
        }
        if (!isDecided()) {
            trial = comparison.next();
            return Reason.COMPARING;
        }
        boolean pays = pays();
        conclude(pays, ceiling);
        return pays ? Reason.THROUGHPUT_ROSE : Reason.THROUGHPUT_FLAT;
    }

    /** A gain as large as its depth needs no second look, nor does what is clearly none; all else might be drift. */
    private boolean isDecided() {
        if (!isUsed()) {
            return true;
        }
        if (comparison.isClosed()) {
            return comparison.isExhausted() || Math.abs(excess()) > comparison.doubt();
        }
        return comparison.comparisons() == 0 && (isSteep() && pays() || excess() < -comparison.doubt());
    }

    private boolean pays() {
        return isUsed() && excess() >= 0 && comparison.gain() > comparison.doubt();
    }

    /** Where the application does not use what it was given, gain over depth would divide by nearly nothing. */
    private boolean isUsed() {
        double allowedDepth = (double) comparison.trial().limit() / best.limit() - 1;
        return comparison.depth() >= constants.leastUse() * allowedDepth;
    }

    /** What the trial gained beyond the least that it must. */
    private double excess() {
        return comparison.gain() - efficiency.up() * comparison.depth();
    }

    private boolean isSteep() {
        return comparison.gain() >= constants.slowStartEfficiency() * comparison.depth();
    }

    private void conclude(boolean pays, int ceiling) {
        if (pays) {
            factor = isSteep() ? constants.slowStartFactor() : Math.min(factor, constants.upFactor());
            best = comparison.trial();
            gained = true;
        } else {
            factor = Math.sqrt(factor);
            best = comparison.base();
        }
        comparison.end();
        propose(ceiling);
        returnToBest(pays);
    }

    /** The base was measured last: from there the next limit is too far for one step, and the best is a base of a moment ago. */
    private void returnToBest(boolean pays) {
        if (pays && comparison.isClosed() && trial > 0) {
            returning = true;
            trial = best.limit();
        }
    }

    private void propose(int ceiling) {
        int wanted = Math.max(best.limit() + 1, (int) Math.round(best.limit() * factor));
        int next = Math.min(ceiling, wanted);
        trial = next <= best.limit() || factor < constants.leastUpFactor() ? 0 : next;
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
