package dev.launcho.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.cli.fuzz.Answer;
import dev.launcho.cli.protocol.Auth;
import dev.launcho.cli.protocol.AuthFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The read-only token takes nothing of what the admin token needs: no worker, no place, no memory. */
@Tag("attack")
class OverloadTest {
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
        clients.clear();
        server.close();
    }

    private RawClient client() throws Exception {
        RawClient client = new RawClient(server.port());
        clients.add(client);
        return client;
    }

    private static String head(String line, String token, String more) {
        return line + " HTTP/1.1~Host: x~Authorization: Bearer " + token + "~" + more + "~";
    }

    private int adminStatus() throws Exception {
        return client().send(head("GET /v1/status", auth.token(), ""))
                .answer(false)
                .status();
    }

    @Test
    void slowPlanBodies_ofTheReader_leaveTheAdminWorkers() throws Exception {
        for (int i = 0; i < 70; i++) {
            client().send(head("POST /v1/target/plan", auth.readOnlyToken(), "Content-Length: 1000~") + "processes:");
        }

        assertThat(adminStatus()).isEqualTo(200);
        assertThat(client().send(head("PUT /v1/target", auth.token(), "Content-Length: 14~") + "processes: []\n")
                        .answer(false)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void largePlanBodies_ofTheReader_waitForABudgetOfBytes() throws Exception {
        List<RawClient> admitted = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            RawClient sender = client().send(head(
                    "POST /v1/target/plan", auth.readOnlyToken(), "Content-Length: 900000~Expect: 100-continue~"));
            assertThat(sender.readUntil("\r\n\r\n")).contains("100 Continue");
            admitted.add(sender);
        }
        RawClient last = client().send(head("POST /v1/target/plan", auth.readOnlyToken(), "Content-Length: 900000~"));
        last.send("#".repeat(900_000));

        assertThat(client().send(head("PUT /v1/target", auth.token(), "Content-Length: 14~") + "processes: []\n")
                        .answer(false)
                        .status())
                .isEqualTo(200);
        assertThat(last.hears(Duration.ofMillis(300)))
                .as("an answer before there is a place")
                .isFalse();
        admitted.get(0).close();
        assertThat(last.answer(false).status()).isEqualTo(200);
    }

    @Test
    void plans_ofTheReader_areReadOneAtATime() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        server.operations().onPlan(() -> {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            try {
                go.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            atOnce.decrementAndGet();
        });
        List<RawClient> planners = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            planners.add(client().send(head("POST /v1/target/plan", auth.readOnlyToken(), "Content-Length: 14~")
                    + "processes: []\n"));
        }

        assertThat(adminStatus()).isEqualTo(200);
        RawClient admin =
                client().send(head("POST /v1/target/plan", auth.token(), "Content-Length: 14~") + "processes: []\n");
        await().atMost(Duration.ofSeconds(30)).until(() -> atOnce.get() == 2);
        go.countDown();
        assertThat(admin.answer(false).status()).isEqualTo(200);
        for (RawClient planner : planners) {
            assertThat(planner.answer(false).status()).isEqualTo(200);
        }
        assertThat(most).as("one of the reader, one of the admin").hasValue(2);
    }

    private RawClient logs(String query, String token) throws Exception {
        return client().send(head("GET /v1/logs?" + query, token, ""));
    }

    /** Each open log has memory of its own, and a reader that takes nothing would keep it for an hour. */
    @Test
    void openLogs_ofTheReader_areBounded() throws Exception {
        for (int i = 1; i <= 100; i++) {
            server.operations().logs().write("many", "calm-otter-" + i, "line\n");
            server.operations().logs().write("more", "bold-finch-" + (100 + i), "line\n");
        }
        RawClient first = logs("name=many&follow=true", auth.readOnlyToken());
        assertThat(first.readUntil("\r\n")).contains("200");

        Answer refused = logs("name=more", auth.readOnlyToken()).answer(false);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.body()).contains("busy", "name fewer processes");
        assertThat(logs("name=more", auth.token()).readUntil("\r\n")).contains("200");
        first.close();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> logs("name=more", auth.readOnlyToken())
                        .readUntil("\r\n")
                        .contains("200"));
    }

    @Test
    void searches_ofTheReader_areTwoAtATime() throws Exception {
        server.operations().logs().write("web", "calm-otter-1", "line\n");
        List<RawClient> searching = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            searching.add(logs("name=web&follow=true&grep=line", auth.readOnlyToken()));
            assertThat(searching.get(i).readUntil("\r\n")).contains("200");
        }

        Answer refused = logs("name=web&grep=line", auth.readOnlyToken()).answer(false);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.body()).contains("busy", "without grep");
        assertThat(logs("name=web", auth.readOnlyToken()).readUntil("\r\n")).contains("200");
        assertThat(logs("name=web&grep=line", auth.token()).readUntil("\r\n")).contains("200");
        searching.get(0).close();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> logs("name=web&grep=line", auth.readOnlyToken())
                        .readUntil("\r\n")
                        .contains("200"));
    }

    /** A stack trace for each would fill the disk. */
    @Test
    void search_thatNestsTooDeep_is422AndNoFailure() throws Exception {
        List<LogRecord> records = new CopyOnWriteArrayList<>();
        Logger log = Logger.getLogger("dev.launcho.admin");
        Handler listener = new StreamHandler() {
            @Override
            public void publish(LogRecord record) {
                records.add(record);
            }
        };
        log.addHandler(listener);
        try {
            Answer refused = logs("name=web&grep=" + "(".repeat(4_000), auth.readOnlyToken())
                    .answer(false);

            assertThat(refused.status()).isEqualTo(422);
            assertThat(records).isEmpty();
        } finally {
            log.removeHandler(listener);
        }
    }

    /** Else a client that tries again at once would keep the server busy with handshakes. */
    @Test
    void refusals_ofTheReader_comeLaterAfterTwenty() throws Exception {
        for (int i = 1; secondsForTwenty() > 2 && i < 5; i++) {
            stop(); // In that time more have been allowed: once more, with a server that has refused nothing.
            start();
        }
        // One more is allowed each half second: of ten in less time than five seconds, some wait for two or more.
        long begin = System.nanoTime();
        List<RawClient> refused = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            refused.add(forbidden(auth.readOnlyToken()));
        }
        assertThat(adminStatus()).isEqualTo(200);
        for (RawClient client : refused) {
            assertThat(client.answer(false).status()).isEqualTo(403);
        }

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofSeconds(2));
    }

    private double secondsForTwenty() throws Exception {
        long begin = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            assertThat(forbidden(auth.readOnlyToken()).answer(false).status()).isEqualTo(403);
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    private RawClient forbidden(String token) throws Exception {
        return client().send(head("PUT /v1/target", token, "Content-Length: 900000~"));
    }

    @Test
    void idleConnections_ofTheReader_keepNobodyOut() throws Exception {
        for (int i = 0; i < 300; i++) {
            client().send(head("GET /v1/status", auth.readOnlyToken(), "")).answer(false);
        }

        assertThat(adminStatus()).isEqualTo(200);
        assertThat(client().send(head("GET /v1/status", auth.readOnlyToken(), ""))
                        .answer(false)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void text_thatIsAnnouncedTooLong_isRefusedBeforeItIsSent() throws Exception {
        assertThat(client().send(head("PUT /v1/target", auth.token(), "Content-Length: 99999999~"))
                        .answer(false)
                        .status())
                .isEqualTo(413);
    }
}
