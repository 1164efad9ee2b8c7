package io.auraio.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.auraio.bench.report.CpuUse;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ThreadUsageTest {
    @Test
    void whatThisThreadUsedGrows() throws IOException {
        CpuUse before = ThreadUsage.now();
        CpuUse after = ThreadUsage.now();
        while (after.userNanos() + after.systemNanos() == before.userNanos() + before.systemNanos()) {
            after = ThreadUsage.now(); // reading it is work
        }
        CpuUse used = ThreadUsage.between(before, after);
        assertThat(used.userNanos() + used.systemNanos()).isPositive();
        assertThat(used.minorFaults()).isNotNegative();
        assertThat(used.majorFaults()).isNotNegative();
        assertThat(used.contextSwitches()).isNotNegative();
        assertThat(after.contextSwitches()).isPositive();
    }

    @Test
    void theDifferenceIsFieldByField() {
        assertThat(ThreadUsage.between(new CpuUse(20, 70, 3, 1, 4), new CpuUse(50, 60, 7, 8, 9))).isEqualTo(new CpuUse(30, 0, 4, 7, 5));
    }
}
