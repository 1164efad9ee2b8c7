package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What another thread meets while the engine is being closed. */
@Timeout(60)
class CloseRacesKernelTest {

    @Test
    void allocationDuringTheCloseSaysThatTheEngineIsClosed() throws Exception {
        for (int i = 0; i < 50; i++) {
            Engine engine = Engine.open(EngineOptions.builder().ringCount(1).build());
            CountDownLatch allocating = new CountDownLatch(1);
            AtomicReference<IllegalStateException> thrown = new AtomicReference<>();
            Thread thread = Thread.ofPlatform().start(() -> {
                try {
                    while (true) {
                        engine.allocate(4096).close();
                        allocating.countDown();
                    }
                } catch (IllegalStateException e) {
                    thrown.set(e);
                }
            });
            allocating.await();
            engine.close();
            thread.join();
            assertThat(thrown.get()).hasMessage("the engine is closed");
        }
    }
}
