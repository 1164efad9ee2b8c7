package io.auraio.bench.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** The frame of an HTML report: one file with its styles, scripts and data in it, which asks the network for nothing. */
public final class HtmlPage {
    /** From the webjar of Chart.js; its path holds its version. */
    private static final String WEBJAR = "META-INF/maven/org.webjars.npm/chart.js/pom.properties";

    private static final String CHART_JS = "META-INF/resources/webjars/chart.js/%s/dist/chart.umd.min.js";

    private final StringBuilder html = new StringBuilder();

    /**
     * Begins a page.
     *
     * @param title what it is about, not escaped yet
     */
    public HtmlPage(String title) {
        html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<title>").append(escape(title)).append("</title>\n")
                .append("<style>\n").append(resource("page.css")).append("</style>\n</head>\n<body>\n<main>\n");
    }

    /**
     * Adds to the page.
     *
     * @param part HTML, escaped where that is needed
     * @return this page
     */
    public HtmlPage add(String part) {
        html.append(part).append('\n');
        return this;
    }

    /**
     * Ends a page without scripts.
     *
     * @return the whole file
     */
    public String end() {
        return html + "</main>\n</body>\n</html>\n";
    }

    /** Ends a page with charts, drawn from {@code json}. */
    String endWithCharts(String json) {
        html.append("</main>\n<script type=\"application/json\" id=\"run\">")
                // Within a script element only this could end it; in JSON it stands for the same character.
                .append(json.replace("<", "\\u003c"))
                .append("</script>\n<script>\n").append(chartLibrary()).append("</script>\n<script>\n").append(resource("charts.js"))
                .append("</script>\n</body>\n</html>\n");
        return html.toString();
    }

    /**
     * Text as HTML shows it.
     *
     * @param text any text
     * @return the same with what HTML reads as markup escaped
     */
    public static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    private static String resource(String name) {
        try (InputStream in = HtmlPage.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String chartLibrary() {
        ClassLoader loader = HtmlPage.class.getClassLoader();
        Properties webjar = new Properties();
        try (InputStream properties = loader.getResourceAsStream(WEBJAR)) {
            webjar.load(properties);
            try (InputStream in = loader.getResourceAsStream(CHART_JS.formatted(webjar.getProperty("version")))) {
                // The last line would send the browser's tools to a file that is not there.
                return new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceFirst("//# sourceMappingURL=.*", "");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
