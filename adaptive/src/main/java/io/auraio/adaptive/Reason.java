package io.auraio.adaptive;

/** Why a controller changed its limit or its phase: a closed set, so that a log, a test and a metric can all count them. */
public enum Reason {
    /** The baseline latency is known; the limit jumps to the initial one. */
    BASELINE_TAKEN("baseline latency known"),
    /** A search begins with more in flight. */
    LOOKING_UP("looking for more throughput"),
    /** A search begins with less in flight. */
    LOOKING_DOWN("looking for the same throughput with less in flight"),
    /** A limit that was held is put to the test. */
    DOUBTING("testing the held limit"),
    /** A step seems to have paid, but may owe it to chance or to a device that drifts; what was before is measured once more. */
    COMPARING("comparing two limits"),
    /** The last increase paid in throughput. */
    THROUGHPUT_ROSE("throughput rose with the limit"),
    /** More in flight gave no more throughput. */
    THROUGHPUT_FLAT("throughput no longer rises with the limit"),
    /** Less in flight gave the same throughput. */
    SAME_FOR_LESS("the same throughput with less in flight"),
    /** Less in flight cost throughput. */
    THROUGHPUT_FELL("throughput fell with the limit"),
    /** There is no room above. */
    AT_MAXIMUM("limit is at its maximum"),
    /** Latency stayed over the guard or the target. */
    LATENCY_HIGH("latency is over its bound"),
    /** Latency is over the guard, but not because of the limit: a new baseline is taken. */
    DEPTH_NOT_TO_BLAME("latency did not fall with the limit"),
    /** Latency is over the target at any limit; for the time being the limit follows throughput alone. */
    TARGET_INFEASIBLE("no limit meets the latency target"),
    /** The limit went down a moment ago; what was queued before must drain first. */
    DRAINING("waiting for the queue to drain"),
    /** The queue of before has drained. */
    SETTLED("queue has drained"),
    /** The limit was held for the whole of the steady time. */
    HELD("limit held long enough"),
    /** Latency at an unchanged limit went up: the device has less to give. */
    DEVICE_SLOWER("the device became slower"),
    /** Latency at an unchanged limit went down: the device has more to give. */
    DEVICE_FASTER("the device became faster"),
    /** The application is back after a pause, in which the device may have changed. */
    LOAD_RETURNED("load returned after a pause"),
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
