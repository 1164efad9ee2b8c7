package io.auraio.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Prometheus server that scrapes one address each second, with all that it writes in a folder of the test's, on a port of its own choice. */
final class Prometheus implements AutoCloseable {
    /** The page's, which scrapes where the example serves, each five seconds. */
    private static final Path CONFIGURATION = Path.of("../prometheus.yml");

    private static final Pattern LISTENING = Pattern.compile("msg=\"Listening on\" address=(\\S+)");
    private static final Pattern VALUE = Pattern.compile("\"value\":\\[[0-9.e+]+,\"([^\"]*)\"]");

    private final Process process;
    private final Thread log;
    private final String address;

    private Prometheus(Process process, Thread log, String address) {
        this.process = process;
        this.log = log;
        this.address = address;
    }

    /** Started, and ready to be asked. */
    static Prometheus scraping(String target, Path folder) throws IOException {
        Path program = program();
        assumeTrue(program != null, "no prometheus here; apt-get install prometheus");
        Path configuration = Files.writeString(folder.resolve("prometheus.yml"),
                Files.readString(CONFIGURATION).replace("localhost:9091", target).replace("scrape_interval: 5s", "scrape_interval: 1s"));
        Process process = new ProcessBuilder(program.toString(), "--config.file=" + configuration, "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:0").redirectErrorStream(true).start();
        try {
            BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
            String address = listeningOn(output);
            // It would stop at a full pipe.
            Thread log = Thread.ofVirtual().start(() -> output.lines().forEach(_ -> { }));
            return new Prometheus(process, log, address);
        } catch (IOException | RuntimeException | Error e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static Path program() {
        return Stream.of(System.getenv("PATH").split(":")).map(folder -> Path.of(folder, "prometheus")).filter(Files::isExecutable).findFirst().orElse(null);
    }

    private static String listeningOn(BufferedReader output) throws IOException {
        List<String> log = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            log.add(line);
            Matcher matcher = LISTENING.matcher(line);
            if (matcher.find()) {
                return matcher.group(1);
            }
        }
        throw new AssertionError("Prometheus ended:\n" + String.join("\n", log));
    }

    /** Its answer to a query, as JSON. */
    String answer(String query) throws IOException {
        return get("/api/v1/query?query=" + URLEncoder.encode(query, UTF_8));
    }

    /** The first value of the answer, once it is a number over zero: a rate needs two scrapes. There is nothing to wait on but to ask again. */
    double positive(String query) throws IOException, InterruptedException {
        while (true) {
            Matcher value = VALUE.matcher(answer(query));
            if (value.find() && Double.parseDouble(value.group(1)) > 0) {
                return Double.parseDouble(value.group(1));
            }
            Thread.sleep(50);
        }
    }

    String get(String path) throws IOException {
        try (var body = URI.create("http://" + address + path).toURL().openStream()) {
            return new String(body.readAllBytes(), UTF_8);
        }
    }

    @Override
    public void close() {
        process.toHandle().destroy(); // which leaves the stream to its reader, as Process.destroy does not
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            log.join();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
