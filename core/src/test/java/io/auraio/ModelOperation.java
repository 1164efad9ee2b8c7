package io.auraio;

/** What a {@link ModelRequest} asks for. */
enum ModelOperation {
    READ,
    WRITE,
    PIPE_READ,
    FSYNC,
    FDATASYNC,
    STAT,
    OPEN,
    CLOSE;

    boolean isTransfer() {
        return this == READ || this == WRITE;
    }

    boolean isWrite() {
        return this == WRITE;
    }

    /** Whether it counts apart from what the limit is for. */
    boolean isOfPaths() {
        return this == OPEN || this == CLOSE;
    }
}
