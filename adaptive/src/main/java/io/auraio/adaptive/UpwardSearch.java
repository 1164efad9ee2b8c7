package io.auraio.adaptive;

/**
 * Looks for the greatest limit that still pays: geometric steps up while throughput follows, smaller ones where it does not.
 *
 * <p>A step of one is lost in the noise at any depth that matters; a doubling shows. What a step gains, as a share of what it
 * adds to the depth, is its efficiency: 1 on an idle device, 0 beyond the knee. A gain that is small enough to be chance or drift is
 * confirmed: the base is measured once more.
 */
final class UpwardSearch {

    private final KneeConstants constants;
    private Reading best;
    private Reading candidate;
    private int trial;
    private double factor;
    private boolean gained;

    UpwardSearch(KneeConstants constants) {
        this.constants = constants;
    }

    /** Starts from a measured limit. {@code ceiling} is the greatest limit to try. */
    void start(Reading from, double firstFactor, int ceiling) {
        best = from;
        factor = firstFactor;
        gained = false;
        candidate = null;
        propose(ceiling);
    }

    /** What the trial gave; the next one follows from it. */
    Reason judge(Reading reading, boolean latencyInOrder, int ceiling) {
        if (candidate != null) {
            // The candidate was measured between two readings of the base: a device that only drifts shows in their mean.
            best = best.mean(reading);
            Reading measuredBetween = candidate;
            candidate = null;
            return conclude(measuredBetween, latencyInOrder && pays(measuredBetween), ceiling);
        }
        if (!latencyInOrder || !pays(reading)) {
            conclude(reading, false, ceiling);
            return latencyInOrder ? Reason.THROUGHPUT_FLAT : Reason.LATENCY_HIGH;
        }
        if (efficiency(reading) >= constants.slowStartEfficiency()) {
            return conclude(reading, true, ceiling);
        }
        candidate = reading;
        trial = best.limit();
        return Reason.CONFIRMING;
    }

    private Reason conclude(Reading reading, boolean pays, int ceiling) {
        if (pays) {
            boolean steep = efficiency(reading) >= constants.slowStartEfficiency();
            factor = steep ? constants.slowStartFactor() : Math.min(factor, constants.upFactor());
            best = reading;
            gained = true;
        } else {
            factor = Math.sqrt(factor);
        }
        propose(ceiling);
        return pays ? Reason.THROUGHPUT_ROSE : Reason.THROUGHPUT_FLAT;
    }

    private double efficiency(Reading reading) {
        return reading.gainOver(best) / reading.depthOver(best);
    }

    private boolean pays(Reading reading) {
        double gain = reading.gainOver(best);
        double depth = reading.depthOver(best);
        double allowedDepth = (double) reading.limit() / best.limit() - 1;
        // Where the application does not use what it was given, gain over depth would divide by nearly nothing.
        return depth >= constants.leastUse() * allowedDepth
                && gain >= constants.upEfficiency() * depth
                && gain > constants.errorsOfGain() * reading.errorAgainst(best);
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
