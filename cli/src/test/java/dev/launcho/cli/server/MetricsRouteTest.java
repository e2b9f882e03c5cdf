package dev.launcho.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.cli.protocol.Auth;
import dev.launcho.cli.protocol.AuthFile;
import dev.launcho.core.admin.StatusView;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code /metrics} of the admin endpoint. */
@Tag("attack")
class MetricsRouteTest {
    @TempDir
    Path directory;

    private FakeServer server;
    private Auth auth;

    @BeforeEach
    void start() throws Exception {
        server = FakeServer.start(directory);
        auth = AuthFile.read(server.home().serverAuth());
        server.operations()
                .setStatus(new StatusView(
                        "0.2.0",
                        Instant.EPOCH,
                        1,
                        Instant.EPOCH,
                        "ana",
                        List.of(new StatusView.Process("web", "starting", 0, 1, "", List.of())),
                        List.of(),
                        List.of()));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String ask(String line, String headers) throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            return client.send(line + " HTTP/1.1~Host: x~" + headers + "Connection: close~~")
                    .readAll();
        }
    }

    private static String bearer(String token) {
        return "Authorization: Bearer " + token + "~";
    }

    @Test
    void metrics_withoutAToken_areRefused() throws Exception {
        assertThat(ask("GET /metrics", "")).startsWith("HTTP/1.1 401 ").doesNotContain("launcho_process");
        assertThat(ask("GET /metrics", bearer("0".repeat(64))))
                .startsWith("HTTP/1.1 401 ")
                .doesNotContain("launcho_process");
        assertThat(ask("HEAD /metrics", "")).startsWith("HTTP/1.1 401 ");
    }

    @Test
    void metrics_withEitherToken_areThere() throws Exception {
        for (String token : new String[] {auth.token(), auth.readOnlyToken()}) {
            assertThat(ask("GET /metrics", bearer(token)))
                    .startsWith("HTTP/1.1 200 ")
                    .contains("content-type: text/plain; version=0.0.4; charset=utf-8\r\n")
                    .contains("launcho_process_ready_instances{process=\"");
        }
    }

    @Test
    void metrics_formatIsThatOfAccept() throws Exception {
        assertThat(ask("GET /metrics", bearer(auth.readOnlyToken()) + "Accept: application/openmetrics-text~"))
                .contains("content-type: application/openmetrics-text; version=1.0.0; charset=utf-8\r\n")
                .endsWith("# EOF\n");
    }

    @Test
    void head_ofMetrics_isTheirSize() throws Exception {
        assertThat(ask("HEAD /metrics", bearer(auth.readOnlyToken())))
                .startsWith("HTTP/1.1 200 ")
                .containsPattern("content-length: [1-9][0-9]+\r\n")
                .endsWith("\r\n\r\n");
    }
}
