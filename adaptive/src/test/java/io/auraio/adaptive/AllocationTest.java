package io.auraio.adaptive;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;

/** What the driver calls for each completion and each tick leaves no garbage. */
class AllocationTest {

    private static final int CALLS = 20_000;

    /** Less than a byte a call: the JVM itself allocates now and then, when it loads or compiles something. */
    private static final long NOTHING = CALLS - 1;

    @Test
    void recordingALatencyAllocatesNothing() throws ReflectiveOperationException {
        LatencyHistogram histogram = new LatencyHistogram();
        assertThat(allocatedBy(() -> {
                    for (int i = 0; i < CALLS; i++) {
                        histogram.record(i * 100L);
                    }
                }))
                .isLessThanOrEqualTo(NOTHING);
    }

    @Test
    void samplesAndTicksThatChangeNothingAllocateNothing() throws ReflectiveOperationException {
        for (Controller controller : new Controller[] {
            new KneeController(ControllerOptions.forQueueDepth(1)),
            new AimdController(ControllerOptions.forQueueDepth(1)),
            new FixedController(ControllerOptions.forQueueDepth(1))
        }) {
            SteadyDevice device = new SteadyDevice(controller, 32);
            // Until the limit, which can only be one, is held.
            device.run(1000);
            assertThat(allocatedBy(() -> device.run(CALLS))).as("%s", controller).isLessThanOrEqualTo(NOTHING);
        }
    }

    @Test
    void aBatchTunerThatHoldsAllocatesNothing() throws ReflectiveOperationException {
        BatchTuner tuner = new BatchTuner();
        assertThat(allocatedBy(() -> {
                    for (int i = 0; i < CALLS; i++) {
                        tuner.tick(i * SteadyDevice.TICK, 1000, 100, false, i & 255);
                    }
                }))
                .isLessThanOrEqualTo(NOTHING);
    }

    @Test
    void aWaitTunerAllocatesNothing() throws ReflectiveOperationException {
        WaitTuner tuner = new WaitTuner();
        assertThat(allocatedBy(() -> {
                    for (int i = 0; i < CALLS; i++) {
                        tuner.waited(i & 1023, (i & 7) != 0);
                    }
                }))
                .isLessThanOrEqualTo(NOTHING);
    }

    /** By reflection, since this module does not read the management modules. */
    private static long allocatedBy(Runnable work) throws ReflectiveOperationException {
        Object threads = Class.forName("java.lang.management.ManagementFactory")
                .getMethod("getThreadMXBean")
                .invoke(null);
        Method allocated = Class.forName("com.sun.management.ThreadMXBean").getMethod("getCurrentThreadAllocatedBytes");
        work.run();
        long before = (long) allocated.invoke(threads);
        work.run();
        return (long) allocated.invoke(threads) - before;
    }
}
