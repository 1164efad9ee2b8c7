package io.auraio.adaptive.simulation;

import io.auraio.adaptive.AimdController;
import io.auraio.adaptive.KneeController;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs both controllers on every simulated device and writes the results into a folder of documentation: the table into
 * controller.md, between its two markers, and the drawings beside it. Deterministic, so that it changes nothing where nothing
 * changed; takes about four minutes.
 *
 * <p>From the project's root, after {@code mvn -B -q test-compile -pl adaptive -am}:
 *
 * <pre>
 *   java -cp adaptive/target/classes:adaptive/target/test-classes io.auraio.adaptive.simulation.ControllerReport docs
 * </pre>
 */
final class ControllerReport {

    static final int SEEDS = 10;
    static final String BEGIN = "<!-- begin: written by ControllerReport -->\n";
    static final String END = "<!-- end -->\n";

    private ControllerReport() {}

    /** The one argument is the folder; without it the table is only printed. */
    public static void main(String[] arguments) throws IOException {
        List<ReportRow> rows =
                Models.ALL.parallelStream().flatMap(model -> ReportRow.of(model, SEEDS).stream()).toList();
        String table = ReportTable.of(rows, SEEDS) + "\n" + Sweeps.table();
        System.out.print(table);
        if (arguments.length == 0) {
            return;
        }
        Path folder = Path.of(arguments[0]);
        Path page = folder.resolve("controller.md");
        Files.writeString(page, between(Files.readString(page), table));
        Files.writeString(folder.resolve("controller-models.svg"), ReportChart.models(rows));
        Files.writeString(folder.resolve("controller-trace.svg"), trace());
    }

    private static String between(String page, String table) {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalStateException("controller.md: the markers " + BEGIN.strip() + " and " + END.strip()
                    + " must be there, in this order");
        }
        return page.substring(0, begin + BEGIN.length()) + "\n" + table + "\n" + page.substring(end);
    }

    /** A neighbour that comes and goes: the limit follows the knee. */
    private static String trace() {
        Model<?> model = Models.ALL.stream()
                .filter(candidate -> candidate.name().equals("neighbour"))
                .findFirst()
                .orElseThrow();
        List<Optimum> optima = model.optima();
        List<double[]> knees = new ArrayList<>();
        double from = 0;
        for (int i = 0; i < optima.size(); i++) {
            double to = from + model.stretches().get(i).seconds();
            knees.add(new double[] {from, to, optima.get(i).knee()});
            from = to;
        }
        return ReportChart.trace(
                "limit over time; at 4 s a neighbour takes half of the device, at 12 s it leaves",
                model.run(KneeController::new, optima, 1).simulation().timeline,
                model.run(AimdController::new, optima, 1).simulation().timeline,
                knees);
    }
}
