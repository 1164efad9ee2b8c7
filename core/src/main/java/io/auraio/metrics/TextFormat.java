package io.auraio.metrics;

/** A text format that Prometheus scrapes. */
public enum TextFormat {
    /** Prometheus' own, version 0.0.4: what everything understands. */
    PROMETHEUS("text/plain; version=0.0.4; charset=utf-8"),
    /** OpenMetrics 1.0. */
    OPENMETRICS("application/openmetrics-text; version=1.0.0; charset=utf-8");

    private final String contentType;

    TextFormat(String contentType) {
        this.contentType = contentType;
    }

    /**
     * The value of the header Content-Type.
     *
     * @return a media type with its parameters
     */
    public String contentType() {
        return contentType;
    }

    /**
     * The format to answer a scrape with.
     *
     * @param accept the value of the request's header Accept; null where it has none
     * @return OpenMetrics where the header names it, Prometheus otherwise
     */
    public static TextFormat accepted(String accept) {
        return accept != null && accept.contains("application/openmetrics-text") ? OPENMETRICS : PROMETHEUS;
    }
}
