package dev.launcho.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.model.Balance;
import dev.launcho.core.model.ConnectionRules;
import dev.launcho.core.model.HostPort;
import dev.launcho.core.model.Spread;
import dev.launcho.core.traffic.Counters;
import dev.launcho.core.traffic.LoadBalancer;
import dev.launcho.core.traffic.Routes;
import dev.launcho.proxy.listen.Patience;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A balancer on one engine, with a service {@code web} on a free port. */
@ParameterizedClass
@EnumSource(EngineKind.class)
abstract class BalancerFixture {
    static {
        NettyLogging.quieten();
        LeakWatch.install();
        OpenFiles.warmUp();
    }

    static final Duration SOON = Duration.ofSeconds(5);
    static final Routes.Hold HOLD = new Routes.Hold(Duration.ofSeconds(10), 100);

    @Parameter
    EngineKind engine;

    final Told told = new Told();
    LoadBalancer balancer;
    HostPort web;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private long openBefore;

    @BeforeEach
    void startBalancer() throws IOException {
        openBefore = OpenFiles.count();
        balancer = NettyBalancer.start(engine.start(), listener(), patience());
        web = freeAddress("127.0.0.1");
    }

    /** Hears what the balancer tells. */
    LoadBalancer.Listener listener() {
        return told;
    }

    /** Less where a test would have to wait for its end. */
    Patience patience() {
        return Patience.USUAL;
    }

    @AfterEach
    void closeEverything() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
        balancer.close();
        OpenFiles.awaitAtMost(openBefore);
    }

    @AfterAll
    static void nothingLeaked() {
        LeakWatch.assertNoLeaks();
    }

    /** Closes it after the test. */
    <T extends AutoCloseable> T closing(T resource) {
        opened.push(resource);
        return resource;
    }

    TestBackend echo(String id) throws IOException {
        return closing(TestBackend.echo(id));
    }

    TestBackend backend(String id, TestBackend.Conversation conversation) throws IOException {
        return closing(new TestBackend(id, conversation));
    }

    TestClient connect() throws IOException {
        return closing(new TestClient(web));
    }

    /** @param host an address of this machine, as {@code 127.0.1.7} */
    TestClient connectFrom(String host) throws IOException {
        return closing(new TestClient(web, host));
    }

    /** Whether a new client is reset; that may be so fast that it hears of it in its connect. */
    boolean isReset() throws IOException {
        try {
            return connect().isReset();
        } catch (SocketException whileConnecting) {
            return whileConnecting.getMessage().contains("reset");
        }
    }

    /** Applies the table with {@code web} only, and waits until its address is open. */
    void serve(Routes.Hold hold, Routes.Backend... backends) {
        balancer.apply(new Routes(List.of(service("web", web, hold, backends))));
        awaitTold("listening web");
    }

    void serve(Balance balance, Routes.Backend... backends) {
        Spread spread = new Spread(balance, Duration.ZERO);
        balancer.apply(
                new Routes(List.of(new Routes.Service("web", web, Arrays.asList(backends), Routes.Hold.NONE, spread))));
        awaitTold("listening web");
    }

    void serve(Routes.Backend... backends) {
        serve(Routes.Hold.NONE, backends);
    }

    void serve(ConnectionRules rules, Routes.Backend... backends) {
        serve(rules, Routes.Hold.NONE, backends);
    }

    void serve(ConnectionRules rules, Routes.Hold hold, Routes.Backend... backends) {
        balancer.apply(new Routes(
                List.of(new Routes.Service("web", web, Arrays.asList(backends), hold, Spread.DEFAULT, rules))));
        awaitTold("listening web");
    }

    static Routes.Service service(String name, HostPort on, Routes.Hold hold, Routes.Backend... backends) {
        return new Routes.Service(name, on, Arrays.asList(backends), hold);
    }

    void awaitTold(String line) {
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(told.lines()).contains(line));
    }

    Counters.Service counted() {
        return balancer.counters().service("web");
    }

    Counters.Backend counted(TestBackend backend) {
        return balancer.counters().backend(backend.id());
    }

    void awaitHeld(int count) {
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> counted().held() == count);
    }

    void awaitActive(int count) {
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> counted().active() == count);
    }

    static boolean hasIpv6Loopback() throws IOException {
        return NetworkInterface.getByInetAddress(InetAddress.getByName("::1")) != null;
    }

    /** Below the ports that the system gives out, so that no client or backend of any test gets it meanwhile. */
    static HostPort freeAddress(String host) throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(10_000, 32_000);
            try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getByName(host))) {
                return new HostPort(host, probe.getLocalPort());
            } catch (BindException taken) {
                continue;
            }
        }
    }
}
