package io.auraio.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class MomentsProperties {
    @Property(tries = 300)
    void theyAreThoseOfTheValues(@ForAll @Size(min = 2, max = 50) List<@LongRange(max = 3_600_000_000_000L) Long> values) {
        Moments moments = Reports.moments(values.stream().mapToLong(Long::longValue).toArray());
        double mean = values.stream().mapToLong(Long::longValue).average().getAsDouble();
        double variance = values.stream().mapToDouble(value -> (value - mean) * (value - mean)).sum() / (values.size() - 1);
        assertThat(moments.count()).isEqualTo(values.size());
        assertThat(moments.min()).isEqualTo(LongStream.of(values.stream().mapToLong(Long::longValue).toArray()).min().getAsLong());
        assertThat(moments.max()).isEqualTo(LongStream.of(values.stream().mapToLong(Long::longValue).toArray()).max().getAsLong());
        assertThat(moments.mean()).isCloseTo(mean, within(1e-6 * (1 + mean)));
        assertThat(moments.deviation()).isCloseTo(Math.sqrt(variance), within(1e-5 * (1 + Math.sqrt(variance) + mean)));
    }

    @Property(tries = 300)
    void mergedTheyAreThoseOfAll(@ForAll @Size(max = 20) List<@LongRange(max = 1_000_000_000) Long> some,
            @ForAll @Size(max = 20) List<@LongRange(max = 1_000_000_000) Long> others) {
        long[] all = Stream.concat(some.stream(), others.stream()).mapToLong(Long::longValue).toArray();
        Moments merged = Reports.moments(some.stream().mapToLong(Long::longValue).toArray())
                .merge(Reports.moments(others.stream().mapToLong(Long::longValue).toArray()));
        Moments expected = Reports.moments(all);
        assertThat(merged.count()).isEqualTo(expected.count());
        assertThat(merged.min()).isEqualTo(expected.min());
        assertThat(merged.max()).isEqualTo(expected.max());
        assertThat(merged.mean()).isCloseTo(expected.mean(), within(1e-6 * (1 + expected.mean())));
        assertThat(merged.deviation()).isCloseTo(expected.deviation(), within(1e-5 * (1 + expected.deviation())));
    }
}
