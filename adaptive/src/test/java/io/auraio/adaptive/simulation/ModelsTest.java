package io.auraio.adaptive.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.auraio.adaptive.KneeController;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModelsTest {

    /** Enough that a mean is one; {@link ControllerReport} takes more. */
    private static final int SEEDS = 3;

    static List<Model<?>> models() {
        return Models.ALL;
    }

    @ParameterizedTest
    @MethodSource("models")
    void theKneeControllerReachesTheGoalsOfTheModel(Model<?> model) {
        List<Score> scores = model.meanScores(KneeController::new, model.optima(), SEEDS);
        for (int i = 0; i < scores.size(); i++) {
            Stretch<?> stretch = model.stretches().get(i);
            assertThat(scores.get(i).misses(stretch.goals())).as("%s %s", model, stretch.name()).isEmpty();
        }
    }
}
