package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;

import io.auraio.adaptive.ControllerOptions;
import io.auraio.adaptive.FixedController;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RingSelectorTest {

    /** Lanes with a limit of 8 each, and so many in flight. */
    private static Lane[] lanes(int... inFlight) {
        int rings = inFlight.length;
        int limit = 8 * rings;
        Tuner tuner = new Tuner("engine", new FixedController(new ControllerOptions(limit, 1, limit, 0, .1, 10_000_000)), rings, 256);
        Lane[] lanes = new Lane[rings];
        for (int i = 0; i < rings; i++) {
            lanes[i] = tuner.lane(i);
            for (int n = 0; n < inFlight[i]; n++) {
                lanes[i].admit();
            }
        }
        return lanes;
    }

    private static RingSelector adaptive(int rings) {
        return new RingSelector(1, RingSelection.ADAPTIVE, rings);
    }

    @Test
    void localRingIsTakenWhileItIsNotCrowded() {
        RingSelector selector = adaptive(3);
        assertThat(selector.spillFrom(1, lanes(0, 5, 0))).isOne();
        assertThat(selector.spills()).isZero();
    }

    @Test
    void crowdedRingAmongBusyOnesSpillsToALighterOne() {
        RingSelector selector = adaptive(3);
        assertThat(selector.spillFrom(1, lanes(5, 6, 5))).isIn(0, 2);
        assertThat(selector.spills()).isOne();
    }

    @Test
    void ringThatAloneIsBusyKeepsItsOwn() {
        RingSelector selector = adaptive(4);
        assertThat(selector.spillFrom(2, lanes(0, 1, 8, 1))).isEqualTo(2);
        assertThat(selector.spills()).isZero();
    }

    @Test
    void nothingSpillsToARingThatIsNoLighter() {
        RingSelector selector = adaptive(3);
        assertThat(selector.spillFrom(0, lanes(7, 8, 7))).isZero();
        assertThat(selector.spills()).isZero();
    }

    @Test
    void roundRobinTakesOneRingAfterTheOther() {
        RingSelector selector = new RingSelector(1, RingSelection.ROUND_ROBIN, 3);
        Lane[] lanes = lanes(0, 0, 0);
        assertThat(IntStream.range(0, 7).map(i -> selector.select(lanes))).containsExactly(0, 1, 2, 0, 1, 2, 0);
    }

    @Test
    void cpuIsLookedUpOnceInAWhileAndForEachThreadByItself() throws InterruptedException {
        int[] lookups = {0};
        CpuOfThread cpu = new CpuOfThread(() -> ++lookups[0]);
        assertThat(IntStream.range(0, 65).map(i -> cpu.current())).containsOnly(1);
        assertThat(cpu.current()).as("after 64 calls").isEqualTo(2);
        Thread other = Thread.ofPlatform().start(cpu::current);
        other.join();
        assertThat(lookups[0]).isEqualTo(3);
    }

    @Test
    void cpuThatTheSystemDoesNotSayIsTheFirst() {
        assertThat(new CpuOfThread(() -> -38).current()).isZero();
    }
}
