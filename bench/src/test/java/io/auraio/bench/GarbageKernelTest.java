package io.auraio.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The I/O loop makes no garbage: a collection in the middle of a run would be taken for the device's latency.
 *
 * <p>Two runs in a JVM whose collector never collects, one longer by a million operations: what the longer one used more is those operations', and a little of
 * what is sampled twice a second.
 */
@Timeout(180)
class GarbageKernelTest {
    private static final long OPERATIONS = 1_000_000;
    private static final Pattern USED = Pattern.compile("committed, (\\d+)([KM]) \\(.*used");

    @TempDir(factory = InTarget.class)
    private Path folder;

    @Test
    void anOperationLeavesNothingBehind() throws Exception {
        long before = usedBytes(200_000);
        long more = usedBytes(200_000 + OPERATIONS) - before;
        assertThat(more / OPERATIONS).as("%d bytes for %d operations", more, OPERATIONS).isLessThan(8);
    }

    private long usedBytes(long operations) throws Exception {
        List<String> command = ChildRun.command(
                Bffio.class,
                "--name=garbage",
                "--filename=" + folder.resolve("garbage"),
                "--rw=randrw",
                "--bs=4k",
                "--size=16m",
                "--iodepth=32",
                "--norandommap",
                "--io_size=" + 4 * operations + "k");
        command.addAll(1, List.of("-XX:+UnlockExperimentalVMOptions", "-XX:+UseEpsilonGC", "-Xmx2g", "-Xlog:gc"));
        Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(child.getInputStream().readAllBytes());
        assertThat(child.waitFor()).as(output).isZero();
        Matcher used = USED.matcher(output);
        long bytes = -1;
        while (used.find()) { // the last one is of the exit
            bytes = Long.parseLong(used.group(1)) << (used.group(2).equals("K") ? 10 : 20);
        }
        assertThat(bytes).as(output).isPositive();
        return bytes;
    }
}
