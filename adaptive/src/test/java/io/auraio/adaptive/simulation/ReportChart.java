package io.auraio.adaptive.simulation;

import java.util.List;
import java.util.Locale;

/** The results as drawings in SVG. */
final class ReportChart {

    private static final String OURS = "#0b6e4f";
    private static final String AIMD = "#c8553d";
    private static final String FIXED = "#9aa5b1";

    private static final String KNEE = "#222222";

    private static final int LEFT = 190;
    private static final int PANEL = 300;
    private static final int ROW = 22;
    private static final int TOP = 60;

    private ReportChart() {}

    /** A row for each stretch: throughput on the left, depth over the knee on the right, on a scale of powers of two. */
    static String models(List<ReportRow> rows) {
        int height = TOP + rows.size() * ROW + 20;
        StringBuilder svg = open(LEFT + 2 * PANEL + 60, height);
        text(svg, LEFT, 20, "throughput, share of the best fixed depth", "start");
        text(svg, LEFT + PANEL + 40, 20, "in flight, multiples of the knee", "start");
        legend(svg, 38, FIXED, "fixed 4, 16, 64, 256");
        for (int i = 0; i <= 5; i++) {
            grid(svg, LEFT + PANEL * i / 5, height, String.format(Locale.ROOT, "%.1f", i / 5.0));
        }
        for (int power = -3; power <= 5; power++) {
            grid(svg, depthX(Math.scalb(1.0, power)), height, power < 0 ? "1/" + (1 << -power) : "" + (1 << power));
        }
        int y = TOP + ROW / 2;
        for (ReportRow row : rows) {
            text(svg, LEFT - 10, y + 4, row.name(), "end");
            for (int depth : new int[] {4, 16, 64, 256}) {
                dot(svg, throughputX(row.fixed(depth)), y, FIXED, 3);
                dot(svg, depthX(depth / row.optimum().knee()), y, FIXED, 3);
            }
            dot(svg, throughputX(row.aimd().throughput()), y, AIMD, 5);
            dot(svg, depthX(row.aimd().depth()), y, AIMD, 5);
            dot(svg, throughputX(row.knee().throughput()), y, OURS, 5);
            dot(svg, depthX(row.knee().depth()), y, OURS, 5);
            y += ROW;
        }
        return svg.append("</svg>\n").toString();
    }

    /** The limits of both controllers over time, and the knee that they should follow. */
    static String trace(String title, Timeline ours, Timeline aimd, List<double[]> kneeSteps) {
        int width = 880;
        int height = 320;
        StringBuilder svg = open(width, height);
        text(svg, 50, 20, title, "start");
        legend(svg, 38, KNEE, "the knee");
        double seconds = ours.size() / 100.0;
        for (int second = 0; second <= seconds; second += 2) {
            text(svg, traceX(second, seconds), height - 8, second + " s", "middle");
        }
        for (int limit = 0; limit <= 80; limit += 20) {
            text(svg, 42, traceY(limit) + 4, "" + limit, "end");
            line(svg, 50, traceY(limit), 850, traceY(limit), "#e3e7eb", 1);
        }
        for (double[] step : kneeSteps) {
            line(svg, traceX(step[0], seconds), traceY(step[2]), traceX(step[1], seconds), traceY(step[2]), KNEE, 1.5);
        }
        polyline(svg, aimd, seconds, AIMD);
        polyline(svg, ours, seconds, OURS);
        return svg.append("</svg>\n").toString();
    }

    private static void polyline(StringBuilder svg, Timeline timeline, double seconds, String colour) {
        svg.append("<polyline fill=\"none\" stroke=\"").append(colour).append("\" stroke-width=\"1.5\" points=\"");
        for (int tick = 0; tick < timeline.size(); tick++) {
            boolean level = tick > 0
                    && tick + 1 < timeline.size()
                    && timeline.limit(tick) == timeline.limit(tick - 1)
                    && timeline.limit(tick) == timeline.limit(tick + 1);
            if (level) {
                continue;
            }
            svg.append(String.format(
                    Locale.ROOT, "%.1f,%.1f ", traceX(tick / 100.0, seconds), traceY(timeline.limit(tick))));
        }
        svg.append("\"/>\n");
    }

    private static double traceX(double second, double seconds) {
        return 50 + 800 * second / seconds;
    }

    private static double traceY(double limit) {
        return 290 - 3 * Math.min(limit, 82);
    }

    private static double throughputX(double share) {
        return LEFT + PANEL * Math.clamp(share, 0, 1.05);
    }

    private static double depthX(double knees) {
        return LEFT + PANEL + 40 + PANEL * (Math.clamp(StrictMath.log(knees) / StrictMath.log(2), -3, 5) + 3) / 8;
    }

    private static StringBuilder open(int width, int height) {
        return new StringBuilder(String.format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">%n"
                        + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
                width, height));
    }

    private static void legend(StringBuilder svg, int y, String thirdColour, String third) {
        String[] names = {"ours", "plain AIMD", third};
        String[] colours = {OURS, AIMD, thirdColour};
        int[] places = {190, 240, 330};
        for (int i = 0; i < names.length; i++) {
            dot(svg, places[i], y - 4, colours[i], 4);
            text(svg, places[i] + 8, y, names[i], "start");
        }
    }

    private static void grid(StringBuilder svg, double x, int height, String label) {
        line(svg, x, TOP, x, height - 20, "#e3e7eb", 1);
        text(svg, x, height - 6, label, "middle");
    }

    private static void line(StringBuilder svg, double x1, double y1, double x2, double y2, String colour, double width) {
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"%.1f\"/>%n",
                x1, y1, x2, y2, colour, width));
    }

    private static void dot(StringBuilder svg, double x, double y, String colour, int radius) {
        svg.append(String.format(
                Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%d\" fill=\"%s\"/>%n", x, y, radius, colour));
    }

    private static void text(StringBuilder svg, double x, double y, String text, String anchor) {
        svg.append(String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, text));
    }
}
