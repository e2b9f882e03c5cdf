package dev.launcho.proxy.listen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.text.HostPort;
import dev.launcho.core.traffic.Routes;
import dev.launcho.proxy.header.HeaderWriter;
import dev.launcho.proxy.relay.Relay;
import dev.launcho.proxy.relay.RelayOwner;
import dev.launcho.proxy.relay.WarningLimiter;
import dev.launcho.proxy.route.BackendPicker;
import dev.launcho.proxy.route.RouteTable;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** In virtual time. */
class HoldQueueTest {
    private static final Routes.Hold HOLD = new Routes.Hold(Duration.ofSeconds(10), 100);

    private final EmbeddedChannel time = new EmbeddedChannel();
    private final List<String> connected = new ArrayList<>();
    private final RouteTable table = new RouteTable((instance, still) -> {});
    private final HoldQueue held = new HoldQueue(List.of(time.eventLoop()));
    private long now;

    private final ConnectionContext context = new ConnectionContext(
            table,
            new BackendPicker(table),
            held,
            new HeaderWriter(),
            new WarningLimiter(() -> now),
            ConnectTimeouts.USUAL,
            () -> now);

    private void publish(Routes.Backend... backends) {
        table.publish(new Routes(
                List.of(new Routes.Service("web", new HostPort("127.0.0.1", 5000), Arrays.asList(backends), HOLD))));
        held.wake();
        time.runPendingTasks();
    }

    private void arrives(String name) {
        ServiceAdmission entry = Objects.requireNonNull(ServiceAdmission.take("web", context));
        entry.arrive(new Named(name)).begin();
    }

    private void pass(Duration duration) {
        now += duration.toNanos();
        time.advanceTimeBy(duration.toNanos(), TimeUnit.NANOSECONDS);
        time.runScheduledPendingTasks();
    }

    /** Each looks by itself once a second, and for a moment everybody else has come later than it has looked. */
    @Test
    void wake_someHaveLookedMeanwhile_oldestFirst() {
        time.freezeTime();
        publish();
        arrives("first");
        pass(Duration.ofMillis(400));
        arrives("second");
        pass(Duration.ofMillis(400));
        arrives("third");
        pass(Duration.ofMillis(400));
        assertThat(connected).isEmpty();

        publish(new Routes.Backend(new InstanceId("a"), new HostPort("127.0.0.1", 5001), Routes.Rotation.ACTIVE));

        assertThat(connected).containsExactly("first", "second", "third");
    }

    /** A client that does nothing. */
    private final class Named implements Relay {
        private final String name;

        Named(String name) {
            this.name = name;
        }

        @Override
        public EventLoop loop() {
            return time.eventLoop();
        }

        @Override
        public @Nullable InetSocketAddress client() {
            return null;
        }

        @Override
        public @Nullable InetSocketAddress local() {
            return null;
        }

        @Override
        public void handTo(RelayOwner other) {}

        @Override
        public void readEarly() {}

        @Override
        public void stopReading(byte[] unread) {}

        @Override
        public void connect(InetSocketAddress backend) {
            connected.add(name);
        }

        @Override
        public void abandonConnect() {}

        @Override
        public void watch() {}

        @Override
        public void start(byte[] first, Duration idle) {}

        @Override
        public void reset() {}
    }
}
