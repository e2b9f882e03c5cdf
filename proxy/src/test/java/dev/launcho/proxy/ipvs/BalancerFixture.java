package dev.launcho.proxy.ipvs;

import static org.awaitility.Awaitility.await;

import dev.launcho.core.model.BalanceAlgorithm;
import dev.launcho.core.model.BalancingRules;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.text.HostPort;
import dev.launcho.core.traffic.LoadBalancer;
import dev.launcho.core.traffic.Routes;
import dev.launcho.proxy.Told;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A balancer on the stand-in for ipvsadm, with a service {@code web}. */
abstract class BalancerFixture {
    static final Duration SOON = Duration.ofSeconds(60);
    static final HostPort WEB = HostPort.parse("127.0.0.1:5000");
    static final String A_WEB = "-A -t 127.0.0.1:5000 -s wrr";
    static final Routes.Hold HOLD = new Routes.Hold(Duration.ofSeconds(10), 100);

    @TempDir
    Path folder;

    private final Told listener = new Told();
    final List<String> told = listener.lines();
    final List<HostPort> taken = new CopyOnWriteArrayList<>();
    Duration timeout = Duration.ofSeconds(20);
    /** Longer than anything is waited for here. */
    Duration grace = Duration.ofMinutes(10);

    FakeIpvsadm kernel;
    LoadBalancer balancer;

    @BeforeEach
    void startBalancer() throws IOException {
        kernel = new FakeIpvsadm(Files.createDirectory(folder.resolve("kernel")));
        balancer = start();
    }

    @AfterEach
    void closeBalancer() {
        kernel.heal();
        balancer.close();
        // What it has begun may still write into the folder.
        kernel.settle();
    }

    LoadBalancer start() throws IOException {
        return IpvsBalancer.start(
                new Ipvsadm(kernel.program(), timeout),
                store(),
                OwnedEntries.parse(store().read()),
                on -> taken.contains(on) ? Optional.of(on + " is taken by another program") : Optional.empty(),
                grace,
                listener);
    }

    ClaimsStore store() {
        Path file = folder.resolve("claims");
        return new ClaimsStore() {
            @Override
            public String read() throws IOException {
                return Files.exists(file) ? Files.readString(file) : "";
            }

            @Override
            public void write(String text) throws IOException {
                Files.writeString(file, text);
            }
        };
    }

    void serve(Routes.Hold hold, Routes.Backend... backends) {
        balancer.apply(new Routes(List.of(service("web", WEB, hold, backends))));
    }

    void serve(Routes.Backend... backends) {
        serve(Routes.Hold.NONE, backends);
    }

    void serve(BalanceAlgorithm balance, Routes.Backend... backends) {
        BalancingRules spread = new BalancingRules(balance, Duration.ZERO);
        balancer.apply(
                new Routes(List.of(new Routes.Service("web", WEB, Arrays.asList(backends), Routes.Hold.NONE, spread))));
    }

    static Routes.Service service(String name, HostPort on, Routes.Hold hold, Routes.Backend... backends) {
        return new Routes.Service(name, on, Arrays.asList(backends), hold);
    }

    static Routes.Backend active(String id, int port) {
        return new Routes.Backend(new InstanceId(id), new HostPort("127.0.0.1", port), Routes.Rotation.ACTIVE);
    }

    static Routes.Backend weighing(String id, int port, int weight) {
        return new Routes.Backend(
                new InstanceId(id), new HostPort("127.0.0.1", port), Routes.Rotation.ACTIVE, weight, id);
    }

    static Routes.Backend draining(String id, int port) {
        return new Routes.Backend(new InstanceId(id), new HostPort("127.0.0.1", port), Routes.Rotation.DRAINING);
    }

    /** The kernel's line for it. */
    static String server(int port, int weight) {
        return "-a -t 127.0.0.1:5000 -r 127.0.0.1:" + port + " -m -w " + weight;
    }

    void awaitTable(String... lines) {
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> kernel.table().equals(List.of(lines)));
    }

    void awaitTold(String line) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(20)).until(() -> told.contains(line));
    }

    /** Waits until the balancer has begun, and ended, to look at the kernel since. */
    void awaitLooks(int turns) {
        long before = kernel.count("--save -n");
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> kernel.count("--save -n") > before + turns);
    }
}
