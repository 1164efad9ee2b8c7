package io.auraio;

import io.auraio.adaptive.Decision;
import io.auraio.adaptive.Phase;
import java.util.List;
import java.util.Objects;

/**
 * What one controller has found and what it is doing.
 *
 * @param scope what its limit is for: {@code engine}, {@code ring 0}, {@code device 254:0} or {@code file data.db}
 * @param limit requests that may be in flight now
 * @param inFlight requests accepted and not yet completed
 * @param phase what the controller is busy with
 * @param decisions its latest decisions, at most {@value #MAX_DECISIONS}, oldest first
 */
public record TunerStats(String scope, int limit, int inFlight, Phase phase, List<Decision> decisions) {

    /** How many decisions are kept: some seconds of a search, or hours of an ordinary run. */
    public static final int MAX_DECISIONS = 256;

    /**
     * Copies the list.
     *
     * @throws NullPointerException if {@code scope}, {@code phase} or {@code decisions} is null
     */
    public TunerStats {
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(phase, "phase");
        decisions = List.copyOf(decisions);
    }
}
