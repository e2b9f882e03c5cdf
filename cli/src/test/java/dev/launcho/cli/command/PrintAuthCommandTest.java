package dev.launcho.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.cli.render.Console;
import dev.launcho.cli.server.FakeServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrintAuthCommandTest {
    @TempDir
    Path home;

    @TempDir
    Path clientHome;

    @Test
    void printAuth_runningServer_hasTheReadmesShapeAndTheRealPort() throws Exception {
        try (FakeServer server = FakeServer.start(home)) {
            Cli.Result result = Cli.at(home).run("print-auth");

            assertThat(result.exit()).isZero();
            assertThat(result.err()).isEmpty();
            assertThat(result.out()).matches("""
                            # Paste this into ~/\\.launcho/launcho-client-auth\\.yaml on the client machine
                            host: change-me-to-point-to-the-server\\.example\\.com:%d
                            cert: \\|
                              -----BEGIN CERTIFICATE-----
                            (  [A-Za-z0-9+/=]{1,64}
                            )+  -----END CERTIFICATE-----
                            private: null
                            token: [0-9a-f]{64}
                            """.formatted(server.port()));
        }
    }

    @Test
    void printAuth_withHost_canBeUsedAsItIs() throws Exception {
        try (FakeServer server = FakeServer.start(home)) {
            String text = Cli.at(home).run("print-auth", "--host", "127.0.0.1").out();
            Files.writeString(clientHome.resolve("launcho-client-auth.yaml"), text);

            assertThat(Cli.at(clientHome).run("status").out()).startsWith("127.0.0.1:" + server.port() + " ");
        }
    }

    @Test
    void printAuth_hosts_getThePortAndBrackets() throws Exception {
        try (FakeServer server = FakeServer.start(home)) {
            assertThat(Cli.at(home).run("print-auth", "--host", "::1").out())
                    .contains("host: \"[::1]:" + server.port() + "\"\n");
            assertThat(Cli.at(home).run("print-auth", "--host", "h:99").out()).contains("host: h:99\n");
        }
    }

    @Test
    void printAuth_onATerminal_warns() throws Exception {
        try (FakeServer server = FakeServer.start(home)) {
            assertThat(server.port()).isPositive();
            assertThat(Cli.at(home)
                            .terminal(Console.Stream.OUT)
                            .run("print-auth")
                            .err())
                    .startsWith("notice: whoever has this token");
        }
    }

    @Test
    void printAuth_noServerYet_exits4AndSaysWhatToDo() {
        Cli.Result result = Cli.at(home).run("print-auth");

        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.err()).contains("no server has run here yet").contains("launcho server");
    }
}
