package io.auraio;

/** How a controller finds its limit. */
public enum Algorithm {
    /**
     * Measures one limit against another until it knows which is better, holds the smallest that carries nearly the best throughput, and goes on
     * looking for changes: {@link io.auraio.adaptive.KneeController}.
     */
    KNEE,
    /**
     * One more a tick while throughput rises, a fifth less when latency does: {@link io.auraio.adaptive.AimdController}, the rules of AuraIO in C, kept
     * for comparison.
     */
    AIMD
}
