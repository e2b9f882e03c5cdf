package dev.launcho.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.cli.protocol.AuthFile;
import dev.launcho.core.store.HomeDirectory;
import dev.launcho.core.store.StoreFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page of a whole server with a real process: it logs in, changes something, and sees what comes of it. */
class PageServerTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path dir;

    private static final String TARGET = """
            processes:
            - name: page-test
              command: [sleep, "1000"]
              min_healthy: 100ms
            """;

    @Test
    void page_thatRestartsAProcess_seesItAndTheSamples() throws Exception {
        HomeDirectory home = new HomeDirectory(Files.createDirectory(dir.resolve("home")));
        StoreFactory.prepare(home);
        int first = 27_600 + (int) (ProcessHandle.current().pid() % 80) * 20;
        Wiring server = WiredServer.start(home, first, "", "/usr/bin:/bin", event -> {});
        try {
            int port = server.adminAddress().getPort();
            String token = AuthFile.read(home.serverAuth()).token();
            BrowserClient page = BrowserClient.loggedIn(port, token);
            assertThat(page.allowChanges().status()).isEqualTo(200);
            try (RawClient stream = page.open("GET /v1/stream", "", "")) {
                stream.readUntil("event: status\n");
                assertThat(new BrowserClient(port)
                                .send("PUT /v1/target", "Authorization: Bearer " + token + "~", TARGET)
                                .status())
                        .isEqualTo(200);
                stream.readUntil("\"name\":\"live\"");
                assertThat(page.change("POST /v1/processes/page-test/restart", "")
                                .status())
                        .isEqualTo(200);
                stream.readUntil("\"user\":\"web (token admin)\"");
            }
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(
                                    BrowserClient.json(page.get("/v1/samples")).getObject("processes"))
                            .containsKey("page-test"));
        } finally {
            server.stop(millis -> {});
            server.close();
        }
    }
}
