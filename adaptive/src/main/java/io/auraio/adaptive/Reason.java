package io.auraio.adaptive;

/** Why a controller changed its limit or its phase: a closed set, so that a log, a test and a metric can all count them. */
public enum Reason {
    /** The baseline latency is known. */
    BASELINE_TAKEN("baseline latency known"),
    /** The last increase paid in throughput. */
    THROUGHPUT_ROSE("throughput rose with the limit"),
    /** More in flight gave no more throughput. */
    THROUGHPUT_FLAT("throughput no longer rises with the limit"),
    /** There is no room above. */
    AT_MAXIMUM("limit is at its maximum"),
    /** Latency stayed over the guard or the target. */
    LATENCY_HIGH("latency is over its bound"),
    /** The limit went down a moment ago; what was queued before must drain first. */
    DRAINING("waiting for the queue to drain"),
    /** The queue of before a decrease has drained. */
    SETTLED("queue has drained"),
    /** The limit was held for the whole of the steady time. */
    HELD("limit held long enough"),
    /** A setter moved the minimum, the maximum or the latency target. */
    BOUNDS_CHANGED("bounds or target changed by the user");

    private final String text;

    Reason(String text) {
        this.text = text;
    }

    /**
     * The reason in words.
     *
     * @return a short lower-case phrase for reports and logs
     */
    public String text() {
        return text;
    }
}
