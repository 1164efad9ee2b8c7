package io.auraio.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class SignalKernelTest {
    @TempDir(factory = InTarget.class)
    private Path folder;

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
    void aSignalEndsTheJobWithItsReportAndRemovesTheFile(String signal, int status) throws Exception {
        Process process = ChildRun.start(Bffio.class, "--size=1m", "--runtime=1h", "--directory=" + folder);
        try (BufferedReader err = process.errorReader(); BufferedReader out = process.inputReader()) {
            // A line of the live figures: the job is under way.
            ChildRun.readUntil(err, " left, ");
            assertThat(filesInFolder()).isEqualTo(1);
            send(signal, process);
            ChildRun.readUntil(out, "issued rwts: total=");
            ChildRun.readUntil(out, "READ: bw=");
            assertThat(process.waitFor()).isEqualTo(status);
            assertThat(err.lines()).last().isEqualTo("bffio: stopped; this is what was done until then");
        } finally {
            process.destroyForcibly();
        }
        assertThat(filesInFolder()).isZero();
    }

    @Test
    void aSignalWhileTheFileIsMadeRemovesIt() throws Exception {
        Process process = ChildRun.start(Bffio.class, "--size=8g", "--directory=" + folder);
        try (BufferedReader err = process.errorReader()) {
            ChildRun.readUntil(err, "laying out ");
            send("INT", process);
            assertThat(process.waitFor()).isEqualTo(130);
            assertThat(err.lines()).containsExactly("bffio: stopped before its file was made; nothing was measured");
        } finally {
            process.destroyForcibly();
        }
        assertThat(filesInFolder()).isZero();
    }

    private static void send(String signal, Process process) throws Exception {
        assertThat(new ProcessBuilder("/bin/kill", "-" + signal, Long.toString(process.pid())).inheritIO().start().waitFor()).isZero();
    }

    private long filesInFolder() throws Exception {
        try (Stream<Path> found = Files.list(folder)) {
            return found.count();
        }
    }
}
