package io.auraio;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.auraio.syscall.Libc;
import io.auraio.syscall.Sqe;
import io.auraio.syscall.SyscallException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * A driver that falls asleep while a submitter publishes a request: it sees the request, or the submitter sees it asleep and signals.
 *
 * <p>The class and its eventfd are the real ones. The queue is one word, released and acquired as the SQ's tail is: a ring for each of the
 * millions of tries would leave the race no time.
 */
@JCStressTest
@Outcome(id = "false, true", expect = FORBIDDEN, desc = "asleep, with a request in the queue and no signal: it waits for ever")
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "asleep, and signalled")
@Outcome(id = "false, false", expect = ACCEPTABLE, desc = "saw the request")
@Outcome(id = "true, false", expect = ACCEPTABLE, desc = "saw the request, and was signalled all the same")
@State
public class DriverSleepRace {

    private static final VarHandle TAIL;

    static {
        try {
            TAIL = MethodHandles.lookup().findVarHandle(DriverSleepRace.class, "tail", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final DriverSleep sleep = open();

    int tail;

    static DriverSleep open() {
        try {
            return new DriverSleep();
        } catch (SyscallException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The driver: r2 is whether it would wait in the kernel. */
    @Actor
    public void driver(ZZ_Result r) {
        boolean mayWait = sleep.fallAsleep();
        r.r2 = mayWait && (int) TAIL.getAcquire(this) == 0;
    }

    @Actor
    public void submitter() {
        TAIL.setRelease(this, 1);
        sleep.wake();
    }

    /** r1 is whether the eventfd is readable, which ends the driver's wait. */
    @Arbiter
    public void look(ZZ_Result r) {
        r.r1 = isSignalled(sleep);
        sleep.close();
    }

    static boolean isSignalled(DriverSleep sleep) {
        return Libc.poll(sleep.fd(), Sqe.POLLIN, 0) > 0;
    }
}
