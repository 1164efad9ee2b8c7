package io.auraio;

import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** The figures of each ring, once a second by default. */
@Name("io.auraio.Statistics")
@Label("Statistics")
@Description("What a ring has done since its engine was opened, and is doing")
@Category("AuraIO")
@StackTrace(false)
@Period("1 s")
final class StatisticsEvent extends Event {

    private static final AtomicBoolean REGISTERED = new AtomicBoolean();

    @Label("Engine")
    long engine;

    @Label("Ring")
    int ring;

    @Label("Submitted")
    long submitted;

    @Label("Completed")
    long completed;

    @Label("Failed")
    long failed;

    @Label("Refused at the Limit")
    long refused;

    @Label("Bytes Read")
    @DataAmount
    long bytesRead;

    @Label("Bytes Written")
    @DataAmount
    long bytesWritten;

    @Label("In Flight")
    int inFlight;

    @Label("Peak in Flight")
    int peakInFlight;

    @Label("Allowed")
    int allowed;

    @Label("System Calls")
    long enters;

    @Label("P50 Latency")
    @Timespan(Timespan.NANOSECONDS)
    long p50;

    @Label("P99 Latency")
    @Timespan(Timespan.NANOSECONDS)
    long p99;

    @Label("P99.9 Latency")
    @Timespan(Timespan.NANOSECONDS)
    long p999;

    /**
     * Has the flight recorder, once there is one, ask for the figures of whichever engines there are by then. To register before would start half of the
     * recorder, which takes longer than an engine takes to open.
     */
    static void registerWhereRecorded(Collection<Engine> engines) {
        if (!REGISTERED.getPlain() && FlightRecorder.isInitialized() && REGISTERED.compareAndSet(false, true)) {
            FlightRecorder.addPeriodicEvent(StatisticsEvent.class, () -> engines.forEach(StatisticsEvent::emit));
        }
    }

    private static void emit(Engine engine) {
        for (RingStats ring : engine.stats().rings()) {
            StatisticsEvent event = new StatisticsEvent();
            event.engine = engine.id();
            event.ring = ring.ring();
            event.submitted = ring.submitted();
            event.completed = ring.completed();
            event.failed = ring.failed();
            event.refused = ring.refused();
            event.bytesRead = ring.bytesRead();
            event.bytesWritten = ring.bytesWritten();
            event.inFlight = ring.inFlight();
            event.peakInFlight = ring.peakInFlight();
            event.allowed = ring.allowed();
            event.enters = ring.enters();
            event.p50 = ring.latency().percentile(50);
            event.p99 = ring.latency().percentile(99);
            event.p999 = ring.latency().percentile(99.9);
            event.commit();
        }
    }
}
