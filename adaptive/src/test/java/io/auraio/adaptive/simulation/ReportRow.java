package io.auraio.adaptive.simulation;

import io.auraio.adaptive.AimdController;
import io.auraio.adaptive.KneeController;
import java.util.ArrayList;
import java.util.List;

/**
 * One judged stretch of a model under both controllers.
 *
 * @param name of the model and of the stretch
 * @param goals what was to be reached
 * @param optimum what fixed depths give
 * @param knee mean scores of the knee controller
 * @param aimd mean scores of the plain AIMD
 */
record ReportRow(String name, Goals goals, Optimum optimum, Score knee, Score aimd) {

    static List<ReportRow> of(Model<?> model, int seeds) {
        List<Optimum> optima = model.optima();
        List<Score> knee = model.meanScores(KneeController::new, optima, seeds);
        List<Score> aimd = model.meanScores(AimdController::new, optima, seeds);
        List<ReportRow> rows = new ArrayList<>();
        for (int i = 0; i < optima.size(); i++) {
            Stretch<?> stretch = model.stretches().get(i);
            if (stretch.judged()) {
                String name = (model.name() + " " + stretch.name()).strip();
                rows.add(new ReportRow(name, stretch.goals(), optima.get(i), knee.get(i), aimd.get(i)));
            }
        }
        return rows;
    }

    boolean reached() {
        return knee.misses(goals).isEmpty();
    }

    /** Throughput of a fixed depth, as a share of the best. */
    double fixed(int depth) {
        return optimum.points().stream()
                .filter(point -> point.depth() == depth)
                .mapToDouble(point -> point.throughput() / optimum.throughput())
                .findFirst()
                .orElseThrow();
    }
}
