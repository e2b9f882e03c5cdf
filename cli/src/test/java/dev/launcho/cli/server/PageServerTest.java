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
    void page_thatSetsATarget_seesItsRolloutAndItsSamples() throws Exception {
        HomeDirectory home = new HomeDirectory(Files.createDirectory(dir.resolve("home")));
        StoreFactory.prepare(home);
        int first = 27_600 + (int) (ProcessHandle.current().pid() % 80) * 20;
        Wiring server = WiredServer.start(home, first, "", "/usr/bin:/bin", event -> {});
        try {
            BrowserClient page = BrowserClient.loggedIn(
                    server.adminAddress().getPort(),
                    AuthFile.read(home.serverAuth()).token());
            assertThat(page.allowChanges().status()).isEqualTo(200);
            try (RawClient stream = page.open("GET /v1/stream", "", "")) {
                stream.readUntil("event: status\n");
                assertThat(page.change("PUT /v1/target", TARGET).status()).isEqualTo(200);

                StringBuilder seen = new StringBuilder();
                while (seen.indexOf("\"user\":\"web (token admin)\"") < 0 || seen.indexOf("\"name\":\"live\"") < 0) {
                    seen.append(stream.readUntil("\n\n"));
                }
            }
            assertThat(page.get("/v1/revisions").body()).contains("\"by\":\"web (token admin)\"");
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
