package io.auraio.bench;

import java.nio.file.Path;

/**
 * A file or block device that a job works on, found or made, and known to be large enough.
 *
 * @param path where it is
 * @param offset where in it the job begins
 * @param sizeBytes how much of it the job works on, from {@code offset}: at least one block
 * @param direct whether to open it with O_DIRECT
 * @param fileSystem the type of the file system that holds it, such as {@code ext4}
 */
record JobFile(Path path, long offset, long sizeBytes, boolean direct, String fileSystem) {}
