package io.auraio;

import io.auraio.adaptive.Decision;
import io.auraio.adaptive.Phase;
import io.auraio.adaptive.Reason;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What one controller has found and what it is doing.
 *
 * @param scope what its limit is for: {@code engine}, {@code ring 0}, {@code device 254:0} or {@code file data.db}
 * @param limit requests that may be in flight now
 * @param inFlight requests accepted and not yet completed
 * @param phase what the controller is busy with
 * @param decisionCounts how often it decided for each reason since it was made; a reason that never was is not there
 * @param decisions its latest decisions, at most {@value #MAX_DECISIONS}, oldest first
 */
public record TunerStats(String scope, int limit, int inFlight, Phase phase, Map<Reason, Long> decisionCounts, List<Decision> decisions) {

    /** How many decisions are kept: some seconds of a search, or hours of an ordinary run. */
    public static final int MAX_DECISIONS = 256;

    /**
     * Copies the map and the list.
     *
     * @throws NullPointerException if {@code scope}, {@code phase}, {@code decisionCounts} or {@code decisions} is null
     */
    public TunerStats {
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(phase, "phase");
        decisionCounts = Map.copyOf(decisionCounts);
        decisions = List.copyOf(decisions);
    }

    /**
     * What it decided last.
     *
     * @return the latest decision; empty where there was none yet
     */
    public Optional<Decision> lastDecision() {
        return decisions.isEmpty() ? Optional.empty() : Optional.of(decisions.getLast());
    }
}
