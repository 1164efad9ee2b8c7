package io.auraio;

import io.auraio.adaptive.Phase;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A controller goes from one phase to another. */
@Name("io.auraio.PhaseChange")
@Label("Phase Change")
@Description("A controller goes on with something else")
@Category("AuraIO")
@StackTrace(false)
final class PhaseChangeEvent extends Event {

    @Label("Engine")
    long engine;

    @Label("Scope")
    String scope;

    @Label("From")
    String from;

    @Label("To")
    String to;

    @Label("Limit")
    int limit;

    static void emit(long engine, String scope, Phase from, Phase to, int limit) {
        PhaseChangeEvent event = new PhaseChangeEvent();
        if (from != to && event.shouldCommit()) {
            event.engine = engine;
            event.scope = scope;
            event.from = from.name();
            event.to = to.name();
            event.limit = limit;
            event.commit();
        }
    }
}
