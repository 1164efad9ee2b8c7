package io.auraio.metrics;

import io.auraio.EngineStats;
import java.util.List;
import java.util.function.Function;

/**
 * Metrics of one kind of member of an engine, such as its rings.
 *
 * @param members the members in an engine's statistics
 */
record Group<T>(Function<EngineStats, List<Member<T>>> members, List<Metric<T>> metrics) {

    /**
     * One member.
     *
     * @param labels what tells it from the others: names and values in turn; none for the engine itself
     */
    record Member<T>(T stats, List<String> labels) {

        static <T> Member<T> of(T stats, String... labels) {
            return new Member<>(stats, List.of(labels));
        }
    }
}
