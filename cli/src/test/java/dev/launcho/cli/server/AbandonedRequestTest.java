package dev.launcho.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.cli.protocol.AuthFile;
import dev.launcho.core.intent.RequestRefused;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A change whose connection ends, or whose token is revoked, while it waits for a worker, changes nothing. */
@Tag("attack")
class AbandonedRequestTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int WORKERS = 16;
    private static final String TARGET = "processes: []\n# ours\n";

    @TempDir
    Path directory;

    private final CountDownLatch go = new CountDownLatch(1);
    private final List<RawClient> clients = new ArrayList<>();
    private FakeServer server;
    private String token;

    @BeforeEach
    void start() throws Exception {
        server = FakeServer.start(directory);
        token = AuthFile.read(server.home().serverAuth()).token();
    }

    @AfterEach
    void stop() throws Exception {
        go.countDown();
        for (RawClient client : clients) {
            client.close();
        }
        server.close();
    }

    private static String request(String line, String token, String body) {
        return line + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    private RawClient client() throws Exception {
        RawClient client = new RawClient(server.port());
        clients.add(client);
        return client;
    }

    private RawClient send(String line, String with, String body) throws Exception {
        return client().send(request(line, with, body));
    }

    private int status(String line, String body) throws Exception {
        return send(line, token, body).answer(false).status();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Keeps the one worker for whole targets busy until {@code go}. */
    private RawClient holdTheWorker() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        server.operations().onPlan(() -> {
            held.countDown();
            awaitUninterruptibly(go);
        });
        RawClient planner = send("POST /v1/target/plan", token, TARGET);
        assertThat(held.await(30, TimeUnit.SECONDS)).isTrue();
        return planner;
    }

    /** Sends a whole request and leaves; returns when the server has closed the connection. */
    private void sendAndLeave(String request) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port());
                SSLSocket tls = (SSLSocket) RawSockets.context()
                        .getSocketFactory()
                        .createSocket(socket, "127.0.0.1", server.port(), false)) {
            socket.setSoTimeout((int) SOON.toMillis());
            tls.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            try {
                socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (IOException reset) {
                return;
            }
        }
    }

    private long revision() throws Exception {
        String body = send("GET /v1/target", token, "").answer(false).body();
        Matcher number = Pattern.compile("\"revision\":([0-9]+)").matcher(body);
        assertThat(number.find()).as(body).isTrue();
        return Long.parseLong(number.group(1));
    }

    @Test
    void target_whoseClientLeavesWhileItWaits_isNotSet() throws Exception {
        assertThat(status("PUT /v1/target", TARGET)).isEqualTo(200);
        long before = revision();
        RawClient planner = holdTheWorker();

        sendAndLeave(request("PUT /v1/target", token, "processes: [] # theirs\n"));
        go.countDown();

        assertThat(planner.answer(false).status()).isEqualTo(200);
        // The one worker answers in order: this request came after the one that was left.
        assertThat(status("POST /v1/target/plan", TARGET)).isEqualTo(200);
        assertThat(revision()).isEqualTo(before);
        assertThat(send("GET /v1/target", token, "").answer(false).body()).contains("ours");
    }

    @Test
    void secret_whoseClientLeavesWhileItWaits_isNotSet() throws Exception {
        assertThat(status("PUT /v1/secrets/X", "first")).isEqualTo(200);
        RawClient planner = holdTheWorker();

        sendAndLeave(request("PUT /v1/secrets/X", token, "second"));
        sendAndLeave(request("POST /v1/rollback", token, ""));
        go.countDown();

        assertThat(planner.answer(false).status()).isEqualTo(200);
        assertThat(status("POST /v1/target/plan", TARGET)).isEqualTo(200);
        assertThat(send("GET /v1/secrets/X", token, "").answer(false).body()).contains("\"first\"");
        assertThat(server.operations().authors()).hasSize(1);
    }

    @Test
    void upload_whoseClientLeavesBeforeItsEnd_isNotStored() throws Exception {
        sendAndLeave("POST /v1/resources?name=a.txt HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token
                + "\r\nContent-Length: 20000\r\n\r\n" + "x".repeat(19_999));

        assertThat(send("GET /v1/resources", token, "").answer(false).body()).contains("\"resources\":[]");
    }

    /** The server's stop closes connections, and then ends its workers. */
    @Test
    void target_thatWaitsAtTheServersStop_isNotSet() throws Exception {
        holdTheWorker();
        send("PUT /v1/target", token, TARGET);
        RawClient next = send("POST /v1/target/plan", token, TARGET);
        assertThat(next.hears(Duration.ofMillis(200))).isFalse();

        Thread stop = new Thread(server::close);
        stop.start();
        assertThat(next.readAll()).as("the end of the connection").isEmpty();
        go.countDown();
        stop.join(30_000);

        assertThat(server.operations().authors()).isEmpty();
    }

    /** The token is revoked by a request that waits just before, so that nobody can have closed the connection in time. */
    @Test
    void deletion_byATokenThatIsRevokedWhileItWaits_isNotDone() throws Exception {
        assertThat(status("PUT /v1/secrets/X", "first")).isEqualTo(200);
        String made =
                send("POST /v1/tokens/ci?role=admin", token, "").answer(false).body();
        String ci = made.replaceAll("(?s).*\"token\":\"([0-9a-f]+)\".*", "$1");
        Semaphore turns = new Semaphore(0);
        AtomicInteger held = new AtomicInteger();
        server.operations().onChange(() -> {
            held.incrementAndGet();
            try {
                if (!turns.tryAcquire(60, TimeUnit.SECONDS)) {
                    throw new RequestRefused(RequestRefused.Code.FAILED, "never released");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        for (int i = 0; i < WORKERS; i++) {
            send("POST /v1/processes/web/pause", token, "");
        }
        await().atMost(SOON).until(() -> held.get() == WORKERS);
        RawClient revoking = send("DELETE /v1/tokens/ci", token, "");
        assertThat(revoking.hears(Duration.ofMillis(200))).isFalse();
        RawClient deleting = send("DELETE /v1/secrets/X", ci, "");
        assertThat(deleting.hears(Duration.ofMillis(200))).isFalse();

        turns.release(1); // One worker goes on: it revokes, and then comes to the deletion.
        assertThat(revoking.answer(false).status()).isEqualTo(200);
        turns.release(1000);

        // 401, or the end of the connection, whichever comes first.
        assertThat(deleting.readAll()).doesNotContain("HTTP/1.1 200");
        assertThat(status("GET /v1/secrets/X", "")).isEqualTo(200);
    }

    /** A handler that needs no body acts as soon as it runs, so that it must not run before the request is whole. */
    @Test
    void deletion_whoseBodyNeverComes_isNotDone() throws Exception {
        assertThat(status("PUT /v1/secrets/X", "first")).isEqualTo(200);

        sendAndLeave("DELETE /v1/secrets/X HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token
                + "\r\nContent-Length: 5\r\n\r\nab");
        String broken = client().send("DELETE /v1/secrets/X HTTP/1.1~Host: x~Authorization: Bearer " + token
                        + "~Transfer-Encoding: chunked~~zz~")
                .readAll();

        assertThat(broken).startsWith("HTTP/1.1 400 ");
        assertThat(status("GET /v1/secrets/X", "")).isEqualTo(200);
    }
}
