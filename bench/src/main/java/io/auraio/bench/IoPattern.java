package io.auraio.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a job does and in which order: fio's {@code rw}. */
enum IoPattern {
    READ(Direction.READ, false),
    WRITE(Direction.WRITE, false),
    RANDREAD(Direction.READ, true),
    RANDWRITE(Direction.WRITE, true);

    private final Direction direction;
    private final boolean random;

    IoPattern(Direction direction, boolean random) {
        this.direction = direction;
        this.random = random;
    }

    static IoPattern parse(String option, String text) throws Refusal {
        for (IoPattern pattern : values()) {
            if (pattern.fioName().equals(text.strip())) {
                return pattern;
            }
        }
        String known = Arrays.stream(values()).map(IoPattern::fioName).collect(Collectors.joining(", "));
        throw Refusal.usage(option + "=" + text + ": unknown; use one of " + known);
    }

    Direction direction() {
        return direction;
    }

    boolean random() {
        return random;
    }

    String fioName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
