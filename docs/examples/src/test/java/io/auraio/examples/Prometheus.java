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
import java.time.Duration;
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

    private static final Pattern LISTENING = Pattern.compile("msg=\"Listening on\".* address=(\\S+)");
    private static final String READY = "msg=\"Server is ready to receive web requests.\"";
    private static final Pattern VALUE = Pattern.compile("\"value\":\\[[0-9.e+]+,\"([^\"]*)\"]");

    /** How long what takes a scrape or two may take on a machine that has other things to do. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PACE = Duration.ofMillis(50);

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
            String address = awaitReady(output);
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

    /** Its log says where it listens, and, before or after that, that it answers queries; until then it refuses them. */
    private static String awaitReady(BufferedReader output) throws IOException {
        List<String> log = new ArrayList<>();
        String address = null;
        boolean isReady = false;
        while (address == null || !isReady) {
            String line = output.readLine();
            if (line == null) {
                throw new AssertionError("Prometheus ended:\n" + String.join("\n", log));
            }
            log.add(line);
            Matcher matcher = LISTENING.matcher(line);
            address = matcher.find() ? matcher.group(1) : address;
            isReady |= line.contains(READY);
        }
        return address;
    }

    /** Its answer to a query, as JSON. */
    String answer(String query) throws IOException {
        return get("/api/v1/query?query=" + URLEncoder.encode(query, UTF_8));
    }

    /** The first value of the answer, once it is a number over zero: a rate needs two scrapes. Prometheus tells nobody of a scrape, so it is asked again. */
    double positive(String query) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            String answer = answer(query);
            Matcher value = VALUE.matcher(answer);
            if (value.find() && Double.parseDouble(value.group(1)) > 0) {
                return Double.parseDouble(value.group(1));
            }
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("no number over zero within " + PATIENCE + ": query=" + query + ", answer=" + answer
                        + ", targets=" + get("/api/v1/targets"));
            }
            Thread.sleep(PACE);
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
