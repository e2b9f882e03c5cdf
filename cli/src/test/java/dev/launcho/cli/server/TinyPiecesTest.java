package dev.launcho.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.cli.protocol.AuthFile;
import dev.launcho.core.store.HomeDirectory;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests in pieces of few bytes, each of which would take a hundred bytes or more of the server's heap. */
@Tag("attack")
class TinyPiecesTest {
    @TempDir
    Path directory;

    private final List<RawClient> clients = new ArrayList<>();
    private HomeDirectory home;
    private Process server;
    private int port;

    @BeforeEach
    void start() throws Exception {
        home = new HomeDirectory(directory.resolve("home"));
        server = StreamingTest.start(home.dir(), 48);
        BufferedReader out = server.inputReader();
        port = Integer.parseInt(out.readLine().replace("listening on ", ""));
    }

    @AfterEach
    void stop() throws Exception {
        for (RawClient client : clients) {
            client.close();
        }
        server.destroyForcibly().waitFor();
    }

    private RawClient client() throws Exception {
        RawClient client = new RawClient(port);
        clients.add(client);
        return client;
    }

    private void assertServes() throws Exception {
        String token = AuthFile.read(home.serverAuth()).token();
        assertThat(client().send("GET /v1/status HTTP/1.1~Host: x~Authorization: Bearer " + token + "~~")
                        .answer(false)
                        .status())
                .isEqualTo(200);
        assertThat(server.isAlive()).isTrue();
    }

    /** Without a token: the 401 comes late, and meanwhile everything of one read would be kept as messages. */
    @Test
    void chunks_ofStrangers_leaveTheHeap() throws Exception {
        String filler = "PUT /v1/target HTTP/1.1~Host: x~Transfer-Encoding: chunked~a: " + "x".repeat(14_000);
        String chunks = "~~" + "1~x~".repeat(10_000);
        List<RawClient> strangers = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            strangers.add(client().send(filler));
        }
        for (RawClient stranger : strangers) {
            stranger.send(chunks);
        }

        assertServes();
    }

    @Test
    void planBodies_ofTheReader_leaveTheHeap() throws Exception {
        String reader = AuthFile.read(home.serverAuth()).readOnlyToken();
        String head = "POST /v1/target/plan HTTP/1.1~Host: x~Authorization: Bearer " + reader
                + "~Transfer-Encoding: chunked~~";
        String chunks = "1~#~".repeat(100_000);
        RawClient slow = client().send(head);
        for (int i = 0; i < 10; i++) {
            slow.send(chunks);
        }

        assertServes();
        assertThat(slow.send("0~~").answer(false).status()).isEqualTo(200);
    }
}
