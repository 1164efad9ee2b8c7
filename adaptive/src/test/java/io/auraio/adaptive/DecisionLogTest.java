package io.auraio.adaptive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class DecisionLogTest {

    private final DecisionLog log = new DecisionLog(3);

    private static Decision decision(int limit) {
        return new Decision(limit, Phase.PROBING, limit, Reason.THROUGHPUT_ROSE, 1, 1, limit, 1);
    }

    @Test
    void theLastOnesAreKeptInOrder() {
        for (int limit = 1; limit <= 5; limit++) {
            log.add(decision(limit));
        }
        assertThat(log.snapshot()).containsExactly(decision(3), decision(4), decision(5));
        assertThat(log.added()).isEqualTo(5);
    }

    @Test
    void noDecisionIsNotLogged() {
        log.add(null);
        assertThat(log.snapshot()).isEmpty();
        assertThat(log.added()).isZero();
    }

    @Test
    void aCapacityOutOfRangeIsRefusedByName() {
        assertThatThrownBy(() -> new DecisionLog(0)).hasMessage("capacity=0; must be 1 to 1048576");
    }

    @Test
    void aReaderNeverSeesAGapOrADisorderWhileAnotherThreadAdds() throws InterruptedException {
        DecisionLog shared = new DecisionLog(8);
        Thread writer = Thread.ofPlatform().start(() -> {
            for (int limit = 0; limit < 200_000; limit++) {
                shared.add(decision(limit));
            }
        });
        while (writer.isAlive()) {
            List<Decision> seen = shared.snapshot();
            for (int i = 1; i < seen.size(); i++) {
                assertThat(seen.get(i).limit()).isEqualTo(seen.get(i - 1).limit() + 1);
            }
        }
        writer.join();
        assertThat(shared.snapshot()).hasSize(8);
    }
}
