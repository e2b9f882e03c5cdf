package dev.launcho.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.cli.protocol.AuthFile;
import dev.launcho.cli.server.route.AdminRoutes;
import dev.launcho.core.admin.AdminOperations.LogStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminServerTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    static Path directory;

    private static FakeServer server;
    private static String token;

    @BeforeAll
    static void start() throws Exception {
        server = FakeServer.start(directory);
        token = AuthFile.read(server.home().serverAuth()).token();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static RawClient connect() throws Exception {
        return new RawClient(server.port());
    }

    /** The whole answer to a request that asks for the connection to be closed. */
    private static String ask(String line, String headers, String body) throws Exception {
        try (RawClient client = connect()) {
            return client.send(request(line, headers + "Connection: close~", body))
                    .readAll();
        }
    }

    private static String request(String line, String headers, String body) {
        return line + " HTTP/1.1~Host: x~Authorization: Bearer " + token + "~" + headers
                + (body.isEmpty() ? "" : "Content-Length: " + body.length() + "~") + "~" + body;
    }

    @Test
    void anyRequest_withoutToken_is401AndClosed() throws Exception {
        try (RawClient client = connect()) {
            assertThat(client.send("GET /v1/status HTTP/1.1~Host: x~~").readAll())
                    .startsWith("HTTP/1.1 401 ")
                    .contains("connection: close")
                    .containsPattern("x-request-id: [0-9a-f]{8}-[0-9]+\r\n")
                    .contains("{\"error\":{\"code\":\"unauthorized\",\"message\":\"the token is missing or wrong\","
                            + "\"lines\":[\"the token is missing or wrong\"],\"request_id\":\"");
        }
    }

    @Test
    void anyRequest_withTokenThatIsNearlyRight_is401() throws Exception {
        String wrong = token.substring(1);
        try (RawClient client = connect()) {
            assertThat(client.send("GET /v1/nothing HTTP/1.1~Host: x~Authorization: Bearer " + wrong + "~~")
                            .readAll())
                    .startsWith("HTTP/1.1 401 ");
        }
    }

    @Test
    void status_withToken_isJsonWithoutCorsHeaders() throws Exception {
        assertThat(ask("GET /v1/status", "Origin: https://evil.example~", ""))
                .startsWith("HTTP/1.1 200 ")
                .contains("content-type: application/json")
                .contains("cache-control: no-store")
                .contains("\"version\":\"0.2.0\"")
                .doesNotContainIgnoringCase("access-control");
    }

    @Test
    void path_unknown_is404() throws Exception {
        assertThat(ask("GET /v1/nothing", "", "")).startsWith("HTTP/1.1 404 ").contains("no such path: /v1/nothing");
    }

    @Test
    void method_notPossible_is405AndTellsWhichAre() throws Exception {
        assertThat(ask("DELETE /v1/target", "", "")).startsWith("HTTP/1.1 405 ").contains("only GET, PUT");
    }

    @Test
    void query_notANumber_is400() throws Exception {
        assertThat(ask("GET /v1/events?after=yesterday", "", ""))
                .startsWith("HTTP/1.1 400 ")
                .contains("query parameter after");
    }

    @Test
    void message_tooLong_is400WhateverTheChange() throws Exception {
        String message = "?message=" + "x".repeat(201);
        for (String change : List.of("processes/web/restart", "processes/web/pause", "resources/gc", "shutdown")) {
            assertThat(ask("POST /v1/" + change + message, "", ""))
                    .as(change)
                    .startsWith("HTTP/1.1 400 ")
                    .contains("query parameter message: more than 200 characters");
        }
    }

    @Test
    void segment_percentEncoded_isDecoded() throws Exception {
        assertThat(ask("GET /v1/secrets/A%20B+C%2FD", "", ""))
                .startsWith("HTTP/1.1 404 ")
                .contains("there is no secret \\\"A B+C/D\\\"");
    }

    @Test
    void requestLine_tooLong_is414() throws Exception {
        assertThat(ask("GET /" + "x".repeat(5000), "", "")).startsWith("HTTP/1.1 414 ");
    }

    @Test
    void headers_tooLong_is431() throws Exception {
        assertThat(ask("GET /v1/status", "X: " + "x".repeat(20_000) + "~", "")).startsWith("HTTP/1.1 431 ");
    }

    @Test
    void body_tooLarge_is413() throws Exception {
        assertThat(ask("PUT /v1/target", "", "x".repeat(AdminRoutes.LARGEST_TEXT + 1)))
                .startsWith("HTTP/1.1 413 ");
    }

    @Test
    void body_notUtf8_is400() throws Exception {
        try (RawClient client = connect()) {
            client.send("PUT /v1/target HTTP/1.1~Host: x~Authorization: Bearer " + token + "~Content-Length: 1~"
                    + "Connection: close~~");
            client.sendRaw(new byte[] {(byte) 0xff});
            assertThat(client.readAll()).startsWith("HTTP/1.1 400 ").contains("not valid UTF-8");
        }
    }

    @Test
    void notHttp_is400() throws Exception {
        try (RawClient client = connect()) {
            assertThat(client.send("hello~~").readAll()).startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void handler_broken_is500WithoutStackTrace() throws Exception {
        assertThat(ask("POST /v1/processes/explode/restart", "", ""))
                .startsWith("HTTP/1.1 500 ")
                .contains("internal error")
                .doesNotContain("secret detail")
                .doesNotContain("Exception");
    }

    @Test
    void connection_keptAlive_answersPipelinedRequestsInOrder() throws Exception {
        try (RawClient client = connect()) {
            client.send(request("PUT /v1/secrets/PIPE", "", "lined")
                    + request("GET /v1/secrets/PIPE", "", "")
                    + request("GET /v1/resources/none", "", "")
                    + request("GET /v1/nothing", "", ""));
            assertThat(client.readUntil("}\n")).contains("\"changed\":true");
            assertThat(client.readUntil("}\n")).contains("\"value\":\"lined\"");
            assertThat(client.readUntil("}\n")).contains("there is no resource none");
            // A request that is refused before a worker sees it ends the connection.
            assertThat(client.readAll()).contains("no such path").contains("connection: close");
        }
    }

    @Test
    void connection_keptAlive_takesBodiesOneAfterAnother() throws Exception {
        try (RawClient client = connect()) {
            for (int i = 0; i < 200; i++) {
                client.send(request("PUT /v1/secrets/K", "", "n" + i) + request("GET /v1/secrets/K", "", ""));
                client.readUntil("}\n");
                assertThat(client.readUntil("}\n")).contains("\"value\":\"n" + i + "\"");
            }
            client.send(request("DELETE /v1/secrets/K", "Connection: close~", ""));
            assertThat(client.readAll()).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void resourceHead_stored_hasLengthAndNoBody() throws Exception {
        String id = "b94d27b9934d3e08a52e52d7da7dabfac484efe3"; // SHA-256 of "hello world"
        assertThat(ask("POST /v1/resources?name=hello.txt", "", "hello world")).contains(id);

        assertThat(ask("HEAD /v1/resources/" + id, "", ""))
                .startsWith("HTTP/1.1 200 ")
                .contains("content-length: 11")
                .endsWith("\r\n\r\n");
        assertThat(ask("GET /v1/resources/" + id, "", "")).endsWith("\r\n\r\nhello world");
    }

    @Test
    void resourceName_withFolder_is400() throws Exception {
        assertThat(ask("POST /v1/resources?name=..%2Fx", "", "hello")).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void upload_failingHalfway_tellsWhyBeforeTheConnectionEnds() throws Exception {
        try (RawClient client = connect()) {
            client.send("POST /v1/resources?name=full-disk HTTP/1.1~Host: x~Authorization: Bearer " + token
                    + "~Content-Length: 100000000~~");
            client.send("x".repeat(3_000_000));
            assertThat(client.readUntil("}\n")).startsWith("HTTP/1.1 500 ").contains("no space left");
        }
    }

    @Test
    void upload_expectingContinue_isAskedForItsBody() throws Exception {
        try (RawClient client = connect()) {
            client.send("PUT /v1/secrets/E HTTP/1.1~Host: x~Authorization: Bearer " + token
                    + "~Content-Length: 2~Expect: 100-continue~~");
            assertThat(client.readUntil("~~".replace("~", "\r\n"))).startsWith("HTTP/1.1 100 ");
            client.send("ok");
            assertThat(client.readUntil("}\n")).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void followedLog_clientLeaves_isClosedAndItsWorkerFree() throws Exception {
        EndlessLog log = new EndlessLog();
        server.operations().logs().set(new LogStream("web", log));
        try (RawClient client = connect()) {
            client.send(request("GET /v1/logs/web?tail=5&follow=true", "", ""));
            log.append("one\n".getBytes(StandardCharsets.UTF_8));
            client.readUntil("one\n");
            log.append("two\n".getBytes(StandardCharsets.UTF_8));
            client.readUntil("two\n");
            assertThat(server.operations().logs().request()).isEqualTo("web 5 true");
            assertThat(log.closed()).isFalse();
        }
        await().atMost(SOON).until(log::closed);
    }

    @Test
    void streams_allTaken_othersAreToldAndShortRequestsGoOn() throws Exception {
        EndlessLog log = new EndlessLog();
        List<RawClient> clients = new ArrayList<>();
        server.operations().logs().set(new LogStream("web", log));
        try {
            for (int i = 0; i < 48; i++) {
                clients.add(following());
            }
            assertThat(ask("GET /v1/logs/web?follow=true", "", "")).startsWith("HTTP/1.1 503 ");
            assertThat(ask("GET /v1/status", "", "")).startsWith("HTTP/1.1 200 ");
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
        server.operations().logs().set(FakeLogs.text("free again\n"));
        await().atMost(SOON).until(() -> ask("GET /v1/logs/web", "", "").contains("free again"));
    }

    /** A client with a stream, as soon as one is free: that of another test's client may not have ended yet. */
    private static RawClient following() throws Exception {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (true) {
            RawClient client = connect();
            String head =
                    client.send(request("GET /v1/logs/web?follow=true", "", "")).readUntil("\r\n\r\n");
            if (head.startsWith("HTTP/1.1 200 ")) {
                return client;
            }
            client.close();
            assertThat(System.nanoTime()).as(head).isLessThan(deadline);
        }
    }

    @Test
    void shutdown_serverEndsAtOnce_isAnsweredBefore() throws Exception {
        FakeServer ending = FakeServer.start(Files.createDirectory(directory.resolve("ending")));
        String of = AuthFile.read(ending.home().serverAuth()).token();
        CountDownLatch answered = new CountDownLatch(1);
        CompletableFuture<Boolean> inTime = new CompletableFuture<>();
        ending.operations().onShutdown(() -> {
            try {
                inTime.complete(answered.await(30, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                inTime.completeExceptionally(e);
            }
        });
        try (RawClient client = new RawClient(ending.port())) {
            client.send("POST /v1/shutdown?leave-running=1 HTTP/1.1~Host: x~Authorization: Bearer " + of + "~~")
                    .readUntil("{\"stopping\":true}");
            answered.countDown();
            assertThat(inTime.get(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            ending.close();
        }
    }
}
