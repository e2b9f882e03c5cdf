package dev.launcho.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.cli.fuzz.Answer;
import dev.launcho.cli.protocol.AuthFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A leaked admin token can't keep the owner from revoking it. */
@Tag("attack")
class TokenShareTest {
    @TempDir
    Path directory;

    private final CountDownLatch go = new CountDownLatch(1);
    private final AtomicInteger held = new AtomicInteger();
    private final List<RawClient> clients = new ArrayList<>();
    private FakeServer server;
    private String owner;
    private String leaked;

    @BeforeEach
    void start() throws Exception {
        server = FakeServer.start(directory);
        owner = AuthFile.read(server.home().serverAuth()).token();
        leaked = send("POST /v1/tokens/leaked?role=admin", owner)
                .answer(false)
                .body()
                .replaceAll("(?s).*\"token\":\"([0-9a-f]+)\".*", "$1");
        server.operations().onChange(() -> {
            held.incrementAndGet();
            try {
                go.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @AfterEach
    void stop() throws Exception {
        go.countDown();
        for (RawClient client : clients) {
            client.close();
        }
        server.close();
    }

    private RawClient send(String line, String token) throws Exception {
        RawClient client = new RawClient(server.port());
        clients.add(client);
        return client.send(line + " HTTP/1.1~Host: x~Authorization: Bearer " + token + "~~");
    }

    @Test
    void busyRequests_ofALeakedAdminToken_leaveTheOwnerAPlaceToRevokeIt() throws Exception {
        for (int i = 0; i < 140; i++) {
            send("POST /v1/processes/web/pause", leaked);
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> held.get() >= 8);

        Answer revoked = send("DELETE /v1/tokens/leaked", owner).answer(false);
        assertThat(revoked.status()).as(revoked.body()).isEqualTo(200);
        assertThat(held).as("requests that one token has under way").hasValue(8);
    }
}
