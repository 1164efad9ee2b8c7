package io.auraio.bench;

import java.util.Locale;

/** Which way the bytes of an operation go; reports count each direction apart. */
enum Direction {
    READ,
    WRITE;

    String fioName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
