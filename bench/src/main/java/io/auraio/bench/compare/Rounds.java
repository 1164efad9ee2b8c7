package io.auraio.bench.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** Runs both tools on a workload in turn, fio first: A B A B, so that a machine that changes changes for both. */
final class Rounds {
    private final Tool fio;
    private final Tool bffio;
    private final int count;
    private final IntFunction<List<String>> length;
    private final boolean startApart;
    private final Consumer<String> progress;

    /**
     * @param length the options that make a run once, or twice, as long
     * @param startApart whether to add a run of twice the length to each
     */
    Rounds(Tool fio, Tool bffio, int count, IntFunction<List<String>> length, boolean startApart, Consumer<String> progress) {
        this.fio = fio;
        this.bffio = bffio;
        this.count = count;
        this.length = length;
        this.startApart = startApart;
        this.progress = progress;
    }

    Comparison compare(Workload workload) throws IOException, InterruptedException {
        List<Sample> ofFio = new ArrayList<>();
        List<Sample> ofBffio = new ArrayList<>();
        List<Sample> longerFio = new ArrayList<>();
        List<Sample> longerBffio = new ArrayList<>();
        for (int round = 1; round <= count; round++) {
            progress.accept(workload.name() + ": round " + round + " of " + count);
            ofFio.add(fio.run(arguments(workload, 1)));
            ofBffio.add(bffio.run(arguments(workload, 1)));
            if (startApart) {
                longerFio.add(fio.run(arguments(workload, 2)));
                longerBffio.add(bffio.run(arguments(workload, 2)));
            }
        }
        return new Comparison(workload, ofFio, ofBffio, longerFio, longerBffio);
    }

    private List<String> arguments(Workload workload, int times) {
        List<String> arguments = new ArrayList<>(workload.arguments());
        arguments.addAll(length.apply(times));
        return arguments;
    }
}
