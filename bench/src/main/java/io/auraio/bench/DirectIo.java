package io.auraio.bench;

/** Whether a job goes past the page cache (O_DIRECT). */
enum DirectIo {
    /** Through the page cache. */
    OFF,
    /** Past it, or not at all: the user said {@code --direct=1}. */
    REQUIRED,
    /** Past it where the file system can; otherwise through it, and bffio says so. */
    PREFERRED
}
