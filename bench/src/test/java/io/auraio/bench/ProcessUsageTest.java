package io.auraio.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProcessUsageTest {
    @Test
    void whatThisProcessUsedGrows() throws IOException {
        ProcessUsage before = ProcessUsage.now();
        ProcessUsage after = ProcessUsage.now();
        while (after.userNanos() + after.systemNanos() == before.userNanos() + before.systemNanos()) {
            after = ProcessUsage.now(); // reading it is work
        }
        ProcessUsage used = after.since(before);
        assertThat(used.userNanos() + used.systemNanos()).isPositive();
        assertThat(used.minorFaults()).isNotNegative();
        assertThat(used.majorFaults()).isNotNegative();
        assertThat(used.contextSwitches()).isNotNegative();
        assertThat(after.contextSwitches()).isPositive();
    }

    @Test
    void theDifferenceIsFieldByField() {
        ProcessUsage used = new ProcessUsage(50, 60, 7, 8, 9).since(new ProcessUsage(20, 10, 10, 1, 4));
        assertThat(used).isEqualTo(new ProcessUsage(30, 50, 0, 7, 5));
    }
}
