package io.auraio;

import io.auraio.adaptive.Decision;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** What a controller decided: some dozens a second while it searches, few while it holds. */
@Name("io.auraio.Decision")
@Label("Decision")
@Description("A controller changed its limit or its phase")
@Category("AuraIO")
@StackTrace(false)
final class DecisionEvent extends Event {

    @Label("Engine")
    long engine;

    @Label("Scope")
    String scope;

    @Label("Phase")
    String phase;

    @Label("Previous Limit")
    int previousLimit;

    @Label("Limit")
    int limit;

    @Label("Reason")
    String reason;

    @Label("Requests per Second")
    double requestsPerSecond;

    @Label("Mean in Flight")
    double meanInFlight;

    @Label("P99 Latency")
    @Timespan(Timespan.NANOSECONDS)
    long p99;

    static void emit(long engine, String scope, Decision decision) {
        DecisionEvent event = new DecisionEvent();
        if (event.shouldCommit()) {
            event.engine = engine;
            event.scope = scope;
            event.phase = decision.phase().name();
            event.previousLimit = decision.previousLimit();
            event.limit = decision.limit();
            event.reason = decision.reason().text();
            event.requestsPerSecond = Math.rint(decision.throughput());
            event.meanInFlight = decision.meanInFlight();
            event.p99 = decision.p99Nanos();
            event.commit();
        }
    }
}
