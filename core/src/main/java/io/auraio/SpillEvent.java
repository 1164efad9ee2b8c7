package io.auraio;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Throttle;

/**
 * A request went to another ring. Emitted by submitters: the instance that is asked whether anybody listens is made once, so that nothing is allocated where
 * nobody does.
 */
@Name("io.auraio.Spill")
@Label("Spill")
@Description("A request went to another ring than that of its thread's CPU, which was crowded; a hundred of these a second at most")
@Category("AuraIO")
@StackTrace(false)
@Throttle("100/s")
final class SpillEvent extends Event {

    private static final SpillEvent PROBE = new SpillEvent();

    @Label("Engine")
    long engine;

    @Label("From Ring")
    int fromRing;

    @Label("To Ring")
    int toRing;

    @Label("In Flight")
    int inFlight;

    static void emit(long engine, int from, int to, int inFlight) {
        if (PROBE.isEnabled()) {
            SpillEvent event = new SpillEvent();
            if (event.shouldCommit()) {
                event.engine = engine;
                event.fromRing = from;
                event.toRing = to;
                event.inFlight = inFlight;
                event.commit();
            }
        }
    }
}
