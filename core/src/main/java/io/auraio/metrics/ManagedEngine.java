package io.auraio.metrics;

import io.auraio.Engine;
import io.auraio.EngineStats;
import io.auraio.TunerStats;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Shows an engine in JMX, as {@code io.auraio:type=Engine,name=...} in the platform's server, until it or the engine is closed.
 *
 * <p>Needs the module {@code java.management}, which every ordinary JDK resolves for an application on the class path; one on the module path requires it, or
 * adds it with {@code --add-modules}. Any thread.
 */
public final class ManagedEngine implements AutoCloseable {

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final ObjectName name;

    private ManagedEngine(ObjectName name) {
        this.name = name;
    }

    /**
     * Registers an engine.
     *
     * @param name how it is called there; any text
     * @param engine the engine
     * @return the registration; closing it, or the engine, ends it
     * @throws IllegalArgumentException if another engine has the name
     */
    public static ManagedEngine register(String name, Engine engine) {
        try {
            ManagedEngine managed = new ManagedEngine(new ObjectName("io.auraio:type=Engine,name=" + ObjectName.quote(name)));
            managed.server.registerMBean(new Bean(engine::stats), managed.name);
            engine.onClose(managed::close);
            return managed;
        } catch (InstanceAlreadyExistsException e) {
            throw new IllegalArgumentException("name=" + name + " is another engine's; a name of its own is right", e);
        } catch (JMException e) {
            throw new IllegalStateException("name=" + name + " could not be registered: " + e.getMessage(), e);
        }
    }

    /**
     * The name in the server.
     *
     * @return the object's name
     */
    public String objectName() {
        return name.getCanonicalName();
    }

    /** Takes the engine out of JMX; nothing where that was done. */
    @Override
    public void close() {
        try {
            server.unregisterMBean(name);
        } catch (InstanceNotFoundException e) {
            // Closed before, or the engine was.
        } catch (JMException e) {
            throw new IllegalStateException("name=" + name + " could not be unregistered: " + e.getMessage(), e);
        }
    }

    /** The figures; each attribute is asked for by itself, and reads them by itself. */
    private record Bean(Supplier<EngineStats> source) implements EngineMXBean {

        private EngineStats stats() {
            return source.get();
        }

        @Override
        public String getVersion() {
            return Engine.version();
        }

        @Override
        public long getSubmitted() {
            return stats().submitted();
        }

        @Override
        public long getCompleted() {
            return stats().completed();
        }

        @Override
        public long getFailed() {
            return stats().failed();
        }

        @Override
        public long getRefused() {
            return stats().refused();
        }

        @Override
        public long getBytesRead() {
            return stats().bytesRead();
        }

        @Override
        public long getBytesWritten() {
            return stats().bytesWritten();
        }

        @Override
        public int getInFlight() {
            return stats().inFlight();
        }

        @Override
        public int getPeakInFlight() {
            return stats().peakInFlight();
        }

        @Override
        public int getAllowed() {
            return stats().allowed();
        }

        @Override
        public long getWaiting() {
            return stats().waiting();
        }

        @Override
        public long getOpenFiles() {
            return stats().openFiles();
        }

        @Override
        public long getSpills() {
            return stats().spills();
        }

        @Override
        public double getRequestsPerSystemCall() {
            return stats().requestsPerEnter();
        }

        @Override
        public double getRequestsPerSecond() {
            return stats().throughput().operations();
        }

        @Override
        public double getP50Micros() {
            return micros(50);
        }

        @Override
        public double getP99Micros() {
            return micros(99);
        }

        @Override
        public double getP999Micros() {
            return micros(99.9);
        }

        private double micros(double percentile) {
            return stats().latency().percentile(percentile) / 1e3;
        }

        @Override
        public Map<String, String> getPhases() {
            return byScope(tuner -> tuner.phase().name());
        }

        @Override
        public Map<String, Integer> getLimits() {
            return byScope(TunerStats::limit);
        }

        @Override
        public Map<String, String> getLastDecisions() {
            return byScope(tuner -> tuner.lastDecision().map(Object::toString).orElse(null));
        }

        private <V> Map<String, V> byScope(Function<TunerStats, V> value) {
            Map<String, V> values = new TreeMap<>();
            for (TunerStats tuner : stats().tuners()) {
                V of = value.apply(tuner);
                if (of != null) {
                    values.put(tuner.scope(), of);
                }
            }
            return values;
        }

        @Override
        public long getBufferMappedBytes() {
            return stats().buffers().mappedBytes();
        }

        @Override
        public long getBufferInUseBytes() {
            return stats().buffers().inUseBytes();
        }
    }
}
