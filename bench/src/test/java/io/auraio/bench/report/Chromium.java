package io.auraio.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A browser without a window, for what only a browser can say about a page. */
final class Chromium {
    private Chromium() {}

    /** The page as it is once its scripts have run; a test that asks is skipped where there is no browser. */
    static String domOf(Path page, Path profile) throws IOException, InterruptedException {
        Optional<Path> browser = Stream.of("chromium", "chromium-browser", "google-chrome")
                .map(name -> Path.of("/usr/bin", name)).filter(Files::isExecutable).findFirst();
        assumeTrue(browser.isPresent(), "no Chromium here; apt-get install chromium");
        List<String> command = new ArrayList<>(List.of(browser.get().toString(), "--headless", "--disable-gpu", "--no-first-run", "--user-data-dir=" + profile,
                "--virtual-time-budget=5000"));
        // Root has no user namespaces for the sandbox, and the page is our own.
        command.addAll(List.of("--no-sandbox", "--dump-dom", page.toUri().toString()));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String dom = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("exit status of %s", command).isZero();
        return dom;
    }
}
