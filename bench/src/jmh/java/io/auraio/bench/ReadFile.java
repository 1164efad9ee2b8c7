package io.auraio.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The file that benchmarks read: system property {@code auraio.bench.file}, or a file of 256 MiB under bench/target, made once. */
final class ReadFile {
    private static final int BYTES = 256 << 20;

    private ReadFile() {
    }

    static Path path() throws IOException {
        String given = System.getProperty("auraio.bench.file");
        if (given != null) {
            return Path.of(given);
        }
        Path path = Path.of("bench/target/read.data");
        if (!Files.exists(path) || Files.size(path) != BYTES) {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                ByteBuffer chunk = ByteBuffer.allocateDirect(1 << 20);
                for (long at = 0; at < BYTES; at += chunk.capacity()) {
                    channel.write(chunk.clear(), at);
                }
                channel.force(true);
            }
        }
        return path;
    }
}
