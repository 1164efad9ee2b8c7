package io.auraio.bench;

import java.nio.file.Path;

/**
 * The file or block device that a job works on, found or made, and known to be large enough.
 *
 * @param path where it is
 * @param sizeBytes how much of it the job works on, from its beginning: at least one block, at most all of it
 * @param direct whether to open it with O_DIRECT
 * @param fileSystem the type of the file system that holds it, such as {@code ext4}
 */
record JobFile(Path path, long sizeBytes, boolean direct, String fileSystem) {}
