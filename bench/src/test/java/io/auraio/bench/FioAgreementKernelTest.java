package io.auraio.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same bounded jobs through fio and through bffio, and what both write about them. */
@Timeout(120)
class FioAgreementKernelTest {
    /** Their keys are the latencies that happened to occur. */
    private static final String BINS = "bins";

    @TempDir(factory = InTarget.class)
    private Path folder;

    @BeforeAll
    static void needFio() {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/fio")), "no fio here to compare with; apt-get install fio");
    }

    private JsonNode fio(List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("/usr/bin/fio"));
        command.addAll(options);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return new ObjectMapper().readTree(printed.substring(printed.indexOf('{')));
    }

    private JsonNode bffio(List<String> options) throws IOException {
        Run run = Run.of(options.toArray(String[]::new));
        assertThat(run.status()).as("%s", run).isZero();
        return new ObjectMapper().readTree(String.join("\n", run.out()));
    }

    /** Every key of fio's, whatever is in it, is ours as well and of the same type. */
    private static void assertSameShape(String path, JsonNode expected, JsonNode actual) {
        assertThat(actual.getNodeType()).as(path).isEqualTo(expected.getNodeType());
        assertThat(actual.isIntegralNumber()).as(path + " is an integer").isEqualTo(expected.isIntegralNumber());
        expected.properties().forEach(entry -> {
            assertThat(actual.has(entry.getKey())).as(path + "/" + entry.getKey() + " is there").isTrue();
            if (!entry.getKey().equals(BINS)) {
                assertSameShape(path + "/" + entry.getKey(), entry.getValue(), actual.get(entry.getKey()));
            }
        });
        assertThat(actual.isArray() ? actual.size() : 0).as(path + " has as many elements").isEqualTo(expected.isArray() ? expected.size() : 0);
        for (int i = 0; expected.isArray() && i < expected.size(); i++) {
            assertSameShape(path + "/" + i, expected.get(i), actual.get(i));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "--name=a --rw=randread --bs=4k --size=4m --iodepth=8 --direct=1 --output-format=json+",
        "--name=a --rw=read --bs=64k --size=4m --iodepth=4 --output-format=json",
        "--name=a --rw=randwrite --bs=4k --size=2m --iodepth=8 --fsync=32 --output-format=json+",
        "--name=a --rw=write --bs=16k --size=2m --iodepth=2 --numjobs=2 --group_reporting --output-format=json",
        "--name=a --rw=read --bs=4k --size=1m --name=b --stonewall --rw=randwrite --bs=8k --size=2m --output-format=json",
        "--name=a --rw=randread --bs=4k --size=4m --io_size=1m --loops=3 --output-format=json",
    })
    void whatScriptsReadFromFiosJsonIsInOursAndBoundedJobsDoTheSame(String line) throws Exception {
        List<String> options = Stream.of(("--ioengine=io_uring " + line).split(" ")).flatMap(option -> option.startsWith("--name=")
                ? Stream.of(option, "--filename=" + folder.resolve(option.substring("--name=".length()))) : Stream.of(option)).toList();
        JsonNode fio = fio(options);
        JsonNode bffio = bffio(options);
        assertSameShape("", fio, bffio);
        for (int i = 0; i < fio.path("jobs").size(); i++) {
            for (String figure : List.of("/read/io_bytes", "/read/io_kbytes", "/read/total_ios", "/write/io_bytes", "/write/io_kbytes", "/write/total_ios",
                    "/read/short_ios", "/read/clat_ns/N", "/write/clat_ns/N", "/groupid", "/error", "/jobname")) {
                String pointer = "/jobs/" + i + figure;
                assertThat(bffio.at(pointer)).as(pointer).isEqualTo(fio.at(pointer));
            }
            // fio leaves out what has no value, such as group_reporting.
            assertThat(bffio.at("/jobs/" + i + "/job options").properties()).containsAll(fio.at("/jobs/" + i + "/job options").properties());
        }
    }
}
