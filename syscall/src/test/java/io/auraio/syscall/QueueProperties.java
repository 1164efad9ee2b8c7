package io.auraio.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Both queues against a count of what went in and what came out, over any sequence of steps and any first index. */
class QueueProperties {
    @Property(tries = 300)
    void everyEntryComesOutOnceAndInOrder(@ForAll int firstIndex, @ForAll @IntRange(min = 1, max = 9) int takesAtMost,
            @ForAll @Size(min = 1, max = 60) List<@IntRange(max = 9) Integer> steps) throws Exception {
        FakeKernel kernel = new FakeKernel();
        kernel.firstIndex = firstIndex;
        kernel.takesAtMost = takesAtMost;
        Uring ring = Uring.open(UringSetup.of(8), kernel);
        long claimed = 0;
        long submitted = 0;
        long reaped = 0;
        for (int step : steps) {
            for (int i = 0; i < step; i++) {
                Sqe sqe = ring.sq().claim();
                assertThat(sqe == null).isEqualTo(claimed - submitted == ring.sq().entries());
                if (sqe != null) {
                    sqe.nop().userData(claimed++);
                }
            }
            ring.sq().publish();
            assertThat(ring.sq().pending()).isEqualTo((int) (claimed - submitted));
            int consumed = ring.submitAndWait(1);
            assertThat(consumed).isEqualTo((int) Math.min(takesAtMost, claimed - submitted));
            submitted += consumed;
            int ready = ring.cq().ready();
            assertThat(ready).isLessThanOrEqualTo(ring.cq().entries());
            int taken = Math.min(ready, step + 1);
            for (int i = 0; i < taken; i++) {
                assertThat(ring.cq().userData(i)).isEqualTo(reaped + i);
            }
            ring.cq().advance(taken);
            reaped += taken;
            assertThat(ring.inFlight()).isEqualTo((int) (submitted - reaped));
        }
        ring.close();
        assertThat(kernel.closedFds).containsExactly(FakeKernel.FD);
    }
}
