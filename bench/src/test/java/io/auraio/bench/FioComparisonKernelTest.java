package io.auraio.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same bounded job through fio and bffio: as many bytes and operations, files of the same names and sizes, and reports of the same shape. */
@Timeout(120)
class FioComparisonKernelTest {
    @TempDir(factory = InTarget.class)
    private Path folder;

    private Path fioFolder;
    private Path ourFolder;

    @BeforeEach
    void makeFolders() throws Exception {
        fioFolder = Files.createDirectory(folder.resolve("fio"));
        ourFolder = Files.createDirectory(folder.resolve("bffio"));
    }

    /** The same arguments for both, each in a folder of its own. */
    private List<IoCounts> sameOfBoth(List<String> arguments) throws Exception {
        String fioReport = Fio.run(fioFolder, with(fioFolder, arguments), Map.of());
        List<IoCounts> fio = IoCounts.of(fioReport);
        Run run = Run.of(with(ourFolder, arguments, "--output-format=json+").toArray(String[]::new));
        assertThat(run.status()).as("%s", run).isZero();
        String ourReport = String.join("\n", run.out());
        List<IoCounts> ours = IoCounts.of(ourReport);
        assertThat(Fio.files(ourFolder)).isEqualTo(Fio.files(fioFolder));
        boolean mixed = arguments.stream().anyMatch(argument -> argument.matches("--rw=(rand)?rw"));
        if (!mixed) {
            assertThat(ours).isEqualTo(fio);
        }
        FioShape.assertSame(fioReport, ourReport, mixed);
        if (arguments.stream().anyMatch(argument -> argument.matches("--(zero_buffers|buffer_pattern|verify_pattern).*"))) {
            assertThat(ourFolder.resolve("a.0.0")).hasSameBinaryContentAs(fioFolder.resolve("a.0.0"));
        }
        for (int i = 0; i < fio.size(); i++) {
            // Of a mix only the sum is the same: which operation is a read is chance.
            assertThat(ours.get(i).readBytes() + ours.get(i).writtenBytes()).isEqualTo(fio.get(i).readBytes() + fio.get(i).writtenBytes());
            assertThat(ours.get(i).reads() + ours.get(i).writes()).isEqualTo(fio.get(i).reads() + fio.get(i).writes());
        }
        return ours;
    }

