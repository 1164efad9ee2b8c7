package io.auraio;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Throttle;

/** The completion queue was full when its driver looked. */
@Name("io.auraio.Overflow")
@Label("Completion Queue Overflow")
@Description("The driver found the completion queue full: the kernel may have kept back more, or dropped some for want of memory")
@Category("AuraIO")
@StackTrace(false)
@Throttle("100/s")
final class OverflowEvent extends Event {

    @Label("Engine")
    long engine;

    @Label("Ring")
    int ring;

    @Label("Entries")
    int entries;

    @Label("Completions Lost")
    long lost;

    static void emit(long engine, int ring, int entries, long lost) {
        OverflowEvent event = new OverflowEvent();
        if (event.shouldCommit()) {
            event.engine = engine;
            event.ring = ring;
            event.entries = entries;
            event.lost = lost;
            event.commit();
        }
    }
}
