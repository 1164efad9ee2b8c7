package io.auraio;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Two threads in one lock, one after the other: the second sees all that the first wrote. */
@JCStressTest
@Outcome(id = {"1, 2, 2", "2, 1, 2"}, expect = ACCEPTABLE, desc = "one after the other")
@Outcome(expect = FORBIDDEN, desc = "both at once, or an update lost")
@State
public class SpinLockRace {

    private final SpinLock lock = new SpinLock();

    private int plain;

    @Actor
    public void one(III_Result r) {
        r.r1 = increment();
    }

    @Actor
    public void other(III_Result r) {
        r.r2 = increment();
    }

    @Arbiter
    public void look(III_Result r) {
        r.r3 = plain;
    }

    private int increment() {
        lock.lock();
        try {
            return ++plain;
        } finally {
            lock.unlock();
        }
    }
}
