package io.auraio.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole tool over scripts that play fio and bffio. */
@Timeout(60)
class CompareTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    private Path fio;
    private Path bffio;

    @BeforeEach
    void makeTools() throws IOException {
        fio = tool("fio", 1000);
        bffio = tool("bffio", 990);
    }

    /** Writes down its arguments, and as JSON so many IOPS. */
    private Path tool(String name, int iops) throws IOException {
        Path script = Files.writeString(folder.resolve(name), """
                #!/bin/bash
                echo "%s $*" >> %s/calls
                for argument; do case $argument in --output=*) output=${argument#--output=};; esac; done
                cat > "$output" <<'END'
                {
                  "jobs" : [ { "error" : 0, "job_runtime" : 1000, "usr_cpu" : 1.0, "sys_cpu" : 1.0,
                    "read" : { "iops" : %d.0, "total_ios" : %d, "clat_ns" : { "percentile" : { "99.000000" : 900000 } } } } ]
                }
                END
                """.formatted(name, folder, iops, iops));
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script;
    }

    private int run(String... options) {
        String[] all = Stream.concat(Stream.of("--fio=" + fio, "--bffio=" + bffio + " --controller=fixed"), Stream.of(options)).toArray(String[]::new);
        return Compare.run(new PrintStream(out, true), new PrintStream(err, true), all);
    }

    private List<String> outLines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void bothToolsAreRunInTurnOnTheSameJobs() throws IOException {
        assertThat(run("--rounds=2", "--filename=/x", "--kinds=randread:4k", "--depths=32", "--runtime=3", "--ramp-time=0")).isZero();
        String job = " --name=compare --filename=/x --rw=randread --bs=4k --iodepth=32 --direct=1 --time_based=1 --runtime=3s --ramp_time=0s"
                + " --output-format=json --output=";
        assertThat(Files.readAllLines(folder.resolve("calls"))).extracting(line -> line.substring(0, line.indexOf("--output=") + "--output=".length()))
                .containsExactly("fio" + job, "bffio --controller=fixed" + job, "fio" + job, "bffio --controller=fixed" + job);
        assertThat(outLines().getFirst()).startsWith("medians of 2 pairs of 3 s after 0 s; fio: ");
        assertThat(outLines().getLast()).startsWith("randread 4k depth 32      1000      990  0.990 (0.990-0.990)").endsWith("1.000  ok");
    }

    @Test
    void whereBffioIsBehindTheStatusIsOneAndTheFigureIsNamed() {
        assertThat(run("--rounds=1", "--threshold=0.995", "--filename=/x", "--kinds=randread:4k", "--depths=1")).isEqualTo(1);
        assertThat(outLines().getLast()).endsWith("behind: IOPS 0.990 < 0.995");
    }

    @Test
    void otherFiguresAreJudgedWhereThatIsAskedFor() {
        assertThat(run("--rounds=1", "--p99-threshold=0.9", "--filename=/x", "--kinds=randread:4k", "--depths=1")).isEqualTo(1);
        assertThat(outLines().getLast()).endsWith("behind: P99 1.000 > 0.900");
    }

    @Test
    void theSuiteIsEveryKindAtEveryDepth() throws IOException {
        assertThat(run("--rounds=1", "--filename=/x")).isZero();
        assertThat(Files.readAllLines(folder.resolve("calls"))).hasSize(2 * 9);
    }

    @Test
    void aWorkloadOfOnesOwnIsRunAsItIs() throws IOException {
        assertThat(run("--rounds=1", "--", "--name=mine", "--rw=read")).isZero();
        assertThat(Files.readAllLines(folder.resolve("calls")).getFirst()).startsWith("fio --name=mine --rw=read --output-format=json --output=");
    }

    @Test
    void theStartIsToldApartByARunOfTwiceTheLength() throws IOException {
        assertThat(run("--rounds=1", "--start-apart", "--filename=/x", "--kinds=read:64k", "--depths=1")).isZero();
        assertThat(Files.readAllLines(folder.resolve("calls"))).hasSize(4).element(2).asString().contains("--runtime=10s");
        assertThat(outLines().get(1)).contains("CPU us/op, start apart");
    }

    @Test
    void thePageHoldsTheSameTables() throws IOException {
        Path page = folder.resolve("page.html");
        assertThat(run("--rounds=1", "--html=" + page, "--filename=/x", "--kinds=read:4k", "--depths=1")).isZero();
        assertThat(Files.readString(page)).contains("<td>read 4k depth 1</td><td>1000</td><td>990</td><td>0.990</td>", "CPU, whole process");
    }

    @Test
    void aToolThatFailsEndsItWithWhatItSaid() throws IOException {
        Files.writeString(bffio, "#!/bin/bash\necho no such file\nexit 7\n");
        assertThat(run("--rounds=1", "--filename=/x")).isEqualTo(3);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("compare: bffio: exit status 7", "no such file");
    }

    @Test
    void wrongOptionsAreRefused() {
        assertThat(run("--rounds=0", "--filename=/x")).isEqualTo(2);
        assertThat(run("--filename=/x", "--", "--name=j")).isEqualTo(2);
        assertThat(run()).isEqualTo(2);
        assertThat(run("--filename=/x", "--kinds=randread")).isEqualTo(2);
        assertThat(run("--nosuch")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8).lines()).containsExactly(
                "compare: --rounds=0: at least 1",
                "compare: give either --filename for the suite, or after -- a workload of your own",
                "compare: give either --filename for the suite, or after -- a workload of your own",
                "compare: --kinds=randread: a pattern, a colon and a block size, for example randread:4k",
                "compare: Unknown option: '--nosuch'; compare --help lists the options");
    }
}
