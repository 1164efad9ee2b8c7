package io.auraio;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;

/**
 * A handle that is asked about while its request ends and the slot is given to the next one: pending until it ends, and never again. The
 * next one's handle is pending from the moment at which it is known.
 */
@JCStressTest
@Outcome(id = "false, true, .*", expect = FORBIDDEN, desc = "a handle that was stale names a request again")
@Outcome(id = ".*, .*, false", expect = FORBIDDEN, desc = "a thread that has the next handle finds that one stale, or the old one pending")
@Outcome(id = "(true|false), false, true", expect = ACCEPTABLE, desc = "ended before, or between the two looks")
@Outcome(id = "true, true, true", expect = ACCEPTABLE, desc = "not ended yet")
@State
public class StaleHandleRace {

    private static final int RING = 3;

    private final RequestTable table = new RequestTable(1);

    private final long stale;

    /** As a program hands a handle to another thread. */
    private volatile long next;

    public StaleHandleRace() {
        stale = begin();
    }

    private long begin() {
        Request request = table.claim();
        request.begin(Transfer.FSYNC, RaceFile.acquired(), RaceFile.LANE, null, RaceFile.CALLBACK);
        return request.handle(RING);
    }

    /** The driver ends the request, and a submission takes its slot. */
    @Actor
    public void endAndBegin() {
        int slot = RequestHandle.slot(stale);
        table.get(slot).end();
        table.release(slot);
        next = begin();
    }

    @Actor
    public void ask(ZZZ_Result r) {
        r.r1 = table.isPending(stale);
        r.r2 = table.isPending(stale);
        long known = next;
        r.r3 = known == 0 || table.isPending(known) && !table.isPending(stale);
    }
}
