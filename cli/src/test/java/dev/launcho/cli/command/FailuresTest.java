package dev.launcho.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.cli.protocol.Auth;
import dev.launcho.cli.protocol.AuthFile;
import dev.launcho.cli.server.FakeServer;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can go wrong between a client and a server: one clear line each, the next step, and an exit code of its own. */
class FailuresTest {
    @TempDir
    static Path serverHome;

    private static FakeServer server;
    private static Auth good;

    @TempDir
    Path home;

    private Path file;

    @BeforeAll
    static void start() throws Exception {
        server = FakeServer.start(serverHome);
        Auth own = AuthFile.read(server.home().serverAuth());
        good = Auth.ofClient("127.0.0.1:" + server.port(), own.cert(), own.token());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void file() {
        file = home.resolve("launcho-client-auth.yaml");
    }

    private Cli.Result statusWith(Auth auth) throws Exception {
        return statusWith(AuthFile.format(auth));
    }

    private Cli.Result statusWith(String text) throws Exception {
        Files.writeString(file, text);
        return Cli.at(home).run("status");
    }

    private static Auth host(String host) {
        return Auth.ofClient(host, good.cert(), good.token());
    }

    @Test
    void status_goodFile_works() throws Exception {
        assertThat(statusWith(good).exit()).isZero();
    }

    @Test
    void status_wrongToken_exits6() throws Exception {
        Cli.Result result = statusWith(Auth.ofClient(good.host(), good.cert(), "f".repeat(64)));

        assertThat(result.exit()).isEqualTo(6);
        assertThat(result.err()).isEqualTo("""
                        error: %s does not accept the token in %s
                          run `launcho print-auth` on the server and replace the file
                        """.formatted(good.host(), file));
    }

    @Test
    void status_anotherCertificate_exits6() throws Exception {
        Auth first = AuthFile.read(Path.of("src/test/resources/first-launcho-server-auth.yaml"));

        Cli.Result result = statusWith(Auth.ofClient(good.host(), first.cert(), good.token()));

        assertThat(result.exit()).isEqualTo(6);
        assertThat(result.err())
                .startsWith("error: " + good.host() + " shows another certificate than the one in " + file + "\n");
    }

    @Test
    void status_nobodyListens_exits7() throws Exception {
        // Bound, so that nobody else can listen there, and does not listen.
        try (Socket taken = new Socket()) {
            taken.bind(new InetSocketAddress("127.0.0.1", 0));
            int port = taken.getLocalPort();

            Cli.Result result = statusWith(host("127.0.0.1:" + port));

            assertThat(result.exit()).isEqualTo(7);
            assertThat(result.err()).isEqualTo("""
                            error: 127.0.0.1:%d is not reachable: connection refused
                              is `launcho server` running there? The address comes from %s
                            """.formatted(port, file));
        }
    }

    @Test
    void status_unknownHost_exits7() throws Exception {
        // Longer than a label may be: no name server is asked, which may be slow, or not there.
        String longest = "x".repeat(64) + ".invalid";

        Cli.Result result = statusWith(host(longest + ":12888"));

        assertThat(result.exit()).isEqualTo(7);
        assertThat(result.err()).startsWith("error: host \"" + longest + "\" can't be found\n");
    }

    @Test
    void status_silentPort_exits7AfterTenSeconds() throws Exception {
        try (ServerSocket silent = new ServerSocket(0)) {
            long start = System.nanoTime();

            Cli.Result result = statusWith(host("127.0.0.1:" + silent.getLocalPort()));

            assertThat(result.exit()).isEqualTo(7);
            assertThat(result.err()).contains("no answer in 10 s");
            assertThat((System.nanoTime() - start) / 1e9).isBetween(9.5, 40.0);
        }
    }

    @Test
    void status_portThatSpeaksNoTls_exits7() throws Exception {
        try (ServerSocket plain = new ServerSocket(0)) {
            Thread peer = new Thread(() -> greet(plain));
            peer.start();

            Cli.Result result = statusWith(host("127.0.0.1:" + plain.getLocalPort()));

            peer.join();
            assertThat(result.exit()).isEqualTo(7);
            assertThat(result.err()).contains("does not speak TLS");
        }
    }

    private static void greet(ServerSocket plain) {
        try (Socket client = plain.accept()) {
            client.getOutputStream().write("SSH-2.0-OpenSSH_9.2\r\n".getBytes());
            client.getInputStream().readAllBytes();
        } catch (java.io.IOException e) {
            // The client has seen enough.
        }
    }

    @Test
    void status_noFile_exits4AndSaysWhatToPasteWhere() {
        Cli.Result result = Cli.at(home).run("status");

        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.err()).isEqualTo("""
                        error: no auth file at %s
                          run `launcho print-auth` on the server, paste what it prints there, and set its host
                        """.formatted(file));
    }

    @Test
    void status_whichWithoutFile_exits4AndNamesIt() {
        Cli.Result result = Cli.at(serverHome).run("status", "-w", "prod");

        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.err())
                .contains(serverHome.resolve("prod-launcho-client-auth.yaml").toString());
    }

    @Test
    void status_which_usesThatFile() throws Exception {
        Files.writeString(home.resolve("prod-launcho-client-auth.yaml"), AuthFile.format(good));

        assertThat(Cli.at(home).run("--which", "prod", "status").out()).startsWith("prod " + good.host());
        assertThat(Cli.at(home).with("LAUNCHO_WHICH", "prod").run("status").exit())
                .isZero();
    }

    @Test
    void status_onTheServersOwnMachine_needsNoClientFile() {
        Cli.Result result = Cli.at(serverHome).run("status");

        assertThat(result.exit()).isZero();
        assertThat(result.out()).startsWith("127.0.0.1:" + server.port());
    }

    @Test
    void status_homeFlag_winsOverTheEnvironment() {
        assertThat(Cli.at(home).run("status", "--home", serverHome.toString()).exit())
                .isZero();
    }

    @Test
    void status_placeholderHost_exits3() throws Exception {
        Cli.Result result = statusWith(host(Auth.PLACEHOLDER + ":12888"));

        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.err()).contains("host is still \"change-me-").contains("put the server's address there");
    }

    @Test
    void status_fileWithUnknownKey_exits3AndSaysWhere() throws Exception {
        Cli.Result result = statusWith("hots: x\n");

        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.err()).startsWith("error: " + file + ":1:1: unknown key \"hots\"");
    }

    @Test
    void status_fileWithoutToken_exits3AndNamesTheKey() throws Exception {
        Cli.Result result = statusWith("host: x:1\ncert: |\n" + good.cert().indent(2));

        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.err()).startsWith("error: " + file + ": key \"token\" is missing");
    }

    @Test
    void status_fileWithBrokenCertificate_exits3() throws Exception {
        String broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";

        Cli.Result result = statusWith(Auth.ofClient(good.host(), broken, good.token()));

        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.err()).startsWith("error: " + file + ": cert is not a certificate");
    }
}
