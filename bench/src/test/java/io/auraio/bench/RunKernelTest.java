package io.auraio.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What belongs to a run of several jobs, and to time. */
@Timeout(60)
class RunKernelTest {
    @TempDir(factory = InTarget.class)
    private Path folder;

    @Test
    void aStopEndsTheStageWithAReportOfEachJobAndBeginsNoOther() {
        StopSignal stop = new StopSignal();
        AtomicInteger reads = new AtomicInteger();
        Run run = Run.checking((_, _) -> {
            if (reads.incrementAndGet() == 100) {
                stop.raise();
            }
        }, stop, "--directory=" + folder, "--size=256k", "--rw=randread", "--time_based", "--runtime=1h", "--name=a", "--numjobs=2", "--name=b", "--stonewall");
        assertThat(run.status()).as("%s", run).isZero();
        assertThat(run.err()).contains("a: stopped; this is what was done until then");
        assertThat(run.out()).filteredOn(line -> line.startsWith("a: (groupid=0, jobs=1): err= 0")).hasSize(2);
        assertThat(run.out()).noneMatch(line -> line.startsWith("b: (groupid"));
    }

    @Test
    void whatIsDoneInTheRampIsNotCounted() {
        AtomicInteger reads = new AtomicInteger();
        Run run = Run.checking((_, _) -> reads.incrementAndGet(), new StopSignal(), "--directory=" + folder, "--name=a", "--size=256k", "--rw=randread",
                "--time_based", "--ramp_time=300ms", "--runtime=300ms");
        assertThat(run.status()).isZero();
        String issued = run.line("issued rwts: total=");
        assertThat(Integer.parseInt(issued.substring("issued rwts: total=".length(), issued.indexOf(',')))).isPositive().isLessThan(reads.get());
    }

    @Test
    void theReportGoesToTheFile() throws Exception {
        Path report = folder.resolve("report.json");
        Run run = Run.of("--directory=" + folder, "--output=" + report, "--output-format=json", "--name=a", "--size=64k", "--rw=write");
        assertThat(run.status()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(IoCounts.of(Files.readString(report))).containsExactly(new IoCounts("a", 0, 0, 0, 0, 65536, 16));
    }

    @Test
    void aFileThatCannotBeWrittenIsRefusedBeforeAnythingRuns() throws Exception {
        Run.of("--directory=" + folder, "--output=" + folder + "/no/report", "--name=a", "--size=64k")
                .assertRefused(1, "output=" + folder + "/no/report: cannot be written (No such file or directory); name a file that you may write");
        assertThat(Fio.files(folder)).isEmpty();
    }

    @Test
    void aStatusReportComesWhileTheJobRuns() {
        Run run = Run.of("--directory=" + folder, "--status-interval=1", "--eta=never", "--name=a", "--size=64k", "--rw=read", "--rate_iops=6");
        assertThat(run.status()).isZero();
        assertThat(run.err()).as("no live line").hasSize(1);
        assertThat(run.out()).filteredOn(line -> line.startsWith("a: (groupid=0")).hasSizeGreaterThan(1);
        assertThat(run.line("issued rwts:")).as("the first is not the whole").isNotEqualTo("issued rwts: total=16,0,0,0 short=0,0,0,0 dropped=0,0,0,0");
    }

    @Test
    void aJobThatFailsToBeginKeepsTheOthersFromTheirIo() {
        Run run = Run.of("--directory=" + folder, "--size=64k", "--rw=write", "--name=a", "--name=b", "--direct=1", "--bs=512", "--offset=100");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err().getLast()).startsWith("bffio: offset=100: O_DIRECT on ");
        assertThat(run.out()).noneMatch(line -> line.contains("IOPS="));
    }
}
