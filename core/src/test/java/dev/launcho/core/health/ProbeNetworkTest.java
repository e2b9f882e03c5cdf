package dev.launcho.core.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.launcho.core.net.Ipv6;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Probes in a network of its own, whose kernel gives out few ports. */
class ProbeNetworkTest {
    private static final String LOOPBACK = "ip link set lo up";
    private static final String PORTS = "/proc/sys/net/ipv4/ip_local_port_range";
    private static final String FEW = LOOPBACK + " && echo 40000 40119 > " + PORTS;
    private static final String NO_IPV6 = "echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6";

    @BeforeAll
    static void mayMakeNetworks() throws Exception {
        boolean may = inNetwork(FEW).start().waitFor() == 0;
        if (!may) {
            System.out.println("SKIPPED ProbeNetworkTest: it needs root, unshare and ip to make a network of its own");
        }
        assumeTrue(may, "root, unshare and ip");
    }

    /** Of two ports, the kernel prefers the one that is asked for. */
    @ParameterizedTest
    @ValueSource(ints = {40_000, 40_001})
    void nobodyListens_theConnectionMeetsItself_isRefused(int port) throws Exception {
        assertThat(probe(LOOPBACK + " && echo 40000 40001 > " + PORTS, "none", "" + port, "0"))
                .isEqualTo("unhealthy, connect on 127.0.0.1:" + port + ": connection refused");
    }

    @Test
    void noPortLeft_isAskedFromANeighbour() throws Exception {
        assertThat(probe(FEW, "127.0.0.1", "6000", "120"))
                .isEqualTo("healthy, connect on 127.0.0.1:6000: accepts connections");
    }

    @Test
    void noPortLeftForIpv6_whichHasNoNeighbours_countsNeitherWay() throws Exception {
        Ipv6.needed();
        assertThat(probe(FEW, "::1", "6000", "120"))
                .isEqualTo("neither, connect on [::1]:6000: not asked, this machine has no local port left for it"
                        + " (sysctl net.ipv4.ip_local_port_range); this counts as neither success nor failure");
    }

    @Test
    void nobodyListens_noIpv6_isRefused() throws Exception {
        assertThat(probe(FEW + " && " + NO_IPV6, "none", "6000", "0"))
                .isEqualTo("unhealthy, connect on 127.0.0.1:6000: connection refused");
    }

    private static String probe(String network, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                NetworkProbe.class.getName()));
        command.addAll(List.of(arguments));
        Process program = inNetwork(network + " && exec \"$@\"", command.toArray(String[]::new))
                .start();
        try {
            String said = program.inputReader().readLine();
            assertThat(program.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return String.valueOf(said);
        } finally {
            program.destroyForcibly();
        }
    }

    private static ProcessBuilder inNetwork(String script, String... arguments) {
        List<String> command = new ArrayList<>(List.of("unshare", "-n", "sh", "-c", script, "sh"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    }
}
