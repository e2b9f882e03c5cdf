package dev.launcho.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A network of its own, whose kernel gives out 120 ports: one backend gets more connections than that. */
class SourcePortsTest {
    private static final String SMALL =
            "ip link set lo up && echo 40000 40119 > /proc/sys/net/ipv4/ip_local_port_range";

    @BeforeAll
    static void mayMakeNetworks() throws Exception {
        boolean may = inNetwork(SMALL).start().waitFor() == 0;
        if (!may) {
            System.out.println("SKIPPED SourcePortsTest: it needs root, unshare and ip to make a network of its own");
        }
        assumeTrue(may, "root, unshare and ip");
    }

    @ParameterizedTest
    @CsvSource({"EPOLL, 100", "NIO, 100"})
    void enoughPorts_allLeaveFromTheUsualAddress(String engine, int clients) throws Exception {
        assertThat(crowd(engine, clients, "127.0.0.1"))
                .isEqualTo("served 100 active 100 failed 0 ejected 0 sources 1 first 127.0.0.1");
    }

    @ParameterizedTest
    @CsvSource({
        "EPOLL, 300, 127.0.0.1, 3",
        "EPOLL, 1000, 127.0.0.1, 9",
        "EPOLL, 300, 127.0.0.7, 3",
        "NIO, 300, 127.0.0.1, 181",
        "NIO, 1000, 127.0.0.1, 881",
        "NIO, 300, 127.0.0.7, 181"
    })
    void moreClientsThanPorts_othersLeaveFromNeighbours(String engine, int clients, String backend, int sources)
            throws Exception {
        assertThat(crowd(engine, clients, backend))
                .isEqualTo("served " + clients + " active " + clients + " failed 0 ejected 0 sources " + sources
                        + " first 127.0.0.1");
    }

    private static String crowd(String engine, int clients, String backend) throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process program = inNetwork(
                        SMALL + " && exec \"$@\"",
                        java.toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrowdedLoopback.class.getName(),
                        engine,
                        "" + clients,
                        backend)
                .start();
        try {
            String said = program.inputReader().readLine();
            assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return String.valueOf(said);
        } finally {
            program.destroyForcibly();
        }
    }

    private static ProcessBuilder inNetwork(String script, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("unshare", "-n", "sh", "-c", script, "sh"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    }
}
