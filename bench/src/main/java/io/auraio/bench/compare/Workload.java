package io.auraio.bench.compare;

import java.util.List;

/**
 * What both tools are to do.
 *
 * @param name for the tables
 * @param arguments options and job files that fio and bffio both take
 */
record Workload(String name, List<String> arguments) {
    Workload {
        arguments = List.copyOf(arguments);
    }
}
