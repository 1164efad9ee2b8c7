package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How the application's driver waits for the only request in flight: of a pipe, into which a byte comes when the driver sleeps, or when it looks. */
@Timeout(60)
class LoneWaitKernelTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final long SLOW_NANOS = 200_000;

    /** More than a trial takes, and fewer than until the next one. */
    private static final int ENOUGH_TO_KNOW = 1000;

    private static final int READS = 100;

    /** One read in 256 is not waited for at first, to see whether it is done within its enter; then it sleeps. */
    private static final int OTHERWISE = 2;

    private TestPipe pipe;
    private boolean byteIsDue;
    private boolean sleepIsSlow;
    private boolean looksFind;
    private Runnable whenLooking;
    private int looks;
    private int sleeps;

    @BeforeEach
    void makePipe() throws Exception {
        pipe = new TestPipe();
    }

    @AfterEach
    void removePipe() throws Exception {
        pipe.close();
    }

    private Engine open(boolean adaptive) throws IOException {
        return open(Driving.CALLER, adaptive);
    }

    private Engine open(Driving driving, boolean adaptive) throws IOException {
        EngineOptions options = EngineOptions.builder().driving(driving).ringCount(1).adaptive(adaptive).build();
        return Engine.open(options, () -> PlayedKernel.beforeEnters(this::entering));
    }

    private AsyncFile open(Engine engine) throws IOException {
        return engine.open(pipe.path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private void entering(int toSubmit, int minComplete) {
        boolean look = toSubmit == 0 && minComplete == 0;
        looks += look ? 1 : 0;
        sleeps += minComplete;
        if (look && whenLooking != null) {
            Runnable once = whenLooking;
            whenLooking = null;
            once.run();
        }
        if (byteIsDue && (minComplete > 0 || look && looksFind)) {
            if (minComplete > 0 && sleepIsSlow) {
                LockSupport.parkNanos(SLOW_NANOS);
            }
            byteIsDue = false;
            write();
        }
    }

    private void write() {
        try {
            pipe.write(new byte[1]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(int count, Engine engine, AsyncFile file) {
        looks = 0;
        sleeps = 0;
        for (int i = 0; i < count; i++) {
            byteIsDue = true;
            submit(file);
            assertThat(engine.await(LONG)).isOne();
        }
    }

    /** More than one trial, where the machine is so slow at first that a look is over before the byte has come. */
    private void readUntilItLooks(Engine engine, AsyncFile file) {
        sleepIsSlow = true;
        looksFind = true;
        do {
            read(READS, engine, file);
        } while (looks < READS - OTHERWISE);
    }

    private static long submit(AsyncFile file) {
        return file.read(ByteBuffer.allocateDirect(1), 0, (request, result) -> assertThat(result).isOne());
    }

    @Test
    void looksWhereSleepTakesLong() throws Exception {
        try (Engine engine = open(true); AsyncFile file = open(engine)) {
            readUntilItLooks(engine, file);
            read(READS, engine, file);
            assertThat(looks).isBetween(READS - OTHERWISE, READS);
            assertThat(sleeps).isBetween(0, OTHERWISE);
        }
    }

    @Test
    void sleepsWhereLookingFindsNothing() throws Exception {
        try (Engine engine = open(true); AsyncFile file = open(engine)) {
            read(ENOUGH_TO_KNOW, engine, file);
            read(READS, engine, file);
            assertThat(sleeps).isEqualTo(READS);
            assertThat(looks).isZero();
        }
    }

    @Test
    void sleepsWhereTheEngineIsNotTuned() throws Exception {
        sleepIsSlow = true;
        looksFind = true;
        try (Engine engine = open(false); AsyncFile file = open(engine)) {
            read(READS, engine, file);
            assertThat(sleeps).isEqualTo(READS);
            assertThat(looks).isZero();
        }
    }

    @Test
    void threadOfTheEnginesSleeps() throws Exception {
        try (Engine engine = open(Driving.ENGINE, true); AsyncFile file = open(engine)) {
            for (int i = 0; i < ENOUGH_TO_KNOW; i++) {
                byteIsDue = true;
                assertThat(file.readAsync(ByteBuffer.allocateDirect(1), 0).join()).isOne();
            }
        }
        assertThat(looks).as("an enter now and then that neither submits nor waits, but not one behind the other").isLessThan(3 * ENOUGH_TO_KNOW);
    }

    @Test
    void sleepsBehindLooksForNothingAndStopsLookingInTheEnd() throws Exception {
        try (Engine engine = open(true); AsyncFile file = open(engine)) {
            readUntilItLooks(engine, file);
            sleepIsSlow = false;
            looksFind = false;
            read(1, engine, file);
            assertThat(looks).isPositive();
            assertThat(sleeps).isOne();
            read(ENOUGH_TO_KNOW, engine, file);
            read(READS, engine, file);
            assertThat(sleeps).isEqualTo(READS);
            assertThat(looks).isZero();
        }
    }

    @Test
    void timeoutAndStopEndAWaitThatBeganWithALook() throws Exception {
        try (Engine engine = open(true); AsyncFile file = open(engine)) {
            readUntilItLooks(engine, file);
            looks = 0;
            long request = submit(file);
            assertThat(engine.await(Duration.ofMillis(1))).isZero();
            assertThat(looks).isPositive();
            assertThat(engine.isPending(request)).isTrue();
            write();
            assertThat(engine.await(LONG)).isOne();
            looks = 0;
            request = submit(file);
            engine.stop();
            engine.run();
            assertThat(engine.isPending(request)).isTrue();
            write();
            assertThat(engine.await(LONG)).isOne();
        }
    }

    @Test
    void requestThatIsPublishedMeanwhileEndsTheLook() throws Exception {
        try (Engine engine = open(true); AsyncFile file = open(engine)) {
            readUntilItLooks(engine, file);
            looks = 0;
            whenLooking = () -> submit(file);
            submit(file);
            assertThat(engine.await(Duration.ofMillis(1))).isZero();
            assertThat(looks).isOne();
            write();
            write();
            assertThat(engine.drain(LONG)).isTrue();
        }
    }

    @Test
    void twoInFlightAreNotLookedFor() throws Exception {
        try (Engine engine = open(true); AsyncFile file = open(engine)) {
            readUntilItLooks(engine, file);
            submit(file);
            assertThat(engine.poll()).isZero();
            looks = 0;
            byteIsDue = true;
            submit(file);
            assertThat(engine.await(LONG)).isOne();
            assertThat(looks).isZero();
            write();
            assertThat(engine.await(LONG)).isOne();
        }
    }

    @Test
    void sleepsWithoutACompletionSayNothing() throws Exception {
        try (Engine engine = open(true); AsyncFile file = open(engine)) {
            for (int i = 0; i < READS; i++) {
                submit(file);
                assertThat(engine.await(Duration.ofMillis(1))).isZero();
                write();
                assertThat(engine.await(LONG)).isOne();
            }
            assertThat(looks).isZero();
        }
    }
}
