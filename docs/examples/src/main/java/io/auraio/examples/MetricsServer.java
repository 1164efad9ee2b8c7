package io.auraio.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.auraio.AsyncFile;
import io.auraio.Engine;
import io.auraio.bufferpool.Buffer;
import io.auraio.metrics.MetricsExporter;
import io.auraio.metrics.TextFormat;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;

/** Serves an engine's figures to Prometheus, and reads a file here and there so that there are some. */
public final class MetricsServer {

    private static final int DEFAULT_PORT = 9091;

    private static final int BLOCK_BYTES = 4096;

    private MetricsServer() {}

    /**
     * Runs until it is stopped.
     *
     * @param arguments the port, if it is not to be 9091, and the path of a file
     * @throws IOException where the port is taken, the file cannot be read, or the kernel refuses io_uring
     * @throws InterruptedException if interrupted
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        boolean portGiven = arguments.length == 3 && arguments[0].equals("--port") && arguments[1].matches("[0-9]{1,5}");
        int port = portGiven ? Integer.parseInt(arguments[1]) : DEFAULT_PORT;
        if (!portGiven && arguments.length != 1 || port > 65535) {
            System.err.println("usage: MetricsServer [--port <0 to 65535, 9091 by default>] <file>");
            System.exit(2);
        }
        try (Engine engine = Engine.open(); AsyncFile file = engine.open(Path.of(arguments[arguments.length - 1]))) {
            HttpServer server = serve(new MetricsExporter().add("example", engine), port);
            try {
                System.out.println("http://localhost:" + server.getAddress().getPort() + "/metrics");
                readForever(engine, file);
            } finally {
                server.stop(0);
            }
        }
    }

    /** Serves to this machine; to others as well with {@code new InetSocketAddress(port)}. */
    static HttpServer serve(MetricsExporter exporter, int port) throws IOException {
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (BindException e) {
            throw new IOException("port=" + port + ": " + e.getMessage() + "; another --port is right", e);
        }
        server.createContext("/metrics", exchange -> answer(exporter, exchange));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor()); // one who reads slowly keeps nobody else waiting
        server.start();
        return server;
    }

    private static void answer(MetricsExporter exporter, HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestURI().getPath().equals("/metrics")) {
                exchange.sendResponseHeaders(404, -1);
            } else if (!exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET");
                exchange.sendResponseHeaders(405, -1);
            } else {
                String accept = String.join(", ", exchange.getRequestHeaders().getOrDefault("Accept", List.of()));
                TextFormat format = TextFormat.accepted(accept);
                byte[] body = exporter.text(format).getBytes(UTF_8);
                exchange.getResponseHeaders().set("Content-Type", format.contentType());
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }

    /** Some hundred blocks a second: something to look at. */
    private static void readForever(Engine engine, AsyncFile file) throws IOException, InterruptedException {
        long blocks = Math.max(1, file.size() / BLOCK_BYTES);
        try (Buffer buffer = engine.allocate(BLOCK_BYTES)) {
            while (true) {
                file.readAsync(buffer, ThreadLocalRandom.current().nextLong(blocks) * BLOCK_BYTES).join();
                Thread.sleep(1);
            }
        }
    }
}