    private static List<String> with(Path directory, List<String> arguments, String... more) {
        // Before the first --name: for all jobs.
        List<String> all = new ArrayList<>(List.of("--directory=" + directory));
        all.addAll(List.of(more));
        all.addAll(arguments);
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "--name=a --size=1m --rw=read",
        "--name=a --size=1m --rw=randread --bs=16k",
        "--name=a --size=1m --rw=write",
        "--name=a --size=1m --rw=randwrite --iodepth=4",
        "--name=a --size=1m --rw=rw --rwmixread=70",
        "--name=a --size=1m --rw=randrw --rwmixwrite=20",
        "--name=a --size=10000 --rw=randread",
        "--name=a --size=1m --nrfiles=3 --rw=randread",
        "--name=a --size=1m --nrfiles=3 --rw=write --file_service_type=sequential",
        "--name=a --size=1m --nrfiles=3 --rw=randwrite --file_service_type=random",
        "--name=a --size=1m --nrfiles=4 --rw=read --file_service_type=roundrobin:8",
        "--name=a --size=1m --filesize=100k --nrfiles=3 --rw=read",
        "--name=a --size=100k --filesize=100k --nrfiles=3 --rw=read",
        "--name=a --filesize=64k --nrfiles=2 --rw=write",
        "--name=a --size=1m --io_size=256k --rw=randwrite",
        "--name=a --size=256k --io_size=1m --rw=randread",
        "--name=a --size=1m --io_size=50% --rw=read",
        "--name=a --size=256k --offset=256k --rw=read",
        "--name=a --size=256k --loops=3 --rw=randwrite",
        "--name=a --size=256k --rw=randread --norandommap --randseed=42",
        "--name=a --size=256k --rw=write --end_fsync=1",
        "--name=a --size=256k --rw=randwrite --zero_buffers",
        "--name=a --size=256k --rw=randwrite --buffer_pattern=0xdeadbeef",
        "--name=a --size=256k --rw=randwrite --verify=crc32c",
        "--name=a --size=256k --rw=write --verify=pattern --verify_pattern=0xff%o\"ab\"12",
        "--name=a --size=256k --rw=write --verify=crc32c --do_verify=0",
        "--name=a --size=256k --rw=write --thinktime=1ms --thinktime_blocks=16",
        "--name=a --size=256k --rw=read --rate=8m",
        "--name=a --size=256k --rw=read --rate_iops=1000",
        "--name=a --size=256k --rw=write --numjobs=3",
        "--name=a --size=256k --rw=write --numjobs=3 --group_reporting",
        "--name=a --size=256k --rw=write --name=b --size=64k --rw=read --stonewall --name=c --size=32k",
        "--size=64k --rw=write --name=a --name=b --new_group --name=c --bs=8k",
        "--name=global --size=64k --name=a --rw=write --name=b",
        "--name=a --size=64k --nrfiles=2 --filename_format=$jobname-$jobnum-$filenum.bin --rw=write --numjobs=2",
        "--name=a --size=64k --rw=write --unlink=1",
        "--name=a --size=64k --rw=write --overwrite=1",
        "--name=a --size=4m --ioengine=io_uring --rw=randread --iodepth=8 --direct=1",
        "--name=a --size=2m --ioengine=io_uring --rw=randwrite --iodepth=8 --fsync=32",
        "--name=a --size=2m --ioengine=io_uring --rw=write --bs=16k --iodepth=2 --numjobs=2 --group_reporting",
        "--name=a --size=2m --ioengine=io_uring --rw=randrw --iodepth=4 --numjobs=2 --group_reporting",
        "--name=a --size=4m --ioengine=io_uring --rw=randread --io_size=1m --loops=3",
    })
    void theSameWorkAndTheSameFiles(String arguments) throws Exception {
        sameOfBoth(Arrays.asList(arguments.split(" ")));
    }

    @Test
    void percentagesAreOfTheFileThatIsThere() throws Exception {
        for (Path each : List.of(fioFolder, ourFolder)) {
            Files.write(each.resolve("f"), new byte[1 << 20]);
        }
        List<IoCounts> counts = sameOfBoth(List.of("--filename=f", "--rw=read", "--name=half", "--offset=50%", "--name=quarter", "--offset=50%", "--size=25%",
                "--name=begin", "--size=25%"));
        assertThat(counts).extracting(IoCounts::readBytes).containsExactly(512L << 10, 256L << 10, 256L << 10);
    }

    @Test
    void whatFioWroteWithChecksumsBffioFindsRight() throws Exception {
        Fio.run(fioFolder, with(fioFolder, List.of("--name=a", "--size=256k", "--rw=randwrite", "--verify=crc32c", "--do_verify=0")), Map.of());
        Run run = Run.of("--directory=" + fioFolder, "--name=a", "--size=256k", "--rw=randread", "--verify=crc32c");
        assertThat(run.status()).as("%s", run).isZero();
        assertThat(run.line("issued rwts: total=64,0,0,0")).isNotNull();
    }

    @Test
    void createOnlyMakesTheFilesAndReadsNothing() throws Exception {
        List<String> arguments = List.of("--name=a", "--size=1m", "--nrfiles=2", "--create_only=1", "--rw=read");
        Fio.run(fioFolder, with(fioFolder, arguments), Map.of());
        Run run = Run.of(with(ourFolder, arguments).toArray(String[]::new));
        assertThat(run.status()).isZero();
        assertThat(Fio.files(ourFolder)).isEqualTo(Fio.files(fioFolder)).containsExactly("a.0.0 524288", "a.0.1 524288");
    }

    @Test
    void syncsComeBetweenWritesAsOften() throws Exception {
        List<String> arguments = List.of("--name=a", "--size=1m", "--rw=write", "--fsync=8", "--iodepth=1");
        String fio = Fio.run(fioFolder, with(fioFolder, arguments), Map.of());
        Run run = Run.of(with(ourFolder, arguments).toArray(String[]::new));
        assertThat(fio.replaceAll("\\s", "")).contains("\"sync\":{\"total_ios\":31,");
        assertThat(run.line("issued rwts:")).isEqualTo("issued rwts: total=0,256,0,31 short=0,0,0,0 dropped=0,0,0,0");
    }

    @Test
    void aJobFileMeansTheSameToBoth() throws Exception {
        Path included = Files.writeString(folder.resolve("more.fio"), "bs=8k ; as well\n");
        String text = """
                # a comment
                [global]
                rw=randwrite
                size=256k
                include %s

                [one]
                [two]
                stonewall
                numjobs=2
                bs=16k  # another
                ; and now for those that follow
                [global]
                rw=read
                [three]
                new_group
                size=128k
                """.formatted(included.getFileName());
        Path file = Files.writeString(folder.resolve("jobs.fio"), text);
        List<IoCounts> counts = sameOfBoth(List.of(file.toString()));
        assertThat(counts).extracting(IoCounts::name).containsExactly("one", "two", "two", "three");
        assertThat(counts).extracting(IoCounts::group).containsExactly(0, 1, 1, 2);
    }
}
