package io.auraio;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * A driver between two sleeps while another thread stops it: the poke ends the one sleep, keeps the other from beginning, or the driver sees what the poke
 * is about. Waking up clears the poke, so it must not clear one whose cause the driver has not seen.
 */
@JCStressTest
@Outcome(id = "false, true", expect = FORBIDDEN, desc = "asleep, stopped and not signalled: it waits for ever")
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "asleep, and signalled")
@Outcome(id = "false, false", expect = ACCEPTABLE, desc = "saw that it is to stop")
@Outcome(id = "true, false", expect = ACCEPTABLE, desc = "saw that it is to stop, and was signalled all the same")
@State
public class DriverPokeRace {

    private final DriverSleep sleep = DriverSleepRace.open();

    /** As Engine's and Ring's flags are. */
    volatile boolean stopRequested;

    /** Wakes from one sleep, looks whether it is to stop, and goes to sleep again: as run() does. */
    @Actor
    public void driver(ZZ_Result r) {
        sleep.fallAsleep();
        sleep.wakeUp();
        r.r2 = !stopRequested && sleep.fallAsleep();
    }

    @Actor
    public void stop() {
        stopRequested = true;
        sleep.poke();
    }

    @Arbiter
    public void look(ZZ_Result r) {
        r.r1 = DriverSleepRace.isSignalled(sleep);
        sleep.close();
    }
}
