package io.auraio.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a job does and in which order: fio's {@code rw}. */
enum IoPattern {
    READ(true, false, false),
    WRITE(false, true, false),
    RANDREAD(true, false, true),
    RANDWRITE(false, true, true),
    /** Both directions, each in the order of the file. */
    RW(true, true, false),
    RANDRW(true, true, true);

    private final boolean reads;
    private final boolean writes;
    private final boolean random;

    IoPattern(boolean reads, boolean writes, boolean random) {
        this.reads = reads;
        this.writes = writes;
        this.random = random;
    }

    static IoPattern parse(String option, String text) throws Refusal {
        String name = text.strip();
        for (IoPattern pattern : values()) {
            if (pattern.fioName().equals(name)) {
                return pattern;
            }
        }
        if (name.equals("readwrite")) {
            return RW;
        }
        String known = Arrays.stream(values()).map(IoPattern::fioName).collect(Collectors.joining(", "));
        throw Refusal.usage(option + "=" + text + ": unknown; use one of " + known);
    }

    boolean reads() {
        return reads;
    }

    boolean writes() {
        return writes;
    }

    boolean random() {
        return random;
    }

    String fioName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
