package dev.launcho.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.event.ChangeAuthor;
import dev.launcho.core.spec.TargetReader;
import dev.launcho.core.store.HomeDirectory;
import dev.launcho.core.store.StoreFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The metrics of a whole server with real processes, as its plain listener shows them. */
class MetricsServerTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path dir;

    private int metricsPort;

    private String scrape(String accept) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + metricsPort + "/metrics"))
                .header("Accept", accept)
                .timeout(SOON)
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }

    private double value(String series) throws Exception {
        return scrape("text/plain")
                .lines()
                .filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private void awaitValue(String series, double least) {
        await().atMost(SOON).until(() -> value(series), found -> found >= least);
    }

    private HomeDirectory home() throws Exception {
        HomeDirectory home = new HomeDirectory(Files.createDirectory(dir.resolve("home")));
        StoreFactory.prepare(home);
        metricsPort = FreePorts.next();
        return home;
    }

    private Wiring start(HomeDirectory home) throws Exception {
        int first = 26_000 + (int) (ProcessHandle.current().pid() % 80) * 20;
        return WiredServer.start(
                home, first, "  metrics: 127.0.0.1:" + metricsPort + "\n", "/usr/bin:/bin", event -> {});
    }

    private static void set(Wiring server, String yaml) throws IOException {
        server.control()
                .target(
                        TargetReader.read("target.yaml", yaml),
                        yaml,
                        OptionalLong.empty(),
                        new ChangeAuthor("ana", "127.0.0.1", ""));
    }

    private static String say(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void scrape_serverWithProcesses_showsTheirLifeAndTraffic() throws Exception {
        HomeDirectory home = home();
        int on = FreePorts.next();
        Wiring server = start(home);
        try {
            set(server, """
                    processes:
                    - name: web
                      command: %s
                      receives: [http]
                      min_healthy: 100ms
                    - name: job
                      command: [sh, -c, "sleep 0.2; exit 3"]
                    services:
                    - name: http
                      on: 127.0.0.1:%d
                    """.formatted(OkApp.command("v1", "http"), on));
            awaitValue("launcho_process_ready_instances{process=\"web\"}", 1);
            assertThat(say(on)).isEqualTo("v1\n");

            awaitValue("launcho_service_connections_total{service=\"http\"}", 1);
            awaitValue("launcho_service_connect_seconds_count{service=\"http\"}", 1);
            awaitValue("launcho_service_connect_seconds_sum{service=\"http\"}", 1e-9);
            awaitValue("launcho_process_restarts_total{cause=\"failed\",process=\"job\"}", 1);
            awaitValue("launcho_process_last_exit_status{process=\"job\"}", 3);
            awaitValue("launcho_instance_cpu_seconds_total", 0.01);
            awaitValue("launcho_rollouts_total", 0);
            assertThat(value("launcho_process_restarts_total{cause=\"failed\",process=\"web\"}"))
                    .isZero();
            assertThat(scrape("application/openmetrics-text"))
                    .contains("launcho_build_info{")
                    .contains("launcho_server_reconciler_lag_seconds ")
                    .contains("launcho_server_probe_lag_seconds ")
                    .contains("launcho_server_open_files ")
                    .contains("launcho_server_gc_seconds_total{")
                    .contains("launcho_home_free_bytes ")
                    .endsWith("# EOF\n");
            assertThat(value("launcho_server_reconciler_lag_seconds")).isLessThan(30);

            set(server, "processes: []\n");
            await().atMost(SOON)
                    .until(() -> scrape(""), text -> !text.contains("\"web\"") && !text.contains("\"job\""));
            assertThat(scrape("")).doesNotContain("\"http\"").doesNotContain("instance_name");
            awaitValue("launcho_rollouts_total{outcome=\"live\"}", 1);
        } finally {
            server.stop(millis -> {});
            server.close();
        }
        assertThatThrownBy(() -> scrape("")).isInstanceOf(IOException.class);
    }

    /** The service has the address from a former server, which had no metrics. */
    @Test
    void start_serviceOnTheMetricsAddress_doesNotTakeIt() throws Exception {
        HomeDirectory home = home();
        String target = """
                processes: []
                services:
                - name: http
                  on: 127.0.0.1:%d
                """.formatted(metricsPort);
        Files.writeString(home.target(), target);
        Wiring server = start(home);
        try {
            await().atMost(SOON)
                    .until(() -> scrape(""), text -> text.contains("launcho_service_open{service=\"http\"} 0.0\n"));
        } finally {
            server.stop(millis -> {});
            server.close();
        }
    }

    @Test
    void start_metricsAddressThatIsTaken_changesNothing() throws Exception {
        HomeDirectory home = home();
        try (ServerSocket taken = new ServerSocket(metricsPort, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(taken.isBound()).isTrue();
            assertThatThrownBy(() -> start(home))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("the metrics address 127.0.0.1:" + metricsPort + " can't be used: ");
        }
        assertThat(home.events()).doesNotExist();
    }
}
