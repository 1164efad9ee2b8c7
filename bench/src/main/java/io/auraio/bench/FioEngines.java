package io.auraio.bench;

import java.util.Set;

/** fio's I/O engines that read and write files, for which AuraIO's stands in; the others do something else, which bffio does not. */
final class FioEngines {
    private static final Set<String> OF_FILES = Set.of(
            "sync", "psync", "vsync", "pvsync", "pvsync2", "libaio", "posixaio", "io_uring", "mmap", "splice", "auraio");

    private FioEngines() {}

    static void check(OptionValue name) throws Refusal {
        if (!OF_FILES.contains(name.text())) {
            throw Refusal.usage(name.origin() + "ioengine=" + name.text() + ": not one that reads and writes files, or unknown; bffio's engine stands in for "
                    + String.join(", ", OF_FILES.stream().sorted().toList()));
        }
    }
}
