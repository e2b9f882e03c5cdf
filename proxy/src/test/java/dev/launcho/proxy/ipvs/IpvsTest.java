package dev.launcho.proxy.ipvs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.model.BalanceAlgorithm;
import dev.launcho.core.model.BalancingRules;
import dev.launcho.core.model.ConnectionRules;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ProxyProtocol;
import dev.launcho.core.model.ServiceSpec;
import dev.launcho.core.text.Cidr;
import dev.launcho.core.text.HostPort;
import dev.launcho.core.traffic.BalancerCapabilities;
import dev.launcho.core.traffic.LoadBalancer;
import dev.launcho.core.traffic.Routes;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Before anything is started, and after the other balancer has been. */
class IpvsTest {
    @TempDir
    Path folder;

    private FakeIpvsadm fake;
    private final AtomicReference<String> claims = new AtomicReference<>("");
    private final ClaimsStore store = new ClaimsStore() {
        @Override
        public String read() {
            return claims.get();
        }

        @Override
        public void write(String text) {
            claims.set(text);
        }
    };

    @BeforeEach
    void make() {
        fake = new FakeIpvsadm(folder);
    }

    private String path() {
        return "/nowhere:" + folder;
    }

    @Test
    void balancer_aProgramListensOnTheAddress_isNotRobbed() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        try (ServerSocket program = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                LoadBalancer balancer = Ipvs.find(path()).balancer(store, listener(told))) {
            HostPort on = new HostPort("127.0.0.1", program.getLocalPort());
            balancer.apply(new Routes(List.of(new Routes.Service("web", on, List.of(), Routes.Hold.NONE))));

            await().atMost(Duration.ofSeconds(60)).until(() -> !told.isEmpty());
            assertThat(told).containsExactly("web: " + on + " is taken by another program");
            assertThat(fake.changes()).isEmpty();
        }
    }

    private static LoadBalancer.Listener listener(List<String> told) {
        return new LoadBalancer.Listener() {
            @Override
            public void listening(String service) {
                told.add(service + ": listens");
            }

            @Override
            public void listenFailed(String service, String message) {
                told.add(service + ": " + message);
            }

            @Override
            public void drained(InstanceId instance) {}
        };
    }

    @Test
    void find_absent_namesThePackage() {
        assumeThat(Files.exists(Path.of("/usr/sbin/ipvsadm")) || Files.exists(Path.of("/sbin/ipvsadm")))
                .as("ipvsadm is installed here")
                .isFalse();

        assertThatThrownBy(() -> Ipvs.find("/nowhere"))
                .isInstanceOf(IpvsUnavailable.class)
                .hasMessage("server.balancer: ipvs can't be used: the program ipvsadm is not installed; install it"
                        + " (apt-get install ipvsadm, dnf install ipvsadm), or set server.balancer: netty in"
                        + " launcho-config.yaml");
    }

    @Test
    void find_noPrivilege_saysRoot() {
        fake.mode("noprivilege");

        assertThatThrownBy(() -> Ipvs.find(path()))
                .isInstanceOf(IpvsUnavailable.class)
                .hasMessageContaining("Permission denied (you must be root)")
                .hasMessageContaining("; run the server as root, or give it CAP_NET_ADMIN, or set")
                .hasMessageNotContaining("\n");
    }

    @Test
    void find_noModule_saysModprobe() {
        fake.mode("nomodule");

        assertThatThrownBy(() -> Ipvs.find(path()))
                .isInstanceOf(IpvsUnavailable.class)
                .hasMessageContaining("Protocol not available")
                .hasMessageContaining("; load the module ip_vs (modprobe ip_vs)")
                .hasMessageNotContaining("\n");
    }

    @Test
    void leftovers_ours_areRemoved_othersStay() throws InterruptedException {
        fake.run("-A", "-t", "127.0.0.1:5000", "-s", "rr");
        fake.run("-a", "-t", "127.0.0.1:5000", "-r", "127.0.0.1:20001", "-m");
        fake.run("-A", "-t", "127.0.0.1:7", "-s", "rr");
        claims.set("service 127.0.0.1:5000\nserver 127.0.0.1:5000 127.0.0.1:20001 a\n");

        assertThat(Ipvs.removeLeftovers(path(), store)).isEmpty();

        assertThat(fake.table()).containsExactly("-A -t 127.0.0.1:7 -s rr");
        assertThat(OwnedEntries.parse(claims.get())).isEqualTo(OwnedEntries.NONE);
    }

    @Test
    void leftovers_mayNotBeRemoved_isSaid_andRemembered() throws InterruptedException {
        fake.mode("noprivilege");
        claims.set("service 127.0.0.1:5000\n");

        assertThat(Ipvs.removeLeftovers(path(), store).orElseThrow())
                .contains("127.0.0.1:5000")
                .contains("Permission denied");
        assertThat(claims.get()).isEqualTo("service 127.0.0.1:5000\n");
    }

    @Test
    void leftovers_moduleGone_soIsTheTable() throws InterruptedException {
        fake.mode("nomodule");
        claims.set("service 127.0.0.1:5000\n");

        assertThat(Ipvs.removeLeftovers(path(), store)).isEmpty();
        assertThat(OwnedEntries.parse(claims.get())).isEqualTo(OwnedEntries.NONE);
    }

    @Test
    void leftovers_none_nothingIsRun() throws InterruptedException {
        assertThat(Ipvs.removeLeftovers(path(), store)).isEmpty();
        assertThat(fake.count("--version")).isZero();
    }

    private static List<BalancerCapabilities.Shortfall> shortfalls(String on, Duration hold) {
        ServiceSpec spec = new ServiceSpec("web", on, hold, ServiceSpec.HOLD_MAX);
        return new KernelLimits().shortfalls(spec, Optional.of(HostPort.parse(on)));
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0:80, takes no connection on a wildcard address; write 127.0.0.1:80",
        "'[::]:80', takes no connection on a wildcard address",
        "192.0.2.1:80, can't bring other machines' connections",
        "'[2001:db8::1]:80', can't bring other machines' connections",
        "web.internal:80, needs an address instead of a name"
    })
    void on_cantWork_isRefused(String on, String why) {
        assertThat(shortfalls(on, Duration.ZERO)).singleElement().satisfies(s -> {
            assertThat(s.refused()).isTrue();
            assertThat(s.key()).isEqualTo("on");
            assertThat(s.message()).contains(why).endsWith("or set server.balancer: netty");
        });
    }

    @Test
    void shortfalls_localhost_ipv4Only_isSaid() {
        assertThat(shortfalls("localhost:80", Duration.ZERO)).singleElement().satisfies(s -> {
            assertThat(s.refused()).isFalse();
            assertThat(s.message()).isEqualTo("localhost:80 is 127.0.0.1 only, not ::1, with server.balancer: ipvs");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:80", "127.0.0.2:80"})
    void on_loopback_isGood(String on) {
        assertThat(shortfalls(on, Duration.ZERO)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "SOURCE, 0, balance, gives most clients another one",
        "ROUND_ROBIN, 5, slow_start, gives a process its whole share at once"
    })
    void spread_worksLessWell_isANotice(BalanceAlgorithm balance, int slowStart, String key, String why) {
        ServiceSpec spec = new ServiceSpec(
                "web", "127.0.0.1:80", Duration.ZERO, 1, new BalancingRules(balance, Duration.ofSeconds(slowStart)));

        assertThat(new KernelLimits().shortfalls(spec, Optional.empty()))
                .singleElement()
                .satisfies(s -> {
                    assertThat(s.refused()).isFalse();
                    assertThat(s.key()).isEqualTo(key);
                    assertThat(s.message()).contains(why);
                });
    }

    @ParameterizedTest
    @EnumSource(
            value = BalanceAlgorithm.class,
            names = {"ROUND_ROBIN", "LEAST_CONNECTIONS"})
    void spread_theKernelHasIt_noNotice(BalanceAlgorithm balance) {
        ServiceSpec spec =
                new ServiceSpec("web", "127.0.0.1:80", Duration.ZERO, 1, new BalancingRules(balance, Duration.ZERO));

        assertThat(new KernelLimits().shortfalls(spec, Optional.empty())).isEmpty();
    }

    @Test
    void rules_allOfThem_areRefusedEachWithItsKey() {
        ConnectionRules rules =
                new ConnectionRules(ProxyProtocol.V2, List.of(Cidr.parse("10.0.0.0/8")), 5, 1, Duration.ofMinutes(1));
        ServiceSpec spec = new ServiceSpec("web", "127.0.0.1:80", Duration.ZERO, 1, BalancingRules.DEFAULT, rules);

        assertThat(new KernelLimits().shortfalls(spec, Optional.of(HostPort.parse(spec.on()))))
                .allSatisfy(s -> {
                    assertThat(s.refused()).isTrue();
                    assertThat(s.message()).endsWith("; leave it out, or set server.balancer: netty");
                })
                .extracting(BalancerCapabilities.Shortfall::key)
                .containsExactly(
                        "proxy_protocol",
                        "accept_proxy",
                        "max_connections",
                        "max_connections_per_source",
                        "idle_timeout");
    }

    @Test
    void on_ipv6LoopbackOrHold_isWarnedOf() {
        assertThat(shortfalls("[::1]:80", ServiceSpec.HOLD))
                .extracting(s -> s.refused() + " " + s.key())
                .containsExactly("false on", "false hold");
    }
}
