package io.auraio.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class JsonReportTest {
    private static String text(boolean grouped, boolean bins, JobReport... jobs) {
        return new JsonReport(Reports.run(grouped, jobs), bins).text();
    }

    private static JsonNode parsed(boolean grouped, boolean bins, JobReport... jobs) throws JsonProcessingException {
        return new ObjectMapper().readTree(text(grouped, bins, jobs));
    }

    @Test
    void itIsWrittenAsFioWritesIt() {
        assertThat(text(false, false, Reports.reading("j"))).startsWith("""
                {
                  "fio version" : "fio-3.33-bffio-0.1.0",
                  "timestamp" : 1795172784,
                  "timestamp_ms" : 1795172784123,
                  "time" : "Fri Nov 20 11:06:24 2026",
                  "global options" : {
                    "direct" : "1"
                  },
                  "jobs" : [
                    {
                      "jobname" : "j",
                      "groupid" : 0,
                      "error" : 0,
                      "eta" : 2147483647,
                      "elapsed" : 3,
                      "job options" : {
                        "rw" : "randread"
                      },
                      "read" : {
                        "io_bytes" : 409600000,
                        "io_kbytes" : 400000,
                        "bw_bytes" : 204800000,
                        "bw" : 200000,
                        "iops" : 50000.000000,
                        "runtime" : 2000,
                        "total_ios" : 100000,
                        "short_ios" : 2,
                        "drop_ios" : 0,
                        "slat_ns" : {
                          "min" : 900,
                          "max" : 1400,
                          "mean" : 1100.000000,
                          "stddev" : 264.575131,
                          "N" : 3
                        },
                """);
    }

    @Test
    void whatFioHasNotIsInASectionOfItsOwn() throws JsonProcessingException {
        JobReport job = Reports.job("j", Reports.direction(Reports.around400Micros()), DirectionReport.none(), LatencyDistribution.none(),
                Reports.engine(Reports.steps(), new TargetAnswer(1_000_000, true, 37, 84_100, 962_000)));
        JsonNode engine = parsed(false, false, job).at("/jobs/0/AuraIO");
        assertThat(engine.at("/depth").asInt()).isEqualTo(37);
        assertThat(engine.at("/phase").asText()).isEqualTo("STEADY");
        assertThat(engine.at("/rings/0/total_ios").asLong()).isEqualTo(100_000);
        assertThat(engine.at("/decisions")).hasSize(3);
        assertThat(engine.at("/decisions/2/reason").asText()).isEqualTo("throughput rose with the limit");
        assertThat(engine.at("/target/answer").asText()).isEqualTo("concurrency 37: 84.1k IOPS, P99 0.962 ms, target 1.000 ms met");
        assertThat(engine.has("timeline")).isFalse();
        assertThat(parsed(false, true, job).at("/jobs/0/AuraIO/timeline")).hasSize(20);
    }

    @Test
    void theBinsHoldEachOperationOnce() throws JsonProcessingException {
        JsonNode bins = parsed(false, true, Reports.reading("j")).at("/jobs/0/read/clat_ns/bins");
        long sum = 0;
        for (JsonNode count : bins) {
            sum += count.asLong();
        }
        assertThat(sum).isEqualTo(100_000);
        // What is from 400 to 499 us lies in bins of 4096 ns, each named by its middle.
        assertThat(bins.fieldNames()).toIterable().first().isEqualTo("399360");
        assertThat(bins.size()).isEqualTo(25);
    }

    @Test
    void aBinIsNamedAsFioNamesIt() {
        assertThat(JsonFigures.fioBin(0)).isZero();
        assertThat(JsonFigures.fioBin(127)).isEqualTo(127);
        assertThat(JsonFigures.fioBin(128)).isEqualTo(129);
        assertThat(JsonFigures.fioBin(46_870)).isEqualTo(46_848);
        assertThat(JsonFigures.fioBin(257_262)).isEqualTo(257_024);
        assertThat(JsonFigures.fioBin(40_539_616)).isEqualTo(40_632_320);
    }

    @Test
    void jobsOfAGroupAreOneWhereThatIsAskedFor() throws JsonProcessingException {
        assertThat(parsed(false, false, Reports.reading("a"), Reports.reading("b")).at("/jobs")).hasSize(2);
        JsonNode jobs = parsed(true, false, Reports.reading("a"), Reports.reading("b")).at("/jobs");
        assertThat(jobs).hasSize(1);
        assertThat(jobs.at("/0/read/total_ios").asLong()).isEqualTo(200_000);
        assertThat(jobs.at("/0/read/runtime").asLong()).isEqualTo(2000);
        assertThat(jobs.at("/0/read/bw_agg").asDouble()).isEqualTo(100);
        assertThat(jobs.at("/0/job_runtime").asLong()).isEqualTo(4000);
        assertThat(jobs.at("/0/AuraIO/rings")).hasSize(2);
    }
}
