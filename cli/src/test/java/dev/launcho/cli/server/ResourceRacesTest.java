package dev.launcho.cli.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.cli.fuzz.Answer;
import dev.launcho.cli.protocol.AuthFile;
import dev.launcho.core.store.HomeDirectory;
import dev.launcho.core.store.StoreFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One resource is sent, fetched and removed at the same time, over the real admin endpoint: whoever is late is told that it is
 * not there, nobody gets a part of it, and no part of it stays.
 */
class ResourceRacesTest {
    private static final String BYTES = "hello world";
    /** The first 40 digits of its SHA-256. */
    private static final String ID = "b94d27b9934d3e08a52e52d7da7dabfac484efe3";

    private static final String ONE = "/v1/resources/" + ID;
    private static final int TIMES = 200;
    private static final Duration SOON = Duration.ofSeconds(60);
    /** For all of them together: each that is sent is synced to the disk, which others may keep busy. */
    private static final int MOST_SECONDS = 240;

    @TempDir
    Path dir;

    private HomeDirectory home;
    private Wiring server;
    private String token;

    @BeforeEach
    void start() throws Exception {
        home = new HomeDirectory(dir.resolve("home"));
        StoreFactory.prepare(home);
        int first = 28_000 + (int) (ProcessHandle.current().pid() % 80) * 20;
        server = WiredServer.start(home, first, "", "", event -> {});
        token = AuthFile.read(home.serverAuth()).token();
    }

    @AfterEach
    void stop() {
        server.stop(millis -> {});
        server.close();
    }

    private RawClient connect() throws IOException {
        return new RawClient(server.adminAddress().getPort());
    }

    private String head(String line, int length) {
        return line + " HTTP/1.1~Host: x~Authorization: Bearer " + token + "~"
                + (length == 0 ? "" : "Content-Length: " + length + "~") + "~";
    }

    private Answer ask(RawClient client, String line) throws IOException {
        String body = line.startsWith("POST /v1/resources?") ? BYTES : "";
        return client.send(head(line, body.length()) + body).answer(line.startsWith("HEAD"));
    }

    private Answer ask(String line) throws IOException {
        try (RawClient client = connect()) {
            return ask(client, line);
        }
    }

    /** Again and again, over one connection. */
    private Callable<List<Answer>> repeated(String line) {
        return () -> {
            List<Answer> answers = new ArrayList<>();
            try (RawClient client = connect()) {
                for (int i = 0; i < TIMES; i++) {
                    answers.add(ask(client, line));
                }
            }
            return answers;
        };
    }

    private List<String> stored() throws IOException {
        try (Stream<Path> files = Files.list(home.storage())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void isThereOrNot(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isIn(200, 404);
        if (answer.status() == 404 && !answer.body().isEmpty()) {
            assertThat(answer.body())
                    .contains("\"code\":\"not_found\"")
                    .contains("there is no resource " + ID + "; see `launcho resource ls`");
        }
    }

    @Test
    void sentFetchedAndRemovedAtOnce_isThereOrNot() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try {
            List<Future<List<Answer>>> sent = new ArrayList<>();
            List<Future<List<Answer>>> fetched = new ArrayList<>();
            List<Future<List<Answer>>> others = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                sent.add(clients.submit(repeated("POST /v1/resources?name=hello.txt")));
                fetched.add(clients.submit(repeated("GET " + ONE)));
                others.add(clients.submit(repeated("DELETE " + ONE)));
            }
            others.add(clients.submit(repeated("HEAD " + ONE)));
            Future<List<Answer>> listed = clients.submit(repeated("GET /v1/resources"));

            for (Future<List<Answer>> answers : sent) {
                assertThat(answers.get(MOST_SECONDS, TimeUnit.SECONDS)).allSatisfy(answer -> {
                    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
                    assertThat(answer.body()).contains("\"id\":\"" + ID + "\"", "\"name\":\"hello.txt\"");
                });
            }
            for (Future<List<Answer>> answers : fetched) {
                assertThat(answers.get(MOST_SECONDS, TimeUnit.SECONDS)).allSatisfy(answer -> {
                    isThereOrNot(answer);
                    assertThat(answer.status() == 404 || answer.body().equals(BYTES))
                            .as(answer.body())
                            .isTrue();
                });
            }
            for (Future<List<Answer>> answers : others) {
                assertThat(answers.get(MOST_SECONDS, TimeUnit.SECONDS)).allSatisfy(ResourceRacesTest::isThereOrNot);
            }
            assertThat(listed.get(MOST_SECONDS, TimeUnit.SECONDS))
                    .allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
        } finally {
            clients.shutdownNow();
        }

        assertThat(stored()).isIn(List.of(), List.of(ID + "-data", ID + "-metadata"));
        assertThat(ask("POST /v1/resources?name=hello.txt").status()).isEqualTo(200);
        assertThat(ask("GET " + ONE).body()).isEqualTo(BYTES);
        assertThat(stored()).containsExactly(ID + "-data", ID + "-metadata");
        assertThat(ask("DELETE " + ONE).status()).isEqualTo(200);
        assertThat(stored()).isEmpty();
    }

    @Test
    void removedWhileItIsSent_isNotThereYetAndThenWhole() throws Exception {
        try (RawClient sender = connect()) {
            sender.send(head("POST /v1/resources?name=hello.txt", BYTES.length()) + BYTES.substring(0, 5));
            for (String line : List.of("GET " + ONE, "DELETE " + ONE, "HEAD " + ONE)) {
                Answer answer = ask(line);
                assertThat(answer.status()).isEqualTo(404);
                isThereOrNot(answer);
            }
            sender.sendRaw(BYTES.substring(5).getBytes(UTF_8));
            assertThat(sender.answer(false).status()).isEqualTo(200);
        }

        assertThat(ask("GET " + ONE).body()).isEqualTo(BYTES);
        assertThat(stored()).containsExactly(ID + "-data", ID + "-metadata");
    }

    @Test
    void removedAgain_isNotThere() throws Exception {
        ask("POST /v1/resources?name=hello.txt");
        assertThat(ask("DELETE " + ONE).status()).isEqualTo(200);

        Answer again = ask("DELETE " + ONE);
        assertThat(again.status()).isEqualTo(404);
        isThereOrNot(again);
    }

    @Test
    void senderLeavesInTheMiddle_nothingStays() throws Exception {
        try (RawClient sender = connect()) {
            sender.send(head("POST /v1/resources?name=hello.txt", BYTES.length()) + BYTES.substring(0, 5));
            await().atMost(SOON).until(() -> !stored().isEmpty());
        }

        await().atMost(SOON).until(() -> stored().isEmpty());
        assertThat(ask("GET " + ONE).status()).isEqualTo(404);
    }
}
