package dev.launcho.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.launcho.cli.fuzz.Answer;
import dev.launcho.cli.protocol.Auth;
import dev.launcho.cli.protocol.AuthFile;
import dev.launcho.cli.protocol.Json;
import dev.launcho.core.admin.StatusView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stream of server-sent events, over TLS. */
@Tag("attack")
class PageStreamTest {
    @TempDir
    Path directory;

    private final List<RawClient> clients = new ArrayList<>();
    private FakeServer server;
    private Auth auth;

    @BeforeEach
    void start() throws Exception {
        server = FakeServer.start(directory);
        auth = AuthFile.read(server.home().serverAuth());
    }

    @AfterEach
    void stop() throws Exception {
        for (RawClient client : clients) {
            client.close();
        }
        server.close();
    }

    private RawClient stream(String token, String headers) throws Exception {
        RawClient client = new BrowserClient(server.port())
                .open("GET /v1/stream", "Authorization: Bearer " + token + "~" + headers, "");
        clients.add(client);
        return client;
    }

    /** The fields of the next message of this kind: everything from its name to the empty line. */
    private static String next(RawClient client, String kind) throws IOException {
        client.readUntil(kind + "\n");
        return client.readUntil("\n\n");
    }

    private static StatusView status(String version) {
        return new StatusView(version, FakeOperations.STARTED, 0, Instant.EPOCH, "", List.of(), List.of(), List.of());
    }

    @Test
    void stream_ofAPage_bringsStatusAndEventsAsTheyChange() throws Exception {
        BrowserClient page = BrowserClient.loggedIn(server.port(), auth.readOnlyToken());
        server.operations().addEvent("web", "before");
        RawClient client = page.open("GET /v1/stream", "", "");
        clients.add(client);

        String head = client.readUntil("\r\n\r\n");
        assertThat(head)
                .startsWith("HTTP/1.1 200")
                .contains("content-type: text/event-stream\r\n", "cache-control: no-store\r\n");
        String first = next(client, "event: status");
        assertThat(Json.parse(first.substring("data: ".length())))
                .isEqualTo(BrowserClient.json(page.get("/v1/status?all=true")));
        server.operations().addEvent("web", "it happened");
        assertThat(next(client, "event: event")).startsWith("id: 2\ndata: {").contains("it happened");
        server.operations().setStatus(status("9.9"));
        assertThat(next(client, "event: status")).contains("\"version\":\"9.9\"");
    }

    @Test
    void stream_thatComesBack_getsWhatItMissed() throws Exception {
        for (int i = 1; i <= 5; i++) {
            server.operations().addEvent("web", "event " + i);
        }
        RawClient client = stream(auth.token(), "Last-Event-ID: 3~");

        assertThat(next(client, "event: event")).startsWith("id: 4\n");
        assertThat(next(client, "event: event")).startsWith("id: 5\n");
        server.operations().addEvent("web", "event 6");
        assertThat(next(client, "event: event")).startsWith("id: 6\n");
    }

    @Test
    void stream_thatMissedTooMuch_isAware() throws Exception {
        server.operations().addEvent(50, "web", "the oldest that is left");
        RawClient client = stream(auth.token(), "Last-Event-ID: 3~");

        assertThat(next(client, "event: gap")).contains("{\"after\":3,\"next\":50}");
        assertThat(next(client, "event: event")).startsWith("id: 50\n");
        RawClient ahead = stream(auth.token(), "Last-Event-ID: 900~");
        assertThat(next(ahead, "event: gap")).contains("{\"after\":900,\"next\":51}");
    }

    @Test
    void stream_withAWrongId_isRefused() throws Exception {
        Answer answer = stream(auth.token(), "Last-Event-ID: -1~").answer(false);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("Last-Event-ID");
    }

    @Test
    void stream_ofNothingNew_isKeptAlive() throws Exception {
        RawClient client = stream(auth.token(), "");
        next(client, "event: status");

        assertThat(client.readUntil(": ping\n\n")).isNotEmpty();
    }

