package io.auraio.bench;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The options of one job, or of all that follow, as they were given. A job's begin as a copy of the global ones.
 *
 * <p>Each accessor reads one option as one kind of value, and refuses it by name, value and place where it is none.
 */
final class JobValues {
    private final Map<JobOption, OptionValue> values;

    /** What was not there when this was copied. */
    private final Set<JobOption> own = EnumSet.noneOf(JobOption.class);

    JobValues() {
        values = new EnumMap<>(JobOption.class);
    }

    private JobValues(JobValues other) {
        values = new EnumMap<>(other.values);
    }

    JobValues copy() {
        return new JobValues(this);
    }

    void put(JobOption option, OptionValue value) {
        values.put(option, value);
        own.add(option);
        // Of two names for one thing the later one counts.
        switch (option) {
            case DIRECT -> values.remove(JobOption.BUFFERED);
            case BUFFERED -> values.remove(JobOption.DIRECT);
            case RWMIXREAD -> values.remove(JobOption.RWMIXWRITE);
            case RWMIXWRITE -> values.remove(JobOption.RWMIXREAD);
            default -> { }
        }
    }

    boolean has(JobOption option) {
        return values.containsKey(option);
    }

    /** What was given for an option, or nothing. */
    Optional<String> text(JobOption option) {
        return Optional.ofNullable(values.get(option)).map(OptionValue::text);
    }

    /** A 0 or a 1; {@code fallback} where nothing was given. */
    boolean flag(JobOption option, boolean fallback) throws Refusal {
        return has(option) ? Units.flag(label(option), get(option)) : fallback;
    }

    int count(JobOption option, int min, int max, int fallback) throws Refusal {
        return has(option) ? Units.count(label(option), get(option), min, max) : fallback;
    }

    OptionalLong bytes(JobOption option) throws Refusal {
        return has(option) ? OptionalLong.of(Units.sizeBytes(label(option), get(option))) : OptionalLong.empty();
    }

    /** Bytes or a percentage. */
    Optional<Amount> amount(JobOption option) throws Refusal {
        return has(option) ? Optional.of(Amount.parse(label(option), get(option))) : Optional.empty();
    }

    /** A time in nanoseconds, from {@code minNanos} to {@code maxNanos}; {@code range} says in words what is right. */
    OptionalLong time(JobOption option, long bareUnitNanos, long minNanos, long maxNanos, String range) throws Refusal {
        if (!has(option)) {
            return OptionalLong.empty();
        }
        long nanos = Units.timeNanos(label(option), get(option), bareUnitNanos);
        if (nanos < minNanos || nanos > maxNanos) {
            throw refusal(option, "out of range; use " + range);
        }
        return OptionalLong.of(nanos);
    }

    /** That what was given for {@code option} is wrong: {@code what} says why and what would be right. */
    Refusal refusal(JobOption option, String what) {
        return Refusal.usage(label(option) + "=" + get(option) + ": " + what);
    }

    /** The option's name, after the place where it was given. */
    String label(JobOption option) {
        return values.get(option).origin() + option.fioName();
    }

    /** Name and text of what was given here and not inherited, in the order of the table. */
    Map<String, String> given() {
        Map<String, String> given = new LinkedHashMap<>();
        own.stream().filter(values::containsKey).forEach(option -> given.put(option.fioName(), values.get(option).text()));
        return given;
    }

    private String get(JobOption option) {
        return values.get(option).text();
    }
}
