package io.auraio.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobCommandLineTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private JobSpec parse(String... arguments) throws Refusal {
        return Specs.job(arguments);
    }

    @Test
    void noArgumentMeansBffiosOwnJob() throws Refusal {
        JobSpec spec = parse();
        assertThat(spec.pattern()).isEqualTo(IoPattern.RANDREAD);
        assertThat(spec.blockBytes()).isEqualTo(4096);
        assertThat(spec.region().size()).contains(Amount.bytes(256L << 20));
        assertThat(spec.files().filenames()).isEmpty();
        assertThat(spec.files().directory()).isEmpty();
        assertThat(spec.files().direct()).isEqualTo(DirectIo.PREFERRED);
        assertThat(spec.time().runtimeNanos()).hasValue(5_000_000_000L);
        assertThat(spec.time().timeBased()).isTrue();
        assertThat(spec.depth().ioDepth()).isEqualTo(256);
        assertThat(spec.depth().targetP99Nanos()).isEmpty();
        assertThat(spec.depth().control()).isEqualTo(DepthControl.KNEE);
    }

    @Test
    void optionsWithoutANameChangeBffiosOwnJob() throws Refusal {
        JobSpec spec = parse("--runtime=2", "--bs=64k");
        assertThat(spec.pattern()).isEqualTo(IoPattern.RANDREAD);
        assertThat(spec.blockBytes()).isEqualTo(65536);
        assertThat(spec.time().runtimeNanos()).hasValue(2_000_000_000L);
        assertThat(spec.time().timeBased()).isTrue();
    }

    @Test
    void aNameBringsFiosDefaults() throws Refusal {
        JobSpec spec = parse("--name=job", "--size=1g");
        assertThat(spec.name()).isEqualTo("job");
        assertThat(spec.pattern()).isEqualTo(IoPattern.READ);
        assertThat(spec.blockBytes()).isEqualTo(4096);
        assertThat(spec.files().direct()).isEqualTo(DirectIo.OFF);
        assertThat(spec.time().runtimeNanos()).isEmpty();
        assertThat(spec.time().timeBased()).isFalse();
    }

    @Test
    void everyOptionArrivesInBothWritings() throws Refusal {
        JobSpec spec = parse("--name", "job", "--rw", "randwrite", "--bs=8k", "--size=16m", "--filename=f", "--directory", "/d", "--direct=1",
                "--runtime=500ms", "--time_based", "--iodepth=32", "--target-p99=2ms", "--sqthread_poll");
        assertThat(spec.name()).isEqualTo("job");
        assertThat(spec.pattern()).isEqualTo(IoPattern.RANDWRITE);
        assertThat(spec.blockBytes()).isEqualTo(8192);
        assertThat(spec.region().size()).contains(Amount.bytes(16L << 20));
        assertThat(spec.files().filenames()).containsExactly(Path.of("f"));
        assertThat(spec.files().directory()).contains(Path.of("/d"));
        assertThat(spec.files().direct()).isEqualTo(DirectIo.REQUIRED);
        assertThat(spec.time().runtimeNanos()).hasValue(500_000_000L);
        assertThat(spec.time().timeBased()).isTrue();
        assertThat(spec.depth().ioDepth()).isEqualTo(32);
        assertThat(spec.depth().targetP99Nanos()).hasValue(2_000_000L);
        assertThat(spec.sqThreadPoll()).isTrue();
    }

    @Test
    void aBareTargetIsMicroseconds() throws Refusal {
        assertThat(parse("--target-p99=500").depth().targetP99Nanos()).hasValue(500_000L);
        assertThat(parse("--controller=fixed").depth().control()).isEqualTo(DepthControl.FIXED);
    }

    @Test
    void aDepthThatIsGivenIsWhereTheSearchBeginsUnlessThereIsATarget() throws Refusal {
        assertThat(parse().depth()).isEqualTo(new DepthSpec(256, OptionalLong.empty(), DepthControl.KNEE, 0, .1));
        assertThat(parse("--iodepth=32").depth()).isEqualTo(new DepthSpec(32, OptionalLong.empty(), DepthControl.KNEE, 32, .03));
        assertThat(parse("--iodepth=32", "--target-p99=1ms").depth())
                .isEqualTo(new DepthSpec(32, OptionalLong.of(1_000_000), DepthControl.KNEE, 0, .03));
        assertThat(parse("--target-p99=1ms").depth().leastEfficiency()).isEqualTo(.03);
        assertThat(parse("--iodepth=32", "--efficiency=10").depth().leastEfficiency()).isEqualTo(.1);
        assertThat(parse("--iodepth=32", "--controller=aimd").depth().initialDepth()).as("the original's own").isZero();
    }

    @Test
    void aFileOfTheUsersIsWorkedOnWhole() throws Refusal {
        assertThat(parse("--filename=f").region().size()).isEmpty();
        assertThat(parse("--name=x", "--filename=f").region().size()).isEmpty();
    }

    @Test
    void aBlockLargerThanTheDefaultFileMakesTheFileLarger() throws Refusal {
        assertThat(parse("--bs=128m").region().size()).contains(Amount.bytes(256L << 20));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--xyzzy=1    | --xyzzy: unknown option; bffio --help lists the options",
        "--rutime=1   | --rutime: unknown option; did you mean --runtime?; bffio --help lists the options",
        "-x           | -x: unknown option; bffio --help lists the options",
        "job.fio      | job.fio: not a job file that can be read (No such file or directory); name one that is there",
        "@args        | @args: not a job file that can be read (No such file or directory); name one that is there",
        "--name=x --size=1m --rwmixread=101 | rwmixread=101: out of range; use a whole number from 0 to 100",
        "--name=x --size=1m --rwmixwrite=-1 | rwmixwrite=-1: not a whole number; use a whole number from 0 to 100",
        "--name=x --size=101% | size=101%: not a share; use 1% to 100%",
        "--name=x --size=1m --offset=1x | offset=1x: unknown unit 'x'; use a whole number of bytes, or one with k, m, g or t (powers of 1024), for example 4k",
        "--name=x --size=1m --io_size=0 | io_size=0: nothing to do; use at least one block, for example 64m",
        "--name=x --size=1m --loops=0 | loops=0: out of range; use a whole number from 1 to 2147483647",
        "--name=x --size=1m --numjobs=5000 | numjobs=5000: out of range; use a whole number from 1 to 4096",
        "--name=x --size=1m --nrfiles=0 | nrfiles=0: out of range; use a whole number from 1 to 100000",
        "--name=x --filesize=0 | filesize=0: nothing to do; use at least one block, for example 1m",
        "--name=x --size=1m --file_service_type=zipf | file_service_type=zipf: unknown; use one of roundrobin, sequential, random",
        "--name=x --size=1m --file_service_type=random:0 | file_service_type=0: out of range; use a whole number from 1 to 2147483647",
        "--name=x --size=1m --fsync=-1 | fsync=-1: not a whole number; use a whole number from 0 to 2147483647",
        "--name=x --size=1m --thinktime=2h | thinktime=2h: out of range; use at most 1h, for example 500us or 2ms",
        "--name=x --size=1m --rate=1m,2m,3m,4m | rate=1m,2m,3m,4m: too many figures; use one, or one for reads and one for writes: 1m,2m",
        "--name=x --size=1m --verify=md5 | verify=md5: unknown; use one of crc32c, pattern",
        "--name=x --size=1m --verify=pattern | verify=pattern: needs to know which; add --verify_pattern, for example --verify_pattern=0xdeadbeef",
        "--name=x --size=1m --bs=40 --verify=crc32c | verify=crc32c: its header takes 44 bytes of each block; use a --bs of more than that",
        "--name=x --size=1m --buffer_pattern=zz | buffer_pattern=zz: not a pattern; use 0xdeadbeef, a number, \"text\" or %o, or several of them",
        "--name=x --size=1m --randseed=x | randseed=x: not a whole number; use a whole number of bytes, or one with k, m, g or t (powers of 1024), for example 4k",
        "--name=x --size=1m --ramp_time=400d | ramp_time=400d: out of range; use at most 365d, for example 5 or 500ms",
        "--name=x --size=1m --ioengine=rbd | ioengine=rbd: not one that reads and writes files, or unknown; bffio's engine stands in for auraio, io_uring, libaio, mmap, posixaio, psync, pvsync, pvsync2, splice, sync, vsync",
        "--name=x --size=1m --ring-select=best | ring-select=best: unknown; use one of adaptive, cpu-local, round-robin",
        "--name=x --size=1m --invalidate=1 | invalidate=1: bffio cannot drop what is cached; use 0, or --direct=1 to pass the cache by",
        "--name=x --size=1m --rw=write --readonly | readonly=1: job x writes (rw=write); use a job that reads, or leave out --readonly",
        "--output-format=terse | output-format=terse: unknown; use one of json, json+, normal; for a page with charts, --html=<file>",
        "--eta=maybe | eta=maybe: unknown; use one of auto, always, never",
        "--status-interval=1ms | status-interval=1ms: out of range; use at least 1s, for example 10",
        "--output= | output=: empty; give a path",
        "--bs         | --bs: needs a value, --bs=<size>; bffio --help lists the options",
        "--bs=4q      | bs=4q: unknown unit 'q'; use a whole number of bytes, or one with k, m, g or t (powers of 1024), for example 4k",
        "--bs=0       | bs=0: out of range; use 1 byte to 128m, for example 4k",
        "--bs=129m    | bs=129m: out of range; use 1 byte to 128m, for example 4k",
        "--bs=1000    | bs=1000: O_DIRECT takes multiples of 512 only; use one, or --direct=0",
        "--name=x --size=1m --direct=1 --bs=5k1 | bs=5k1: not a whole number; use a whole number of bytes, or one with k, m, g or t (powers of 1024), for example 4k",
        "--name=x --size=1m --direct=1 --bs=4100 | bs=4100: O_DIRECT takes multiples of 512 only; use one, or --direct=0",
        "--size=0     | size=0: nothing to do; use at least one block, for example 256m",
        "--size=1k    | size=1k: smaller than one block; use at least bs=4096",
        "--rw=trim    | rw=trim: unknown; use one of read, write, randread, randwrite, rw, randrw",
        "--direct=2   | direct=2: use 0 or 1",
        "--runtime=0  | runtime=0: out of range; use more than zero and at most 365d, for example 5 or 500ms",
        "--runtime=1x | runtime=1x: unknown unit 'x'; use a whole number with us, ms, s, m, h or d, for example 500us",
        "--iodepth=0  | iodepth=0: out of range; use a whole number from 1 to 32768",
        "--sqthread_poll --iodepth=8193 | iodepth=8193: out of range; use a whole number from 1 to 8192",
        "--controller=bbr | controller=bbr: unknown; use one of knee, aimd, fixed",
        "--efficiency=0 | efficiency=0: out of range; use a whole number from 1 to 50",
        "--efficiency=51 | efficiency=51: out of range; use a whole number from 1 to 50",
        "--target-p99=0us | target-p99=0us: out of range; use more than zero and at most 1h, for example 500us or 2ms",
        "--filename=  | filename=: empty; give a path",
        "--name=      | name=: a job needs a name that is not empty",
        "--name=x     | name=x: nothing says how much to do; add --size, for example --size=256m, or --filename",
        "--name=x --size=1m --time_based | time_based=1: needs to know for how long; add --runtime, for example --runtime=10",
    })
    void whatIsWrongIsOneLineThatNamesTheValueAndWhatWouldBeRight(String arguments, String message) {
        assertThatThrownBy(() -> parse(arguments.strip().split(" ")))
                .isInstanceOf(Refusal.class)
                .hasMessage(message)
                .extracting(e -> ((Refusal) e).exitStatus()).isEqualTo(2);
    }

    @Test
    void eachNameBeginsAJobThatHasWhatCameBeforeTheFirst() throws Refusal {
        RunPlan plan = Specs.plan("--size=1m", "--name=a", "--bs=8k", "--numjobs=2", "--name=b", "--stonewall", "--name=global", "--rw=write", "--name=c");
        assertThat(plan.jobs()).extracting(JobSpec::name).containsExactly("a", "a", "b", "c");
        assertThat(plan.jobs()).extracting(JobSpec::cloneIndex).containsExactly(0, 1, 0, 0);
        assertThat(plan.jobs()).extracting(JobSpec::groupId).containsExactly(0, 0, 1, 1);
        assertThat(plan.jobs()).extracting(JobSpec::blockBytes).containsExactly(8192, 8192, 4096, 4096);
        assertThat(plan.jobs()).extracting(JobSpec::pattern).containsExactly(IoPattern.READ, IoPattern.READ, IoPattern.READ, IoPattern.WRITE);
        assertThat(plan.stages()).extracting(List::size).containsExactly(2, 2);
        assertThat(plan.globalOptions()).containsExactly(Map.entry("rw", "write"), Map.entry("size", "1m"));
        assertThat(plan.stages().getFirst().getFirst().options()).containsOnlyKeys("name", "bs", "numjobs");
    }

    @Test
    void whatIsIgnoredAndWhatStandsInForAnEngineIsSaid() throws Refusal {
        List<String> notes = new ArrayList<>();
        new JobCommandLine().parse(new String[] {"--name=a", "--size=1m", "--thread", "--ioengine=libaio", "--disable_lat=1"}, System.out, notes::add);
        assertThat(notes).containsExactly("bffio: --thread: ignored; bffio's jobs are always threads",
                "bffio: --disable_lat: ignored; bffio always measures this",
                "bffio: ioengine=libaio: accepted; bffio's engine is always AuraIO, on io_uring");
    }

    @Test
    void ofTwoNamesForOneThingTheLaterOneCounts() throws Refusal {
        assertThat(parse("--name=a", "--size=1m", "--direct=1", "--buffered=1").files().direct()).isEqualTo(DirectIo.OFF);
        assertThat(parse("--name=a", "--size=1m", "--buffered=1", "--direct=1").files().direct()).isEqualTo(DirectIo.REQUIRED);
        assertThat(parse("--name=a", "--size=1m", "--rwmixread=10", "--rwmixwrite=30").readPercent()).isEqualTo(70);
        assertThat(parse("--name=a", "--size=1m", "--bs=4k", "--blocksize=8k").blockBytes()).isEqualTo(8192);
    }

    @Test
    void ratesAreForBothDirectionsOrForEach() throws Refusal {
        assertThat(parse("--name=a", "--size=1m", "--rate=1m").pace().bytesPerSecond())
                .isEqualTo(Map.of(Direction.READ, 1L << 20, Direction.WRITE, 1L << 20));
        assertThat(parse("--name=a", "--size=1m", "--rate_iops=,500").pace().operationsPerSecond()).isEqualTo(Map.of(Direction.WRITE, 500L));
    }

    @Test
    void helpNamesEveryOptionAndRunsNothing() throws Refusal {
        assertThat(new JobCommandLine().parse(new String[] {"--help"}, new PrintStream(printed, true, StandardCharsets.UTF_8), _ -> { })).isEmpty();
        for (JobOption option : JobOption.values()) {
            assertThat(printed.toString(StandardCharsets.UTF_8)).contains("--" + option.fioName());
        }
    }

    @Test
    void theVersionIsNamedAsFioNamesItsOwn() throws Refusal {
        assertThat(new JobCommandLine().parse(new String[] {"--version"}, new PrintStream(printed, true, StandardCharsets.UTF_8), _ -> { })).isEmpty();
        assertThat(printed.toString(StandardCharsets.UTF_8)).startsWith("bffio-").hasLineCount(1);
    }
}
