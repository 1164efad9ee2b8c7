package io.auraio.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class EventFdTest {
    @Test
    void signalsAddUpUntilTheyAreDrained() throws Exception {
        try (EventFd event = EventFd.open()) {
            assertThat(event.drain()).isZero();
            event.signal();
            event.signal();
            event.signal();
            assertThat(event.drain()).isEqualTo(3);
            assertThat(event.drain()).isZero();
        }
    }

    @Test
    void closedOneIsRefused() throws Exception {
        EventFd event = EventFd.open();
        event.close();
        event.close();
        assertThatIllegalStateException().isThrownBy(event::signal).withMessage("eventfd is closed");
        assertThatIllegalStateException().isThrownBy(event::drain).withMessage("eventfd is closed");
    }

    @Test
    void closingWhileOthersSignalNeverReachesAnotherDescriptor() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (int i = 0; i < 200; i++) {
                EventFd event = EventFd.open();
                CountDownLatch started = new CountDownLatch(1);
                Future<Integer> signaller = threads.submit(() -> {
                    int count = 0;
                    try {
                        while (true) {
                            event.signal();
                            count++;
                            started.countDown();
                        }
                    } catch (IllegalStateException e) {
                        return count;
                    }
                });
                started.await();
                event.close();
                try (EventFd next = EventFd.open()) { // mostly gets the number that was just given back
                    assertThat(signaller.get()).isPositive();
                    assertThat(next.drain()).isZero();
                }
            }
        }
    }
}
