package io.auraio.adaptive;

/**
 * Two limits measured in turn: base, trial, base, trial and so on, each judged by the mean of its readings. A device whose speed
 * drifts does so under both; of one reading each, drift cannot be told from what the limit does.
 */
final class Comparison {

    private Reading base;
    private Reading trial;
    private int baseReadings = 1;
    private int trialReadings = 1;

    /** With one reading of each, the base's first. */
    Comparison(Reading base, Reading trial) {
        this.base = base;
        this.trial = trial;
    }

    /** One more reading, of {@link #next}. */
    void add(Reading reading) {
        if (baseIsNext()) {
            base = base.mean(baseReadings++, reading);
        } else {
            trial = trial.mean(trialReadings++, reading);
        }
    }

    /** The limit to measure next. */
    int next() {
        return baseIsNext() ? base.limit() : trial.limit();
    }

    private boolean baseIsNext() {
        return baseReadings == trialReadings;
    }

    /** How many times the base was measured after the trial. */
    int confirmations() {
        return baseReadings - 1;
    }

    Reading base() {
        return base;
    }

    Reading trial() {
        return trial;
    }
}
