package dev.launcho.core.process.tree;

import static dev.launcho.core.model.Specs.sh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Specs;
import dev.launcho.core.net.Ipv6;
import dev.launcho.core.process.HostFixture;
import dev.launcho.core.process.TinyApp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose port it is. */
@Tag("attack")
class PortListenersTest {
    @TempDir
    Path dir;

    private HostFixture host;

    @BeforeEach
    void start() throws IOException {
        host = new HostFixture(dir.resolve("home"));
    }

    @AfterEach
    void end() {
        host.close();
    }

    @Test
    void stranger_anotherProcessListens_isNamed() throws IOException {
        InstanceId id = host.launch(Specs.receives(sh("sleep 60"), "web"));
        await().atMost(HostFixture.SOON).until(() -> host.pids.containsKey(id));
        int port = host.ports.get(id).get("web");
        try (ServerSocket stranger = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(stranger.isBound()).isTrue();
            assertThat(host.host.stranger(id, "127.0.0.1", port))
                    .hasValueSatisfying(who -> assertThat(who)
                            .startsWith("PID " + ProcessHandle.current().pid() + " ("));
        }
    }

    @Test
    void stranger_whoAnsweredListensNoMore_isNotTheInstance() throws IOException {
        InstanceId id = host.launch(Specs.receives(sh("sleep 60"), "web"));
        await().atMost(HostFixture.SOON).until(() -> host.pids.containsKey(id));

        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(server.isBound()).isTrue();
            assertThat(host.host.stranger(id, "127.0.0.1", host.ports.get(id).get("web")))
                    .contains("a process that does not listen any more");
        }
        assertThat(host.host.listening(id)).isEmpty();
    }

    @Test
    void otherListener_nobodyThenAnother_isNamedOnceItListens() throws IOException {
        InstanceId id = host.launch(Specs.receives(sh("sleep 60"), "web"));
        await().atMost(HostFixture.SOON).until(() -> host.pids.containsKey(id));
        int port = host.ports.get(id).get("web");
        assertThat(host.host.otherListener(id, "127.0.0.1", port)).isEmpty();

        try (ServerSocket stranger = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(stranger.isBound()).isTrue();
            await().atMost(HostFixture.SOON)
                    .until(() -> host.host
                            .otherListener(id, "127.0.0.1", port)
                            .filter(who -> who.startsWith(
                                    "PID " + ProcessHandle.current().pid() + " ("))
                            .isPresent());
        }
    }

    @Test
    void otherListener_theInstanceOnTwoPorts_isNone() {
        String both = TinyApp.command("127.0.0.1", "$SERVICE_PORT_WEB") + " & "
                + TinyApp.command("127.0.0.1", "$SERVICE_PORT_METRICS") + " & wait";
        InstanceId id = host.launch(Specs.receives(sh(both), "web", "metrics"));
        await().atMost(HostFixture.SOON)
                .until(() ->
                        host.pids.containsKey(id) && host.host.listening(id).size() == 2);

        for (int round = 0; round < 2; round++) {
            for (int port : host.ports.get(id).values()) {
                assertThat(host.host.stranger(id, "127.0.0.1", port)).isEmpty();
                assertThat(host.host.otherListener(id, "127.0.0.1", port)).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "0.0.0.0"})
    void stranger_aChildOfTheInstanceListens_isNone(String address) {
        Ipv6.neededFor(address);
        InstanceId id =
                host.launch(Specs.receives(sh(TinyApp.command(address, "$SERVICE_PORT_WEB") + " & wait"), "web"));
        host.logs(id, "listens");
        int port = host.ports.get(id).get("web");

        assertThat(host.host.stranger(id, address.equals("::1") ? "::1" : "127.0.0.1", port))
                .isEmpty();
        assertThat(host.host.listening(id)).containsExactly(port);
    }
}
