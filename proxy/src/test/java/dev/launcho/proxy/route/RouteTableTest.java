package dev.launcho.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.text.HostPort;
import dev.launcho.core.traffic.Routes;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class RouteTableTest {
    private final List<String> told = new ArrayList<>();
    private final List<BooleanSupplier> stillDrained = new ArrayList<>();
    private final RouteTable table = new RouteTable((instance, still) -> {
        told.add(instance.name());
        stillDrained.add(still);
    });
    private final BackendPicker picker = new BackendPicker(table);

    @Test
    void drained_putBackBeforeItIsTold_isStale() {
        table.publish(routes("a"));
        table.publish(Routes.EMPTY);
        assertThat(stillDrained).singleElement().matches(BooleanSupplier::getAsBoolean);

        table.publish(routes("a"));
        table.publish(Routes.EMPTY);

        assertThat(told).containsExactly("a", "a");
        assertThat(stillDrained).extracting(BooleanSupplier::getAsBoolean).containsExactly(false, true);
    }

    @Test
    void publish_sameTable_tellsNothing() {
        table.publish(routes("a"));
        table.publish(routes("b"));
        table.publish(routes("b"));

        assertThat(told).containsExactly("a");
    }

    @Test
    void pick_allTried_none() {
        table.publish(routes("a", "b"));

        assertThat(picker.pick("web", List.of(new InstanceId("a"), new InstanceId("b"))))
                .isNull();
        assertThat(picker.pick("api", List.of())).isNull();
    }

    @Test
    void pick_backendLeavesInBetween_isUndone() {
        table.publish(routes("a", "b"));

        BackendLease lease = picker.pick("web", whileChoosing(() -> table.publish(routes("b"))));

        assertThat(lease).isNotNull();
        assertThat(lease.instance().name()).isEqualTo("b");
        assertThat(table.counters().backend(new InstanceId("a")).active()).isZero();
        assertThat(told).containsExactly("a");
    }

    @Test
    void pick_serviceLeavesInBetween_none() {
        table.publish(routes("a"));

        assertThat(picker.pick("web", whileChoosing(() -> table.publish(Routes.EMPTY))))
                .isNull();
        assertThat(told).containsExactly("a");
    }

    @Test
    void pick_anotherTableInBetween_backendStaysChosen() {
        table.publish(routes("a"));

        BackendLease lease = picker.pick("web", whileChoosing(() -> table.publish(routes("b", "a"))));

        assertThat(lease).isNotNull();
        assertThat(lease.instance().name()).isEqualTo("a");
    }

    /** Nothing tried; but {@code meanwhile} happens after the pick has read the snapshot. */
    private static List<InstanceId> whileChoosing(Runnable meanwhile) {
        AtomicBoolean first = new AtomicBoolean(true);
        return new AbstractList<>() {
            @Override
            public boolean contains(Object instance) {
                if (first.getAndSet(false)) {
                    meanwhile.run();
                }
                return false;
            }

            @Override
            public InstanceId get(int index) {
                throw new IndexOutOfBoundsException(index);
            }

            @Override
            public int size() {
                return 0;
            }
        };
    }

    @Test
    void gone_idleOnes_theOldestAreForgotten() {
        for (int i = 0; i < 3 * RetainedStats.MOST_GONE; i++) {
            table.publish(routes("a-" + i));
        }

        assertThat(table.counters().backends()).hasSizeLessThanOrEqualTo(RetainedStats.MOST_GONE + 2);
        assertThat(table.counters().backends()).containsKey(new InstanceId("a-" + (3 * RetainedStats.MOST_GONE - 1)));
    }

    @Test
    void gone_withConnections_isNotForgotten() {
        table.publish(routes("old"));
        BackendLease lease = picker.pick("web", List.of());
        for (int i = 0; i < 2 * RetainedStats.MOST_GONE; i++) {
            table.publish(routes("a-" + i));
        }
        assertThat(table.counters().backend(new InstanceId("old")).active()).isEqualTo(1);
        assertThat(told).doesNotContain("old");

        assertThat(lease).isNotNull();
        lease.ended(false);

        assertThat(told).contains("old");
    }

    private static Routes routes(String... backends) {
        List<Routes.Backend> active = new ArrayList<>();
        for (String name : backends) {
            active.add(new Routes.Backend(new InstanceId(name), new HostPort("127.0.0.1", 2), Routes.Rotation.ACTIVE));
        }
        return new Routes(List.of(new Routes.Service("web", new HostPort("127.0.0.1", 1), active, Routes.Hold.NONE)));
    }
}
