package io.auraio;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** An engine was opened or closed. */
@Name("io.auraio.Engine")
@Label("Engine")
@Description("An engine was opened or closed")
@Category("AuraIO")
@StackTrace(false)
final class EngineEvent extends Event {

    @Label("Engine")
    long engine;

    @Label("Opened")
    boolean opened;

    @Label("Rings")
    int rings;

    @Label("Queue Depth")
    int queueDepth;

    @Label("Driven By")
    String driving;

    @Label("Tuning")
    String tuning;

    @Label("Adaptive")
    boolean adaptive;

    static void emit(long engine, boolean opened, EngineOptions options) {
        EngineEvent event = new EngineEvent();
        if (event.shouldCommit()) {
            event.engine = engine;
            event.opened = opened;
            event.rings = options.rings();
            event.queueDepth = options.queueDepth();
            event.driving = options.driving().name();
            event.tuning = options.tuning().name();
            event.adaptive = options.adaptive();
            event.commit();
        }
    }
}
