package io.auraio.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class VerifyKernelTest {
    @TempDir(factory = InTarget.class)
    private Path folder;

    private static void overwrite(Path path, long offset, int... bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes.length);
        for (int value : bytes) {
            buffer.put((byte) value);
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.write(buffer.flip(), offset);
        }
    }

    private Run run(String... more) {
        String[] options = new String[more.length + 3];
        options[0] = "--name=a";
        options[1] = "--size=256k";
        options[2] = "--directory=" + folder;
        System.arraycopy(more, 0, options, 3, more.length);
        return Run.of(options);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "--rw=randwrite --verify=crc32c", "--rw=write --verify=crc32c --direct=1", "--rw=randrw --verify=crc32c", "--rw=randwrite --verify=crc32c --loops=3",
        "--rw=randwrite --verify=crc32c --norandommap --io_size=1m", "--rw=write --verify=crc32c --nrfiles=3", "--rw=rw --verify=crc32c --iodepth=1",
        "--rw=randwrite --verify=pattern --verify_pattern=0xdeadbe", "--rw=write --verify=pattern --verify_pattern=%o", "--rw=write --verify=crc32c --bs=1000",
    })
    void whatWasWrittenIsReadBackAndRight(String options) {
        Run run = run(options.split(" "));
        assertThat(run.status()).as("%s", run).isZero();
        assertThat(run.line("read: IOPS=")).isNotNull();
    }

    @Test
    void aBlockThatWasCorruptedIsNamedWithWhatItShouldHold() throws IOException {
        assertThat(run("--rw=write", "--verify=crc32c", "--do_verify=0").status()).isZero();
        Path path = folder.resolve("a.0.0");
        overwrite(path, 40960 + 2000, 1, 2, 3);
        Run run = run("--rw=read", "--verify=crc32c");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err().getLast()).matches("bffio: a: verify: \\Q" + path
                + "\\E at offset 40960: expected crc32c 0x[0-9a-f]+, found 0x[0-9a-f]+ \\(block of 4096 bytes at offset 40960\\)");
        assertThat(run.out()).anyMatch(line -> line.contains("err=84"));
    }

    @Test
    void aBlockThatBelongsElsewhereIsNamed() throws IOException {
        assertThat(run("--rw=write", "--verify=crc32c", "--do_verify=0").status()).isZero();
        Path path = folder.resolve("a.0.0");
        byte[] content = Files.readAllBytes(path);
        System.arraycopy(content, 4096, content, 8192, 4096);
        Files.write(path, content);
        assertThat(run("--rw=read", "--verify=crc32c").err().getLast())
                .isEqualTo("bffio: a: verify: " + path + " at offset 8192: expected offset 0x2000, found 0x1000 (block of 4096 bytes at offset 8192)");
    }

    @Test
    void theFirstByteThatIsNotThePatternsIsNamed() throws IOException {
        assertThat(run("--rw=write", "--verify=pattern", "--verify_pattern=0x1122", "--do_verify=0").status()).isZero();
        Path path = folder.resolve("a.0.0");
        overwrite(path, 8192 + 7, 0xff);
        assertThat(run("--rw=randread", "--verify=pattern", "--verify_pattern=0x1122").err().getLast()).isEqualTo("bffio: a: verify: " + path
                + " at offset 8199: expected 0x2211221122112211, found 0xff11221122112211 (block of 4096 bytes at offset 8192)");
    }

    @Test
    void aBlockOfAnEarlierRunIsNotTakenForOnesOwn() throws IOException {
        assertThat(run("--rw=write", "--verify=crc32c").status()).isZero();
        Path path = folder.resolve("a.0.0");
        byte[] before = Files.readAllBytes(path);
        AtomicInteger reads = new AtomicInteger();
        // As soon as the first block is read back, the last ones are put back to what they were: whole, but old.
        Run run = Run.checking((_, _) -> {
            if (reads.getAndIncrement() == 0) {
                try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                    channel.write(ByteBuffer.wrap(before, 131072, 131072), 131072);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }
        }, new StopSignal(), "--name=a", "--size=256k", "--directory=" + folder, "--rw=write", "--verify=crc32c", "--iodepth=1");
        assertThat(run.err().getLast()).contains("at offset 131072: expected seed of this run 0x");
    }
}
