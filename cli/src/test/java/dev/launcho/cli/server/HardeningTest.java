package dev.launcho.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.launcho.cli.protocol.Auth;
import dev.launcho.cli.protocol.AuthFile;
import dev.launcho.core.event.ChangeAuthor;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the admin endpoint does to those who mean it no good. */
@Tag("attack")
class HardeningTest {
    @TempDir
    Path directory;

    private FakeServer server;

    @BeforeEach
    void start() throws Exception {
        server = FakeServer.start(directory);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Auth auth() throws Exception {
        return AuthFile.read(server.home().serverAuth());
    }

    private String ask(String line, String token) throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            return client.send(line + " HTTP/1.1~Host: x~Authorization: Bearer " + token + "~Connection: close~~")
                    .readAll();
        }
    }

    @Test
    void readOnlyToken_looksButNeitherChangesNorReadsSecrets() throws Exception {
        server.operations().setSecret("CANARY", "c4n4ry", new ChangeAuthor("a", "b"));
        String token = auth().readOnlyToken();

        assertThat(ask("GET /v1/status", token)).startsWith("HTTP/1.1 200 ");
        assertThat(ask("GET /v1/secrets", token)).contains("CANARY");
        assertThat(ask("GET /v1/secrets/CANARY", token))
                .startsWith("HTTP/1.1 403 ")
                .doesNotContain("c4n4ry");
        assertThat(ask("DELETE /v1/secrets/CANARY", token))
                .startsWith("HTTP/1.1 403 ")
                .contains("needs the admin token");
        assertThat(ask("POST /v1/tokens/admin/rotate", token)).startsWith("HTTP/1.1 403 ");
        assertThat(server.operations().secretNames()).containsExactly("CANARY");
    }

    @Test
    void secretRead_withTheAdminToken_isTakenDown() throws Exception {
        server.operations().setSecret("CANARY", "c4n4ry", new ChangeAuthor("a", "b"));

        assertThat(ask("GET /v1/secrets/CANARY", auth().token())).contains("c4n4ry");

        assertThat(server.operations().audited()).containsExactly("unknown at 127.0.0.1 read secret CANARY");
    }

    @Test
    void wrongToken_afterARequestWithoutOne_isTakenDown() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            assertThat(client.send("GET /v1/status HTTP/1.1~Host: x~Connection: close~~")
                            .readAll())
                    .startsWith("HTTP/1.1 401 ");
        }
        assertThat(ask("GET /v1/status", "0".repeat(64))).startsWith("HTTP/1.1 401 ");

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(server.operations().audited())
                        .anyMatch(line -> line.contains("a wrong token came from 127.0.0.1")));
    }

    @Test
    void wrongTokens_areTakenDownOnceForAnAddress() throws Exception {
        assertThat(ask("GET /v1/status", "0".repeat(64))).startsWith("HTTP/1.1 401 ");
        assertThat(ask("GET /v1/status", "1".repeat(64))).startsWith("HTTP/1.1 401 ");

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(server.operations().audited())
                        .containsExactly(
                                "suspicious: a wrong token came from 127.0.0.1; its next tries are slowed down"));
        assertThat(ask("GET /v1/status", auth().token())).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void rotate_eitherToken_endsTheOldOneAndIsOnDiskAtOnce() throws Exception {
        Auth old = auth();

        assertThat(ask("POST /v1/tokens/admin/rotate", old.token())).startsWith("HTTP/1.1 200 ");
        Auth fresh = auth();

        assertThat(fresh.token()).isNotEqualTo(old.token()).matches("[0-9a-f]{64}");
        assertThat(fresh.readOnlyToken()).isEqualTo(old.readOnlyToken());
        assertThat(fresh.cert()).isEqualTo(old.cert());
        assertThat(ask("GET /v1/status", old.token())).startsWith("HTTP/1.1 401 ");
        assertThat(ask("POST /v1/tokens/read-only/rotate", fresh.token())).contains("\"token\":\"");
        assertThat(ask("GET /v1/status", old.readOnlyToken())).startsWith("HTTP/1.1 401 ");
        assertThat(ask("GET /v1/status", auth().readOnlyToken())).startsWith("HTTP/1.1 200 ");
        assertThat(ask("POST /v1/tokens/other/rotate", fresh.token())).startsWith("HTTP/1.1 404 ");
    }

    @Test
    void oldTls_isRefused() throws Exception {
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, null, null);
        try (SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket("127.0.0.1", server.port())) {
            socket.setEnabledProtocols(new String[] {"TLSv1.1"});
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void paths_thatClimb_leadNowhere() throws Exception {
        for (String path : List.of(
                "/v1/resources/..%2F..%2Flauncho-server-auth.yaml",
                "/v1/resources/../../launcho-server-auth.yaml",
                "/v1/resources/%2e%2e/x",
                "/../etc/passwd",
                "/v1/logs/..%2F..%2F..%2Fetc%2Fpasswd/",
                "//v1/status",
                "/v1/secrets/..%00")) {
            String answer = ask("GET " + path, auth().token());
            assertThat(answer).as(path).matches("(?s)HTTP/1.1 40[04] .*").doesNotContain("PRIVATE KEY", "root:");
        }
    }

    @Test
    void crossOriginRequests_getNoCorsHeaders() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            String answer = client.send("OPTIONS /v1/status HTTP/1.1~Host: x~Origin: https://evil.example~"
                            + "Access-Control-Request-Method: GET~Connection: close~Authorization: Bearer "
                            + auth().token() + "~~")
                    .readAll();
            assertThat(answer).startsWith("HTTP/1.1 405 ").doesNotContainIgnoringCase("access-control");
        }
    }

    /** Connections that say nothing are given up for newer ones, and keep nobody out. */
    @Test
    void slowStrangers_keepNobodyOut() throws Exception {
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                idle.add(new Socket("127.0.0.1", server.port()));
            }
            assertThat(ask("GET /v1/status", auth().token())).startsWith("HTTP/1.1 200 ");
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(
                                    idle.stream().filter(HardeningTest::open).count())
                            .isLessThanOrEqualTo(256));
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    private static boolean open(Socket socket) {
        try {
            socket.setSoTimeout(1);
            return socket.getInputStream().read() >= 0;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void requestIds_ofTwoRequests_differ() throws Exception {
        String first = ask("GET /v1/status", auth().token()).replaceAll("(?s).*x-request-id: ([^\r]*).*", "$1");
        String second = ask("GET /v1/status", auth().token()).replaceAll("(?s).*x-request-id: ([^\r]*).*", "$1");

        assertThat(first).matches("[0-9a-f]{8}-[0-9]+").isNotEqualTo(second);
    }
}
