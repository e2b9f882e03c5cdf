package dev.launcho.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.text.HostPort;
import dev.launcho.core.traffic.Routes;
import dev.launcho.core.traffic.Routes.Rotation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Threads that pick all the time, against one that takes backends in and out of rotation. */
class DrainRaceTest {
    private static final InstanceId A = new InstanceId("a");
    private static final InstanceId B = new InstanceId("b");
    private static final int ROUNDS = 3_000;

    /** Connections of A as its backend would see them. */
    private final AtomicInteger connections = new AtomicInteger();
    /** From a drain's end until A is put back, no connection may reach it. */
    private final AtomicBoolean closed = new AtomicBoolean();

    private final AtomicReference<@Nullable String> violation = new AtomicReference<>();
    private final AtomicInteger told = new AtomicInteger();
    private volatile CountDownLatch drained = new CountDownLatch(1);

    @Test
    void drained_whilePicking_toldOnceAndNothingReachesItAfterwards() throws InterruptedException {
        RouteTable table = new RouteTable((instance, still) -> {
            if (instance.equals(A) && still.getAsBoolean()) {
                drainedA();
            }
        });
        AtomicBoolean stop = new AtomicBoolean();
        List<Thread> pickers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Thread thread = new Thread(() -> pickUntil(stop, new BackendPicker(table)));
            thread.start();
            pickers.add(thread);
        }
        for (int round = 0; round < ROUNDS; round++) {
            closed.set(false);
            table.publish(table(Rotation.ACTIVE));
            drained = new CountDownLatch(1);
            table.publish(table(Rotation.DRAINING));
            assertThat(drained.await(60, TimeUnit.SECONDS))
                    .as("drain %d ends", round)
                    .isTrue();
        }
        stop.set(true);
        for (Thread thread : pickers) {
            thread.join();
        }

        assertThat(violation.get()).isNull();
        assertThat(told).hasValue(ROUNDS);
    }

    private void drainedA() {
        if (connections.get() != 0) {
            violation.set("told drained with a connection");
        }
        closed.set(true);
        told.incrementAndGet();
        drained.countDown();
    }

    private void pickUntil(AtomicBoolean stop, BackendPicker picker) {
        while (!stop.get()) {
            BackendLease lease = picker.pick("web", List.of());
            if (lease != null && lease.instance().equals(A)) {
                connections.incrementAndGet();
                if (closed.get()) {
                    violation.set("picked after drained was told");
                }
                connections.decrementAndGet();
            }
            if (lease != null) {
                lease.ended(false);
            }
        }
    }

    private static Routes table(Rotation rotation) {
        return new Routes(List.of(new Routes.Service(
                "web",
                new HostPort("127.0.0.1", 1),
                List.of(
                        new Routes.Backend(A, new HostPort("127.0.0.1", 2), rotation),
                        new Routes.Backend(B, new HostPort("127.0.0.1", 3), Rotation.ACTIVE)),
                Routes.Hold.NONE)));
    }
}
