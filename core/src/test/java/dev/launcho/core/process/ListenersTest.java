package dev.launcho.core.process;

import static dev.launcho.core.model.Specs.sh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Specs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose port it is. */
class ListenersTest {
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
            assertThat(host.host.stranger(id, port))
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
            assertThat(host.host.stranger(id, host.ports.get(id).get("web")))
                    .contains("a process that does not listen any more");
        }
        assertThat(host.host.listening(id)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "0.0.0.0"})
    void stranger_aChildOfTheInstanceListens_isNone(String address) {
        InstanceId id =
                host.launch(Specs.receives(sh(TinyApp.command(address, "$SERVICE_PORT_WEB") + " & wait"), "web"));
        host.logs(id, "listens");
        int port = host.ports.get(id).get("web");

        assertThat(host.host.stranger(id, port)).isEmpty();
        assertThat(host.host.listening(id)).containsExactly(port);
    }
}
