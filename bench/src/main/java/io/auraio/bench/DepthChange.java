package io.auraio.bench;

/**
 * A step of the controller: it entered a phase.
 *
 * @param elapsedNanos when, since the job began
 * @param phase the phase entered
 * @param limit how many operations it allowed in flight then
 * @param reason why, in a few words
 */
record DepthChange(long elapsedNanos, String phase, int limit, String reason) {}
