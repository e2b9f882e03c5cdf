package dev.launcho.bench.proxy.route;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.text.HostPort;
import dev.launcho.core.traffic.Routes;
import dev.launcho.proxy.route.BackendPicker;
import dev.launcho.proxy.route.RouteTable;
import java.util.List;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A routing table of one service, and a second table that lacks one of its backends. */
@State(Scope.Benchmark)
public class Table {
    static final String SERVICE = "web";

    @Param({"1", "10", "1000"})
    public int backends = 1;

    RouteTable table;
    BackendPicker picker;
    private Routes next;
    private Routes other;

    @Setup(Level.Trial)
    public void publish() {
        other = routes(backends);
        next = routes(backends - 1);
        table = new RouteTable((instance, still) -> {});
        picker = new BackendPicker(table);
        table.publish(other);
    }

    /** Returns the other table, which has one backend less than the last, or one more. */
    Routes next() {
        Routes now = next;
        next = other;
        other = now;
        return now;
    }

    private static Routes routes(int count) {
        List<Routes.Backend> each = IntStream.range(0, count)
                .mapToObj(i -> new Routes.Backend(
                        new InstanceId("instance-" + i), new HostPort("127.0.0.1", 20_000 + i), Routes.Rotation.ACTIVE))
                .toList();
        return new Routes(
                List.of(new Routes.Service(SERVICE, new HostPort("127.0.0.1", 5000), each, Routes.Hold.NONE)));
    }
}
