package io.auraio.bench;

import io.auraio.Engine;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Opening an engine with the default options, and closing one with nothing in flight: once each, in a JVM that has done it before. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 20)
@Measurement(iterations = 50)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class EngineLifecycleBenchmark {

    /** An engine that the benchmark opens, and what follows closes. */
    @State(Scope.Thread)
    public static class Opened {
        private Engine engine;

        @TearDown(Level.Invocation)
        public void close() {
            engine.close();
        }
    }

    /** An engine that is open before the benchmark closes it. */
    @State(Scope.Thread)
    public static class ToClose {
        private Engine engine;

        @Setup(Level.Invocation)
        public void open() throws IOException {
            engine = Engine.open();
        }
    }

    @Benchmark
    public void open(Opened opened) throws IOException {
        opened.engine = Engine.open();
    }

    @Benchmark
    public void close(ToClose toClose) {
        toClose.engine.close();
    }
}