    @Test
    void streams_ofManyPages_holdNoWorker() throws Exception {
        for (int i = 0; i < 16; i++) { // The read-only token has four quick workers.
            next(stream(auth.readOnlyToken(), ""), "event: status");
        }

        assertThat(BrowserClient.loggedIn(server.port(), auth.readOnlyToken())
                        .get("/v1/status")
                        .status())
                .isEqualTo(200);
        Answer refused = stream(auth.readOnlyToken(), "").answer(false);
        assertThat(refused.status()).isEqualTo(503);
        next(stream(auth.token(), ""), "event: status"); // Another token has places of its own.
        clients.get(0).close();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> stream(auth.readOnlyToken(), "").readUntil("\r\n").contains("200"));
    }

    @Test
    void stream_ofARevokedToken_ends() throws Exception {
        Answer made = new BrowserClient(server.port())
                .send("POST /v1/tokens/ci?role=read", "Authorization: Bearer " + auth.token() + "~", "");
        BrowserClient page = BrowserClient.loggedIn(server.port(), Json.string(BrowserClient.json(made), "token"));
        RawClient client = page.open("GET /v1/stream", "", "");
        clients.add(client);
        next(client, "event: status");

        new BrowserClient(server.port())
                .send("DELETE /v1/tokens/ci", "Authorization: Bearer " + auth.token() + "~", "");

        client.readAll(); // To its end.
    }

    @Test
    void stream_ofASessionThatEnded_ends() throws Exception {
        BrowserClient page = BrowserClient.loggedIn(server.port(), auth.token());
        RawClient client = page.open("GET /v1/stream", "", "");
        clients.add(client);
        next(client, "event: status");

        assertThat(page.change("DELETE /v1/session", "").status()).isEqualTo(200);

        client.readAll();
    }

    /** Not only the stream of the page: all that a worker streams to it. */
    @Test
    void streams_ofASessionThatEnded_endAll() throws Exception {
        BrowserClient page = BrowserClient.loggedIn(server.port(), auth.token());
        BrowserClient other = BrowserClient.loggedIn(server.port(), auth.token());
        List<RawClient> its = new ArrayList<>();
        for (BrowserClient each : List.of(page, other)) {
            for (String path : List.of("/v1/events?watch=true", "/v1/stream")) {
                RawClient client = each.open("GET " + path, "", "");
                clients.add(client);
                its.add(client);
                client.readUntil("\r\n\r\n");
            }
        }

        Answer ended = page.change("DELETE /v1/session", "");
        assertThat(ended.body()).contains("true");

        its.get(0).readAll();
        its.get(1).readAll();
        server.operations().addEvent("web", "goes on");
        its.get(2).readUntil("goes on");
        its.get(3).readUntil("goes on");
    }

    /** A value may become a secret after its event. */
    @Test
    void stream_thatComesBack_getsEventsAsTheyAreShownNow() throws Exception {
        server.operations().addEvent("web", "password hunter2");
        next(stream(auth.token(), "Last-Event-ID: 0~"), "event: event");
        server.operations().hide("hunter2");

        assertThat(next(stream(auth.readOnlyToken(), "Last-Event-ID: 0~"), "event: event"))
                .contains("password")
                .doesNotContain("hunter2");
    }

    /** Streams that come and go all the time must not take the changes of the status from those that stay. */
    @Test
    void stream_amongOthersThatComeAndGo_getsEachStatus() throws Exception {
        RawClient stays = stream(auth.token(), "");
        next(stays, "event: status");
        for (int i = 1; i <= 4; i++) {
            String version = "\"version\":\"9." + i + "\"";
            server.operations().setStatus(status("9." + i));
            boolean seen = false;
            for (int tries = 0; !seen && tries < 1_000; tries++) {
                try (RawClient goes = stream(auth.readOnlyToken(), "")) {
                    seen = next(goes, "event: status").contains(version);
                } catch (IOException e) {
                    // The places of those before are not free yet.
                }
            }
            assertThat(seen).as(version).isTrue();
            assertThat(next(stays, "event: status")).contains(version);
        }
    }

    /** A page that reads nothing, while a thousand events a look come. */
    @Test
    void stream_ofASlowReader_isCutOffAndDelaysNoOther() throws Exception {
        RawClient slow = stream(auth.token(), "");
        RawClient quick = stream(auth.token(), "");
        next(slow, "event: status");
        next(quick, "event: status");
        String large = "x".repeat(8_000);
        for (int i = 1; i <= 3_000; i++) {
            server.operations().addEvent(i, "web", large);
            if (i % 500 == 0) {
                String last = "id: " + i + "\n";
                quick.readUntil(last);
            }
        }

        assertThatThrownBy(() -> slow.readUntil("id: 3000\n")).isInstanceOf(IOException.class);
    }
}
