package io.auraio.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FioJsonTest {
    static final String JSON = """
            {
              "fio version" : "fio-3.33",
              "jobs" : [
                {
                  "jobname" : "a", "error" : 0, "job_runtime" : 2000, "usr_cpu" : 10.5, "sys_cpu" : 4.5,
                  "read" : { "io_bytes" : 8192, "iops" : 1000.5, "total_ios" : 2, "clat_ns" : { "percentile" : { "99.000000" : 700 } } },
                  "write" : { "io_bytes" : 4096, "iops" : 10.0, "total_ios" : 1, "clat_ns" : { "percentile" : { "99.000000" : 900 } } }
                },
                {
                  "jobname" : "b", "error" : 5, "job_runtime" : 1000, "usr_cpu" : 1.0, "sys_cpu" : 1.0,
                  "read" : { "io_bytes" : 0, "iops" : 0.0, "total_ios" : 0, "clat_ns" : { } },
                  "write" : { "io_bytes" : 0, "iops" : 0.0, "total_ios" : 0, "clat_ns" : { } }
                }
              ]
            }
            """;

    @Test
    void figuresAreThoseOfAllJobsAndDirections() {
        FioJson json = FioJson.parse(JSON);
        assertThat(json.operations()).isEqualTo(3);
        assertThat(json.bytes()).isEqualTo(12_288);
        assertThat(json.operationsPerSecond()).isEqualTo(1010.5);
        assertThat(json.p99Nanos()).isEqualTo(900);
        assertThat(json.jobCpuNanos()).isCloseTo(300e6 + 20e6, within(1.0));
        assertThat(json.error()).isEqualTo(5);
    }

    @Test
    void whatIsPrintedAroundTheJsonIsLeftOut() {
        assertThat(FioJson.parse("fio: warning {x}\n" + JSON + "\nRun status\n").operations()).isEqualTo(3);
    }

    @Test
    void whatIsNoJsonIsRefusedWithItsBeginning() {
        assertThatThrownBy(() -> FioJson.parse("fio: bad option")).hasMessage("no JSON with jobs in: fio: bad option");
        assertThatThrownBy(() -> FioJson.parse("{}")).hasMessage("no JSON with jobs in: {}");
        assertThatThrownBy(() -> FioJson.parse("{ \"jobs\" : [ x }")).hasMessageStartingWith("not fio's JSON: ");
    }
}
