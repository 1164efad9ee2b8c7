package io.auraio.adaptive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds for both controllers, whatever they are told. */
class ControllerProperties {

    private static final ControllerOptions OPTIONS = ControllerOptions.forQueueDepth(256);
    private static final long[] ODD = {0, 1, -1, 1000, 10_000_000, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 40};

    @Provide
    Arbitrary<Function<ControllerOptions, Controller>> controllers() {
        return Arbitraries.of(AimdController::new, KneeController::new);
    }

    /** Feeds figures that make sense for a while, then any; some of them no device could give. */
    private static List<Decision> feed(Controller controller, long seed, boolean everLimited) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Decision> decisions = new ArrayList<>();
        long now = 0;
        long service = 20_000 + random.nextInt(20_000_000);
        for (int i = 0; i < 600; i++) {
            boolean odd = random.nextInt(10) == 0;
            now += odd ? pick(random) : 10_000_000;
            long completions = odd ? pick(random) : (long) (random.nextDouble() * 10_000_000.0 * controller.limit() / service);
            for (int n = 0; n < 20; n++) {
                controller.sample(now, odd ? pick(random) : now - (long) (service * (0.5 + random.nextDouble())));
            }
            long limited = everLimited && random.nextInt(4) > 0 ? 10_000_000 : 0;
            Decision decision = controller.tick(
                    now, completions, pick(random), odd ? pick(random) : controller.limit() * 10_000_000L, limited);
            if (decision != null) {
                decisions.add(decision);
            }
            service = random.nextInt(200) == 0 ? 20_000 + random.nextInt(20_000_000) : service;
        }
        return decisions;
    }

    private static long pick(SplittableRandom random) {
        return ODD[random.nextInt(ODD.length)];
    }

    @Property(tries = 500)
    void theLimitStaysWithinItsBounds(
            @ForAll("controllers") Function<ControllerOptions, Controller> kind,
            @ForAll @IntRange(min = 1, max = 300) int min,
            @ForAll @IntRange(min = 0, max = 300) int more,
            @ForAll long seed) {
        Controller controller = kind.apply(new ControllerOptions(min, min, min + more, seed & 0xfffff, .1, 10_000_000));
        List<Decision> decisions = feed(controller, seed, true);
        assertThat(controller.limit()).isBetween(min, min + more);
        assertThat(decisions).allSatisfy(decision -> assertThat(decision.limit()).isBetween(min, min + more));
    }

    @Property(tries = 200)
    void theSameFiguresGiveTheSameDecisions(
            @ForAll("controllers") Function<ControllerOptions, Controller> kind, @ForAll long seed) {
        assertThat(feed(kind.apply(OPTIONS), seed, true)).isEqualTo(feed(kind.apply(OPTIONS), seed, true));
    }

    @Property(tries = 500)
    void onlyLegalTransitionsHappen(
            @ForAll("controllers") Function<ControllerOptions, Controller> kind, @ForAll long seed) {
        Phase phase = Phase.BASELINE;
        for (Decision decision : feed(kind.apply(OPTIONS.withTargetP99Nanos(seed & 0xffffff)), seed, true)) {
            assertThat(phase.leadsTo(decision.phase())).as("%s after %s", decision, phase).isTrue();
            phase = decision.phase();
        }
    }

    @Property(tries = 500)
    void noDecisionOfTheKneeControllerMoreThanDoublesOrHalvesTheLimit(@ForAll long seed) {
        Controller controller = new KneeController(OPTIONS.withMinInFlight(1).withTargetP99Nanos(seed & 0xffffff));
        for (Decision decision : feed(controller, seed, true)) {
            if (decision.reason() != Reason.BASELINE_TAKEN) {
                assertThat(decision.limit()).isLessThanOrEqualTo(2 * decision.previousLimit());
                assertThat(decision.limit()).isGreaterThanOrEqualTo(decision.previousLimit() / 2);
            }
        }
    }

    @Property(tries = 300)
    void whileTheApplicationDoesNotFillTheLimitItNeverRises(
            @ForAll("controllers") Function<ControllerOptions, Controller> kind, @ForAll long seed) {
        Controller controller = kind.apply(OPTIONS);
        feed(controller, seed, true);
        int before = controller.limit();
        for (Decision decision : feed(controller, seed + 1, false)) {
            if (decision.reason() != Reason.BASELINE_TAKEN) {
                assertThat(decision.limit()).as("%s", decision).isLessThanOrEqualTo(before);
            }
            before = decision.limit();
        }
    }

    @Property(tries = 200)
    void settersClampAtOnceWhateverHappenedBefore(
            @ForAll("controllers") Function<ControllerOptions, Controller> kind,
            @ForAll @IntRange(min = 1, max = 300) int max,
            @ForAll long seed) {
        Controller controller = kind.apply(OPTIONS.withMinInFlight(4));
        feed(controller, seed, true);
        controller.minInFlight(1);
        controller.maxInFlight(max);
        assertThat(controller.limit()).isBetween(1, max);
        controller.minInFlight(max);
        assertThat(controller.limit()).isEqualTo(max);
        feed(controller, seed, true);
        assertThat(controller.limit()).isEqualTo(max);
    }
}
