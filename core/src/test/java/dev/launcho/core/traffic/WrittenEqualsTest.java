package dev.launcho.core.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.model.BalanceAlgorithm;
import dev.launcho.core.model.BalancingRules;
import dev.launcho.core.model.ConnectionRules;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ProxyProtocol;
import dev.launcho.core.model.Version;
import dev.launcho.core.text.HostPort;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The records whose {@code equals} is written by hand for speed: a component that it forgets would hide a change of the routes. */
class WrittenEqualsTest {
    private static final HostPort HERE = new HostPort("127.0.0.1", 80);

    /** Two different values of each type. */
    private static final Map<Class<?>, List<Object>> VALUES = Map.of(
            String.class, List.of("a", "b"),
            int.class, List.of(1, 2),
            boolean.class, List.of(true, false),
            HostPort.class, List.of(HERE, new HostPort("127.0.0.1", 81)),
            InstanceId.class, List.of(new InstanceId("calm-otter-1"), new InstanceId("calm-otter-2")),
            Routes.Rotation.class, List.of(Routes.Rotation.ACTIVE, Routes.Rotation.DRAINING),
            Routes.Hold.class, List.of(new Routes.Hold(Duration.ZERO, 1), new Routes.Hold(Duration.ZERO, 2)),
            List.class,
                    List.of(
                            List.of(),
                            List.of(new Routes.Backend(new InstanceId("calm-otter-1"), HERE, Routes.Rotation.ACTIVE))),
            BalancingRules.class,
                    List.of(BalancingRules.DEFAULT, new BalancingRules(BalanceAlgorithm.SOURCE, Duration.ZERO)),
            ConnectionRules.class,
                    List.of(
                            ConnectionRules.NONE,
                            new ConnectionRules(ProxyProtocol.V1, List.of(), 0, 0, Duration.ZERO)));

    @ParameterizedTest
    @ValueSource(
            classes = {Routes.Service.class, Routes.Backend.class, HostPort.class, InstanceId.class, Version.class})
    void equals_eachComponent_counts(Class<? extends Record> type) throws Exception {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        Arrays.setAll(values, i -> value(type, components[i], 0));
        Object one = make(type, values);

        assertThat(make(type, values)).isEqualTo(one).hasSameHashCodeAs(one);
        for (int i = 0; i < components.length; i++) {
            Object[] other = values.clone();
            other[i] = value(type, components[i], 1);
            assertThat(make(type, other)).as(components[i].getName()).isNotEqualTo(one);
        }
    }

    private static Object value(Class<?> type, RecordComponent component, int which) {
        if (type == InstanceId.class) {
            return List.of("calm-otter-1", "calm-otter-2").get(which);
        }
        assertThat(VALUES).as("values for " + component).containsKey(component.getType());
        return VALUES.get(component.getType()).get(which);
    }

    private static Object make(Class<?> type, Object... values) throws Exception {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        Constructor<?> canonical = type.getDeclaredConstructor(types);
        return canonical.newInstance(values);
    }
}
