package dev.launcho.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.server.notify.LoopbackReceiver;
import dev.launcho.core.event.ChangeAuthor;
import dev.launcho.core.event.Event;
import dev.launcho.core.spec.TargetReader;
import dev.launcho.core.store.HomeDirectory;
import dev.launcho.core.store.StoreFactory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages of a whole server with real processes, and what the next server makes of them. */
class NotifyServerTest {
    private static final Duration SOON = Duration.ofSeconds(90);

    @TempDir
    Path dir;

    private final List<Event> events = new CopyOnWriteArrayList<>();
    private int metricsPort;

    private HomeDirectory home() throws Exception {
        HomeDirectory home = new HomeDirectory(Files.createDirectory(dir.resolve("home")));
        StoreFactory.prepare(home);
        metricsPort = FreePorts.next();
        return home;
    }

    private Wiring start(HomeDirectory home, String receivers) throws Exception {
        int first = 28_000 + (int) (ProcessHandle.current().pid() % 80) * 20;
        String more = "  metrics: 127.0.0.1:" + metricsPort + "\n  notify: " + receivers + "\n";
        return WiredServer.start(home, first, more, "/usr/bin:/bin", events::add);
    }

    private static void set(Wiring server, String yaml) throws IOException {
        server.control()
                .target(
                        TargetReader.read("target.yaml", yaml),
                        yaml,
                        OptionalLong.empty(),
                        new ChangeAuthor("ana", "127.0.0.1", ""));
    }

    private static List<String> kinds(LoopbackReceiver receiver) {
        return receiver.got().stream()
                .map(got -> Json.string(Json.parse(got.body()), "kind"))
                .toList();
    }

    private String scrape() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + metricsPort + "/metrics"))
                .timeout(SOON)
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }

    @Test
    void crashLoop_overARestart_isOneMessage() throws Exception {
        HomeDirectory home = home();
        try (LoopbackReceiver receiver = LoopbackReceiver.start()) {
            String receivers = "[{url: \"" + receiver.url() + "\", on: [crash_loop, recovered]}]";
            Wiring first = start(home, receivers);
            try {
                set(first, """
                        processes:
                        - name: job
                          command: [sh, -c, "sleep 0.2; exit 3"]
                          min_healthy: 100ms
                        """);
                await().atMost(SOON).until(() -> receiver.got().size(), count -> count >= 1);
                await().atMost(SOON)
                        .until(
                                this::scrape,
                                text -> text.contains("launcho_notify_sent_total{receiver=\"1\",url=\""
                                        + receiver.url().replace("/hook/path-key", "") + "\"} 1.0\n"));
                assertThat(scrape())
                        .contains("launcho_notify_queued{")
                        .contains("launcho_notify_lost_signs_total 0.0\n")
                        .doesNotContain("path-key");
            } finally {
                first.stop(millis -> {});
                first.close();
            }
            assertThat(Json.parse(Files.readString(home.notifyState())).getArray("open"))
                    .hasSize(1);
            long launches = launches();

            Wiring second = start(home, receivers);
            try {
                await().atMost(SOON).until(() -> launches() >= launches + 5);
            } finally {
                second.stop(millis -> {});
                second.close();
            }
            assertThat(kinds(receiver)).containsExactly("crash_loop");
        }
    }

    private long launches() {
        return events.stream().filter(e -> e.message().contains(" launching")).count();
    }

    @Test
    void start_secretThatIsNotSet_changesNothing() throws Exception {
        HomeDirectory home = home();
        assertThatThrownBy(() -> start(home, "[{url: \"https://127.0.0.1/${NONE}\"}]"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("server.notify[0].url: secret NONE is not set, add it to secrets in the config");
        assertThat(home.events()).doesNotExist();
    }
}
