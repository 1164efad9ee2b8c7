package io.auraio.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.auraio.AsyncFile;
import io.auraio.Engine;
import io.auraio.bufferpool.Buffer;
import io.auraio.metrics.MetricsExporter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MetricsServerKernelTest {
    @TempDir
    private Path folder;

    private Engine engine;
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        engine = Engine.open();
        server = MetricsServer.serve(new MetricsExporter().add("test", engine), 0);
    }

    @AfterEach
    void stop() {
        server.stop(0);
        engine.close();
    }

    private HttpURLConnection ask(String method, String path, String accept) throws IOException {
        HttpURLConnection connection = connect("http://localhost:" + server.getAddress().getPort() + path);
        connection.setRequestMethod(method);
        if (accept != null) {
            connection.setRequestProperty("Accept", accept);
        }
        return connection;
    }

    private static HttpURLConnection connect(String address) throws IOException {
        return (HttpURLConnection) URI.create(address).toURL().openConnection();
    }

    private static String body(HttpURLConnection connection) throws IOException {
        return new String(connection.getInputStream().readAllBytes(), UTF_8);
    }

    @Test
    void aScrapeSeesWhatTheEngineHasDone() throws IOException {
        try (AsyncFile file = engine.open(Samples.file(folder, "file", 4096)); Buffer buffer = engine.allocate(4096)) {
            file.readAsync(buffer, 0).join();
        }
        HttpURLConnection answer = ask("GET", "/metrics", null);
        assertThat(body(answer)).containsPattern("(?m)^auraio_read_bytes_total\\{engine=\"test\",ring=\"[0-9]+\"} 4096$");
        assertThat(answer.getContentType()).startsWith("text/plain; version=0.0.4");
    }

    @Test
    void openMetricsIsServedToThoseWhoAskForIt() throws IOException {
        HttpURLConnection answer = ask("GET", "/metrics", "application/openmetrics-text;version=1.0.0,text/plain;q=0.5");
        assertThat(body(answer)).endsWith("# EOF\n");
        assertThat(answer.getContentType()).startsWith("application/openmetrics-text; version=1.0.0");
    }

    @Test
    void nothingElseIsServed() throws IOException {
        assertThat(ask("GET", "/metrics/more", null).getResponseCode()).isEqualTo(404);
        HttpURLConnection posted = ask("POST", "/metrics", null);
        assertThat(posted.getResponseCode()).isEqualTo(405);
        assertThat(posted.getHeaderField("Allow")).isEqualTo("GET");
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        int port = server.getAddress().getPort();
        assertThatThrownBy(() -> MetricsServer.serve(new MetricsExporter(), port)).isInstanceOf(IOException.class)
                .hasMessageStartingWith("port=" + port + ": ");
    }

    @Test
    void theProgramSaysWhereItServes() throws IOException {
        Process process = Program.start(Program.command(MetricsServer.class, "--port", 0, Samples.file(folder, "file", 100_000)));
        try (BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            String address = output.readLine();
            assertThat(address).matches("http://localhost:[0-9]+/metrics");
            assertThat(body(connect(address))).contains("auraio_engine_info{engine=\"example\"");
        } finally {
            process.destroy();
        }
    }
}
