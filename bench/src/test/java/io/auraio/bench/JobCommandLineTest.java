package io.auraio.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
                "--runtime=500ms", "--time_based", "--iodepth=32", "--target-p99=2ms");
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
    }

    @Test
    void aBareTargetIsMicroseconds() throws Refusal {
        assertThat(parse("--target-p99=500").depth().targetP99Nanos()).hasValue(500_000L);
        assertThat(parse("--controller=fixed").depth().control()).isEqualTo(DepthControl.FIXED);
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
        "job.fio      | job.fio: unexpected; bffio takes options only, such as --bs=4k; bffio --help lists the options",
        "@args        | @args: unexpected; bffio takes options only, such as --bs=4k; bffio --help lists the options",
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
        "--controller=bbr | controller=bbr: unknown; use one of knee, aimd, fixed",
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
