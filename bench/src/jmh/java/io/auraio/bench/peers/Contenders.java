package io.auraio.bench.peers;

import java.util.LinkedHashMap;
import java.util.Map;

/** Who can take part, by name. */
final class Contenders {

    /** Makes one. */
    interface Factory {
        Contender open(Workload workload) throws Exception;
    }

    private static final Map<String, Factory> BY_NAME = new LinkedHashMap<>();

    static {
        BY_NAME.put("engine", workload -> EngineContender.callerDriven(workload, true));
        BY_NAME.put("engine-untuned", workload -> EngineContender.callerDriven(workload, false));
        BY_NAME.put("engine-driven", EngineContender::engineDriven);
        BY_NAME.put("engine-futures", EngineContender::futures);
        BY_NAME.put("engine-threads", workload -> EngineContender.blocking(workload, false));
        BY_NAME.put("engine-virtual", workload -> EngineContender.blocking(workload, true));
        BY_NAME.put("channel-threads", workload -> EngineContender.fileChannel(workload, false));
        BY_NAME.put("channel-virtual", workload -> EngineContender.fileChannel(workload, true));
        BY_NAME.put("channel-async", EngineContender::asynchronousFileChannel);
        BY_NAME.put("jdk-threads", workload -> JdkContenders.fileChannel(workload, false));
        BY_NAME.put("jdk-virtual", workload -> JdkContenders.fileChannel(workload, true));
        BY_NAME.put("jdk-async", JdkContenders::asynchronousFileChannel);
        BY_NAME.put("jasyncfio", JasyncfioContender::open);
    }

    private Contenders() {}

    /** @throws IllegalArgumentException if there is none of that name */
    static Factory byName(String name) {
        Factory factory = BY_NAME.get(name);
        if (factory == null) {
            throw new IllegalArgumentException("contender=" + name + "; one of fio, fio-batched, " + String.join(", ", BY_NAME.keySet()) + " is right");
        }
        return factory;
    }
}
