package io.auraio;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.auraio.bufferpool.Buffer;
import io.auraio.bufferpool.BufferPool;
import io.auraio.bufferpool.BufferPoolOptions;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A buffer that is returned to its pool while a request begins with it: one of the two is refused, and only one. */
@JCStressTest
@Outcome(id = "true, true", expect = FORBIDDEN, desc = "the kernel would write into memory of another owner")
@Outcome(id = "false, false", expect = FORBIDDEN, desc = "neither: the buffer is lost")
@Outcome(id = "true, false", expect = ACCEPTABLE, desc = "pinned first")
@Outcome(id = "false, true", expect = ACCEPTABLE, desc = "returned first")
@State
public class BufferPinRace {

    private static final BufferPool POOL = BufferPool.open(BufferPoolOptions.builder().build());

    private final Buffer buffer = POOL.allocate(4096);

    @Actor
    public void pin(ZZ_Result r) {
        try {
            buffer.pin();
            r.r1 = true;
        } catch (IllegalStateException e) {
            r.r1 = false;
        }
    }

    @Actor
    public void close(ZZ_Result r) {
        try {
            buffer.close();
            r.r2 = true;
        } catch (IllegalStateException e) {
            r.r2 = false;
        }
    }

    @Arbiter
    public void returnIt(ZZ_Result r) {
        if (r.r1 && !r.r2) {
            buffer.unpin();
            buffer.close();
        }
    }
}
