package io.auraio.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auraio.Driving;
import io.auraio.Engine;
import io.auraio.EngineOptions;
import java.lang.management.ManagementFactory;
import javax.management.JMX;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ManagedEngineKernelTest {

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

    private static Engine open() throws Exception {
        return Engine.open(EngineOptions.builder().driving(Driving.CALLER).queueDepth(64).adaptive(false).build());
    }

    @Test
    void engineIsSeenInJmxUntilItIsClosed() throws Exception {
        Engine engine = open();
        ObjectName name = new ObjectName(ManagedEngine.register("a, b = \"c\"", engine).objectName());
        EngineMXBean bean = JMX.newMXBeanProxy(server, name, EngineMXBean.class);
        assertThat(bean.getVersion()).isEqualTo(Engine.version());
        assertThat(bean.getAllowed()).isEqualTo(64);
        assertThat(bean.getLimits()).containsEntry("ring 0", 64);
        assertThat(bean.getPhases()).containsEntry("ring 0", "CONVERGED");
        assertThat(bean.getLastDecisions()).isEmpty();
        // Each attribute has a type that any JMX client knows.
        for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
            assertThat(server.getAttribute(name, attribute.getName())).as(attribute.getName()).isNotNull();
        }
        engine.close();
        assertThat(server.isRegistered(name)).isFalse();
    }

    @Test
    void registrationEndsBeforeTheEngineWhereAsked() throws Exception {
        try (Engine engine = open()) {
            ManagedEngine managed = ManagedEngine.register("early", engine);
            managed.close();
            managed.close();
            assertThat(server.isRegistered(new ObjectName(managed.objectName()))).isFalse();
        }
    }

    @Test
    void nameIsTakenOnceAndFreeAgain() throws Exception {
        try (Engine first = open(); Engine second = open()) {
            ManagedEngine managed = ManagedEngine.register("same", first);
            assertThatThrownBy(() -> ManagedEngine.register("same", second))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("name=same is another engine's; a name of its own is right");
            managed.close();
            ManagedEngine.register("same", second).close();
        }
    }

    @Test
    void registeringAClosedEngineLeavesNothingBehind() throws Exception {
        Engine engine = open();
        engine.close();
        ManagedEngine managed = ManagedEngine.register("late", engine);
        assertThat(server.isRegistered(new ObjectName(managed.objectName()))).isFalse();
    }
}
