package io.auraio.bench.compare;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What both tools did with one workload, round by round.
 *
 * @param workload what they did
 * @param fio fio's runs
 * @param bffio bffio's runs, each right after fio's of the same index
 * @param longerFio fio's longer runs; empty where starting is not to be told apart
 * @param longerBffio bffio's longer runs
 */
record Comparison(Workload workload, List<Sample> fio, List<Sample> bffio, List<Sample> longerFio, List<Sample> longerBffio) {
    /** A figure of both tools, and how bffio's is to fio's. */
    record Figure(double fio, double bffio, double ratio, double leastRatio, double greatestRatio) {}

    Comparison {
        fio = List.copyOf(fio);
        bffio = List.copyOf(bffio);
        longerFio = List.copyOf(longerFio);
        longerBffio = List.copyOf(longerBffio);
    }

    Figure operationsPerSecond() {
        return figure(Sample::operationsPerSecond);
    }

    Figure p99Nanos() {
        return figure(Sample::p99Nanos);
    }

    /** CPU time of the job's own threads, nanoseconds for an operation. */
    Figure jobCpu() {
        return figure(Sample::jobCpuNanosPerOperation);
    }

    /** CPU time of the whole process, nanoseconds for an operation. */
    Figure processCpu() {
        return figure(Sample::processCpuNanosPerOperation);
    }

    /** CPU time of the whole process without starting, nanoseconds for an operation; all zero where there are no longer runs. */
    Figure furtherCpu() {
        if (longerFio.isEmpty()) {
            return new Figure(0, 0, 0, 0, 0);
        }
        return figure(further(fio, longerFio), further(bffio, longerBffio));
    }

    /** The middle of some values; of an even number the mean of the two middle ones. */
    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static double[] further(List<Sample> shorter, List<Sample> longer) {
        return IntStream.range(0, shorter.size()).mapToDouble(i -> shorter.get(i).processCpuNanosPerFurtherOperation(longer.get(i))).toArray();
    }

    private Figure figure(ToDoubleFunction<Sample> value) {
        return figure(fio.stream().mapToDouble(value).toArray(), bffio.stream().mapToDouble(value).toArray());
    }

    /** The ratio is the median of the pairs' ratios, not that of the medians: what was slow for a while was slow for both of a pair. */
    private static Figure figure(double[] ofFio, double[] ofBffio) {
        double[] ratios = IntStream.range(0, ofFio.length).mapToDouble(i -> ofFio[i] == 0 ? 1 : ofBffio[i] / ofFio[i]).sorted().toArray();
        return new Figure(median(ofFio), median(ofBffio), median(ratios), ratios[0], ratios[ratios.length - 1]);
    }
}
