package io.auraio;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.SettingDefinition;
import jdk.jfr.StackTrace;
import jdk.jfr.Throttle;
import jdk.jfr.Timespan;

/** A request that took long. While it is enabled every request has its time taken, and not one in some alone: some 20 ns more for each. */
@Name("io.auraio.SlowOperation")
@Label("Slow Operation")
@Description("A request took longer than the setting latency says, 20 ms by default")
@Category("AuraIO")
@StackTrace(false)
@Throttle("100/s")
final class SlowOperationEvent extends Event {

    private static final SlowOperationEvent PROBE = new SlowOperationEvent();

    @Label("Engine")
    long engine;

    @Label("Ring")
    int ring;

    @Label("Operation")
    String operation;

    @Label("File")
    String file;

    @Label("Result")
    int result;

    @Label("Latency")
    @Timespan(Timespan.NANOSECONDS)
    long took;

    /** From which latency on it is wanted; Long.MAX_VALUE where nobody listens. */
    static long leastNanos() {
        return PROBE.isEnabled() ? LatencySetting.nanos() : Long.MAX_VALUE;
    }

    @Label("Latency Threshold")
    @Description("Requests that take at least so long are reported")
    @Name("latency")
    @SettingDefinition
    boolean latency(LatencySetting setting) {
        return took >= LatencySetting.nanos();
    }

    static void emit(long engine, int ring, Request request, int result, long nanos) {
        SlowOperationEvent event = new SlowOperationEvent();
        event.took = nanos;
        if (event.shouldCommit()) {
            event.engine = engine;
            event.ring = ring;
            event.operation = request.operation.call();
            event.file = request.file.name();
            event.result = result;
            event.commit();
        }
    }
}
