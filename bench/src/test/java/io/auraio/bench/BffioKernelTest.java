package io.auraio.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole tool on a real ring and real files. */
@Timeout(120)
class BffioKernelTest {
    private static final Path TMPFS = Path.of("/dev/shm");

    /** On the disk that the build is on. */
    @TempDir(factory = InTarget.class)
    private Path folder;

    private static String[] options(String... options) {
        return options;
    }

    private static String[] with(String[] options, String... more) {
        return Stream.concat(Arrays.stream(options), Arrays.stream(more)).toArray(String[]::new);
    }

    private List<Path> filesInFolder() throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            return found.toList();
        }
    }

    private void assertEveryBlockIsReadOnceAndRight(Path directory, int blockBytes, String... more) throws IOException {
        List<Long> offsets = new ArrayList<>();
        List<Long> wrong = new ArrayList<>();
        BlockCheck check = (block, offset) -> {
            offsets.add(offset);
            if (BlockContent.firstWrongOffset(block, offset) != -1) {
                wrong.add(offset);
            }
        };
        int blocks = (4 << 20) / blockBytes;
        Run run = Run.checking(check, new StopSignal(),
                with(options("--name=job", "--size=4m", "--bs=" + blockBytes, "--directory=" + directory, "--unlink=1"), more));
        assertThat(run.status()).as("%s", run).isZero();
        assertThat(wrong).isEmpty();
        assertThat(offsets).containsExactlyInAnyOrderElementsOf(LongStream.range(0, blocks).map(i -> i * blockBytes).boxed().toList());
        assertThat(run.line("issued rwts:")).isEqualTo("issued rwts: total=" + blocks + ",0,0,0 short=0,0,0,0 dropped=0,0,0,0");
    }

    @ParameterizedTest
    @CsvSource({
        "randread, 4096, 0, 256", "randread, 4096, 1, 256", "read, 4096, 1, 256", "read, 4096, 0, 256",
        "randread, 65536, 1, 8", "randread, 1048576, 1, 32", "randread, 5000, 0, 16", "randread, 4096, 1, 1", "randread, 512, 0, 4096",
    })
    void everyBlockOfTheDiskIsReadOnceAndIsTheOneAskedFor(String pattern, int blockBytes, int direct, int depth) throws IOException {
        assertEveryBlockIsReadOnceAndRight(folder, blockBytes, "--rw=" + pattern, "--direct=" + direct, "--iodepth=" + depth);
        assertThat(filesInFolder()).isEmpty();
    }

    @Test
    void everyBlockIsReadOnceWhereTheKernelsThreadSubmits() throws IOException {
        assertEveryBlockIsReadOnceAndRight(folder, 4096, "--rw=randread", "--direct=1", "--iodepth=64", "--sqthread_poll=1");
    }

    @ParameterizedTest
    @CsvSource({"randread, 4096", "read, 65536"})
    void everyBlockOfTmpfsIsReadOnceAndIsTheOneAskedFor(String pattern, int blockBytes) throws IOException {
        assumeTrue(Files.isWritable(TMPFS), "no writable /dev/shm here");
        assertEveryBlockIsReadOnceAndRight(TMPFS, blockBytes, "--rw=" + pattern);
    }

    @ParameterizedTest
    @CsvSource({"randwrite, 4096, 1", "write, 65536, 1", "randwrite, 4096, 0"})
    void everyBlockWrittenIsWhereItBelongsAndTheFileStays(String pattern, int blockBytes, int direct) throws IOException {
        Path path = Files.write(folder.resolve("mine"), new byte[4 << 20]);
        Run run = Run.of("--name=job", "--rw=" + pattern, "--bs=" + blockBytes, "--direct=" + direct, "--eta=never", "--filename=" + path);
        assertThat(run.status()).as("%s", run).isZero();
        assertThat(run.err()).startsWith("job: writing to " + path + ", which was there before: its first 4096KiB are overwritten");
        assertThat(run.line("write: IOPS=")).contains("(4096KiB/");
        byte[] content = Files.readAllBytes(path);
        assertThat(content).hasSize(4 << 20);
        assertThat(BlockContent.firstWrongOffset(MemorySegment.ofArray(content), 0)).isEqualTo(-1);
    }

    @Test
    void aSizeThatIsNoMultipleOfTheBlockLeavesTheRestAlone() throws IOException {
        byte[] before = new byte[10_000];
        Path path = Files.write(folder.resolve("mine"), before);
        assertThat(Run.of("--name=job", "--rw=randwrite", "--bs=4096", "--filename=" + path).status()).isZero();
        assertThat(Arrays.copyOfRange(Files.readAllBytes(path), 8192, 10_000)).isEqualTo(new byte[1808]);
    }

    @Test
    void aTimeBasedJobGoesOverTheFileAgain() throws IOException {
        Run run = Run.of("--size=64k", "--runtime=300ms", "--directory=" + folder);
        assertThat(run.status()).isZero();
        String issued = run.line("issued rwts: total=");
        assertThat(Long.parseLong(issued.substring("issued rwts: total=".length(), issued.indexOf(',')))).isGreaterThan(16);
        assertThat(filesInFolder()).isEmpty();
    }

    @Test
    void theReportNamesThePhasesAndTheFinalDepth() throws IOException {
        Run run = Run.of("--size=16m", "--runtime=500ms", "--iodepth=64", "--target-p99=1s", "--directory=" + folder);
        assertThat(run.out().getFirst())
                .isEqualTo("bffio: (g=0): rw=randread, bs=(R) 4096B-4096B, (W) 4096B-4096B, (T) 4096B-4096B, ioengine=auraio, iodepth=64");
        assertThat(run.line("depth        : final=")).matches("depth        : final=\\d+, phase=[A-Z]+, enters=\\d+ \\(\\d+\\.\\d I/Os each\\)");
        assertThat(run.line("0.000s BASELINE")).isEqualTo("0.000s BASELINE  limit=4     start");
        assertThat(run.line("target-p99   : ")).endsWith("target 1000.000 ms met");
    }

    @Test
    void aStopEndsTheJobWithAReportAndNothingLeft() throws IOException {
        StopSignal stop = new StopSignal();
        AtomicInteger reads = new AtomicInteger();
        Run run = Run.checking((_, _) -> {
            if (reads.incrementAndGet() == 10) {
                stop.raise();
            }
        }, stop, "--size=1m", "--runtime=1h", "--directory=" + folder);
        assertThat(run.status()).isZero();
        assertThat(run.err()).contains("bffio: stopped; this is what was done until then");
        assertThat(run.line("read: IOPS=")).isNotNull();
        assertThat(filesInFolder()).isEmpty();
    }

    @Test
    void aFileThatShrinksUnderTheJobEndsItWithOneLine() throws IOException {
        Path path = folder.resolve("mine");
        byte[] content = new byte[64 << 10];
        Files.write(path, content);
        Run run = Run.checking((_, _) -> {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                channel.truncate(0);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }, new StopSignal(), "--name=job", "--rw=read", "--iodepth=1", "--filename=" + path);
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).containsExactly(
                "bffio: job: read of 4096 bytes at offset 4096 of " + path + ": nothing came; the file is shorter than it was");
        assertThat(run.line("issued rwts: total=1,0,0,0")).isNotNull();
    }

    @Test
    void whatFailsInACallbackEndsTheJobAndIsNamed() throws IOException {
        Run run = Run.checking((_, _) -> {
            throw new IllegalStateException("wrong block");
        }, new StopSignal(), "--size=1m", "--runtime=1h", "--directory=" + folder);
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err().getLast()).contains("wrong block");
        assertThat(filesInFolder()).isEmpty();
    }

    @Test
    void aBlockThatODirectCannotTakeIsRefused() throws IOException {
        Run.of("--bs=1000", "--direct=1", "--directory=" + folder).assertRefused(2,
                "bs=1000: O_DIRECT takes multiples of 512 only; use one, or --direct=0");
        assertThat(filesInFolder()).isEmpty();
    }

    @Test
    void whatIsRefusedIsOneLineAndLeavesNothingBehind() throws IOException {
        Path missing = folder.resolve("missing");
        Run.of("--xyzzy").assertRefused(2, "--xyzzy: unknown option; bffio --help lists the options");
        Run.of("--filename=" + missing).assertRefused(1,
                "filename=" + missing + ": no such file; name one that is there, or add --size and bffio makes it");
        Run.of("--directory=" + missing).assertRefused(1,
                "directory=" + missing + ": no such folder: " + missing + "; name a folder that is there");
        Run.of("--directory=/sys").assertRefused(1,
                "directory=/sys: cannot make a file in /sys (Permission denied); name a folder that you may write to");
        Run full = Run.of("--size=1000t", "--directory=" + folder);
        assertThat(full.status()).isEqualTo(1);
        assertThat(full.err()).singleElement().asString().startsWith("bffio: size=1099511627776000: " + folder + " has only ");
        assertThat(filesInFolder()).isEmpty();
    }

    @Test
    void helpIsNoError() {
        Run run = Run.of("--help");
        assertThat(run.status()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).anyMatch(line -> line.contains("--target-p99=<time>"));
    }
}
