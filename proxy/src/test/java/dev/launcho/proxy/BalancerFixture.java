package dev.launcho.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.model.BalanceAlgorithm;
import dev.launcho.core.model.BalancingRules;
import dev.launcho.core.model.ConnectionRules;
import dev.launcho.core.text.HostPort;
import dev.launcho.core.traffic.LoadBalancer;
import dev.launcho.core.traffic.Routes;
import dev.launcho.core.traffic.TrafficCounters;
import dev.launcho.proxy.listen.ConnectTimeouts;
import dev.launcho.proxy.names.HostLookup;
import dev.launcho.proxy.names.HostNames;
import dev.launcho.proxy.names.SystemLookup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A balancer on one engine, with a service {@code web} on a free port. */
@ParameterizedClass
@EnumSource(EngineKind.class)
abstract class BalancerFixture implements StartsAnew {
    static {
        NettyLogging.quieten();
        LeakWatch.install();
        OpenFiles.warmUp();
        FreePorts.warmUp();
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
    }

    static final Duration SOON = Duration.ofSeconds(30);
    /** Longer than anything is waited for here: what happens soon does not happen because its time is over. */
    static final ConnectTimeouts PATIENT =
            new ConnectTimeouts(Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofMinutes(2));

    static final Routes.Hold HOLD = new Routes.Hold(Duration.ofMinutes(2), 100);

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
        balancer = NettyBalancer.start(engine.start(), listener(), patience(), lookup(), pace());
        web = freeAddress("127.0.0.1");
    }

    /** Hears what the balancer tells. */
    LoadBalancer.Listener listener() {
        return told;
    }

    /** Less where a test has to wait for its end. */
    ConnectTimeouts patience() {
        return PATIENT;
    }

    /** Starts the balancer again, with other time limits. */
    void restart(ConnectTimeouts limits) {
        balancer.close();
        balancer = NettyBalancer.start(engine.start(), listener(), limits, lookup(), pace());
    }

    @Override
    public void startAnew() throws Exception {
        try {
            closeEverything();
        } catch (Exception | AssertionError alsoBroken) {
            // What the test has to say was told.
        }
        told.clear();
        forget();
        startBalancer();
    }

    /** What a test remembers in fields. */
    void forget() {}

    /** Where names are looked up. */
    HostLookup lookup() {
        return SystemLookup.INSTANCE;
    }

    /** How often. */
    HostNames.Pace pace() {
        return HostNames.Pace.USUAL;
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

    void serve(BalanceAlgorithm balance, Routes.Backend... backends) {
        BalancingRules spread = new BalancingRules(balance, Duration.ZERO);
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
                List.of(new Routes.Service("web", web, Arrays.asList(backends), hold, BalancingRules.DEFAULT, rules))));
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

    TrafficCounters.Service counted() {
        return balancer.counters().service("web");
    }

    TrafficCounters.Backend counted(TestBackend backend) {
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

    static HostPort freeAddress(String host) throws IOException {
        return FreePorts.on(host);
    }
}
