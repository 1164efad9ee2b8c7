package io.auraio.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static Sample sample(long operations, double iops, double cpuNanos) {
        return new Sample(operations, iops, 1000, cpuNanos / 2, cpuNanos);
    }

    @Test
    void theRatioIsTheMedianOfThePairs() {
        // The machine was slow in the second round, for both.
        Comparison comparison = new Comparison(new Workload("w", List.of()), List.of(sample(1, 100, 0), sample(1, 50, 0), sample(1, 120, 0)),
                List.of(sample(1, 90, 0), sample(1, 50, 0), sample(1, 132, 0)), List.of(), List.of());
        assertThat(comparison.operationsPerSecond()).isEqualTo(new Comparison.Figure(100, 90, 1.0, 0.9, 1.1));
    }

    @Test
    void theMedianOfAnEvenNumberIsBetweenTheMiddleTwo() {
        assertThat(Comparison.median(4, 1, 3, 2)).isEqualTo(2.5);
        assertThat(Comparison.median(3, 1, 2)).isEqualTo(2);
    }

    @Test
    void whatStartingCostsIsToldApartByTheLongerRun() {
        // 1 s to start, then 1 us for each operation; fio 2 us and nothing to start.
        Comparison comparison = new Comparison(new Workload("w", List.of()), List.of(sample(1_000_000, 1, 2e9)), List.of(sample(1_000_000, 1, 2e9)),
                List.of(sample(2_000_000, 1, 4e9)), List.of(sample(2_000_000, 1, 3e9)));
        assertThat(comparison.processCpu().ratio()).isEqualTo(1);
        assertThat(comparison.furtherCpu().fio()).isCloseTo(2000, within(1e-6));
        assertThat(comparison.furtherCpu().bffio()).isCloseTo(1000, within(1e-6));
        assertThat(comparison.furtherCpu().ratio()).isCloseTo(0.5, within(1e-6));
    }

    @Test
    void theShellsTimesAreUserAndSystem() {
        assertThat(Tool.cpuNanos("1m1.250s 0m0.500s")).isCloseTo(61.75e9, within(1.0));
    }
}
