package io.auraio;

import java.io.IOException;
import org.junit.jupiter.api.Assumptions;

/** How long this process may make a file, RLIMIT_FSIZE of {@code setrlimit(2)}: what is written beyond ends short. */
final class ProcessFileSize {

    private ProcessFileSize() {}

    /** In bytes; Long.MAX_VALUE for none. By prlimit(1), since Java has no call for it. */
    static void limit(long bytes) throws IOException, InterruptedException {
        String soft = bytes == Long.MAX_VALUE ? "unlimited" : Long.toString(bytes);
        String pid = Long.toString(ProcessHandle.current().pid());
        try {
            int status = new ProcessBuilder("prlimit", "--pid", pid, "--fsize=" + soft + ":").inheritIO().start().waitFor();
            Assumptions.assumeTrue(status == 0, "prlimit --fsize=" + soft + " ended with " + status);
        } catch (IOException e) {
            Assumptions.abort("no prlimit(1) here: " + e.getMessage());
        }
    }
}
