package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
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

    @Test
    void engineThatNobodyDroveIsClosedByOneOfSeveralThreads() throws Exception {
        for (int i = 0; i < 200; i++) {
            Engine engine = Engine.open(EngineOptions.builder().driving(Driving.CALLER).build());
            Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();
            CyclicBarrier together = new CyclicBarrier(3);
            List<Thread> closers = new ArrayList<>();
            for (int n = 0; n < 3; n++) {
                closers.add(Thread.ofPlatform().start(() -> {
                    try {
                        together.await();
                        engine.close();
                    } catch (Exception e) {
                        thrown.add(e);
                    }
                }));
            }
            for (Thread closer : closers) {
                closer.join();
            }
            assertThat(thrown).isEmpty();
            assertThatThrownBy(engine::poll).isInstanceOf(IllegalStateException.class).hasMessage("the engine is closed");
        }
    }

    @Test
    void driverThatComesDuringTheCloseIsToldSo() throws Exception {
        for (int i = 0; i < 200; i++) {
            Engine engine = Engine.open(EngineOptions.builder().driving(Driving.CALLER).build());
            AtomicReference<IllegalStateException> thrown = new AtomicReference<>();
            Thread closer = Thread.ofPlatform().start(engine::close);
            Thread driver = Thread.ofPlatform().start(() -> {
                try {
                    while (true) {
                        engine.poll();
                    }
                } catch (IllegalStateException e) {
                    thrown.set(e);
                }
            });
            driver.join();
            closer.join();
            assertThat(thrown.get()).hasMessage("the engine is closed");
        }
    }

    @Test
    void virtualThreadClosesAnEngineWithRequestsThatNobodyDrove() throws Exception {
        Path path = TestFile.create("close-virtual", 1);
        Engine engine = Engine.open(EngineOptions.builder().driving(Driving.CALLER).build());
        AsyncFile file = engine.open(path);
        AtomicInteger synced = new AtomicInteger(1);
        file.fsync((request, result) -> synced.set(result));
        Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();
        Thread.ofVirtual().uncaughtExceptionHandler((thread, e) -> thrown.add(e)).start(engine::close).join();
        assertThat(thrown).isEmpty();
        assertThat(synced).hasValue(0);
        file.close();
    }
}
