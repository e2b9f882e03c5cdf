package dev.launcho.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.disk.Folders;
import dev.launcho.core.event.RolloutOutcome;
import dev.launcho.core.event.RolloutProgress;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.Phase;
import dev.launcho.core.process.TinyApp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes under real probes, from the target to their end. */
class EndToEndTest {
    @TempDir
    Path dir;

    private RealServer server;

    @BeforeEach
    void start() throws IOException {
        server = new RealServer(Folders.make(dir.resolve("home"), "rwx--x--x"));
    }

    @AfterEach
    void end() {
        server.close();
        assertThat(server.warnings).isEmpty();
        assertThat(server.home.instances()).isDirectoryNotContaining("glob:**.json");
    }

    private static String web(String version, String command) {
        return """
                processes:
                - name: web
                  command: [sh, -c, '%s']
                  env: {VERSION: %s}
                  receives: [http]
                  health: {service: http, path: /}
                  min_healthy: 100ms
                services:
                - name: http
                  on: 127.0.0.1:5000
                """.formatted(command, version);
    }

    @Test
    void httpApp_deployedUpgradedBrokenAndKilled_servesOn() throws Exception {
        String app = "exec " + TinyApp.command("127.0.0.1", "$SERVICE_PORT_HTTP");
        assertThat(server.deploy(web("v1", app)).outcome()).isEqualTo(RolloutOutcome.LIVE);
        Instance first = server.one("web");
        assertThat(get(first)).startsWith("HTTP/1.1 200 OK");

        assertThat(server.deploy(web("v2", app)).outcome()).isEqualTo(RolloutOutcome.LIVE);
        Instance second = server.one("web");
        assertThat(second.version()).isNotEqualTo(first.version());
        assertThat(alive(first)).isFalse();
        assertThat(server.diary).containsSubsequence("active " + second.id(), "out " + first.id());

        RolloutProgress broken = server.deploy(web("v3", "echo no config found; exit 3"));
        assertThat(broken.outcome()).isEqualTo(RolloutOutcome.FAILED);
        assertThat(broken.summary()).contains("web exit 3, 3 times before it was ready; revision 2 still serves 1/1");
        assertThat(broken.causes()).contains("  no config found");
        assertThat(server.one("web").id()).isEqualTo(second.id());

        ProcessHandle.of(server.control.host().commandPid(second.id()))
                .orElseThrow()
                .destroyForcibly();
        await().atMost(RealServer.SOON)
                .until(() -> server.ready("web").stream().anyMatch(i -> !i.id().equals(second.id())));
        assertThat(server.one("web").version()).isEqualTo(second.version());
        assertThat(get(server.one("web"))).startsWith("HTTP/1.1 200 OK");
    }

    @Test
    void shellApps_withExecAndAliveProbes_goLiveInTheirOrder() throws Exception {
        RolloutProgress rollout = server.deploy("""
                processes:
                - name: worker
                  command: [sh, -c, 'sleep 0.3; touch ready; exec sleep 60']
                  health: {exec: [test, -e, ready]}
                - name: steady
                  before: echo prepared
                  command: [sleep, "60"]
                  min_healthy: 300ms
                - name: job
                  command: [sh, -c, 'echo done']
                  restart: never
                """);

        assertThat(rollout.outcome()).as(rollout.toString()).isEqualTo(RolloutOutcome.LIVE);
        assertThat(server.ready("worker")).hasSize(1);
        assertThat(server.logs.last("steady", server.one("steady").id(), 5)).containsExactly("prepared");
        // It counts once it runs, whether or not it has come to its end.
        await().atMost(RealServer.SOON)
                .untilAsserted(() -> assertThat(server.logs.of("job"))
                        .singleElement()
                        .satisfies(log -> assertThat(server.logs.last("job", log.instance(), 9))
                                .containsExactly("done")));
    }

    @Test
    void strangerOnThePort_isNamedAndPassesForNobody() throws Exception {
        String yaml = web("v1", "exec sleep 60").replace("health: {service: http, path: /}", "start_timeout: 8s");
        CompletableFuture<RolloutProgress> rollout = CompletableFuture.supplyAsync(() -> {
            try {
                return server.deploy(yaml);
            } catch (IOException | InterruptedException e) {
                throw new CompletionException(e);
            }
        });
        await().atMost(RealServer.SOON)
                .until(() -> server.control
                        .state("web")
                        .filter(s -> s.instances().stream().anyMatch(i -> i.phase() == Phase.STARTING))
                        .isPresent());
        int port = server.control
                .state("web")
                .orElseThrow()
                .instances()
                .get(0)
                .ports()
                .get("http");
        try (ServerSocket stranger = new ServerSocket(port, 50, InetAddress.getByName("127.0.0.1"))) {
            assertThat(stranger.isBound()).isTrue();
            assertThat(rollout.get(60, TimeUnit.SECONDS).outcome()).isEqualTo(RolloutOutcome.FAILED);
        }

        assertThat(rollout.join().summary())
                .contains("port " + port + " is taken by PID "
                        + ProcessHandle.current().pid());
    }

    @Test
    void workingDirectoryAndPort_afterAnInstance_areFree() throws Exception {
        server.deploy("processes:\n- name: app\n  command: [sleep, '60']\n  min_healthy: 100ms\n");
        Path work = server.home.work().resolve(server.one("app").id().name());
        assertThat(work).isDirectory();
        assertThat(server.deploy("processes: []\n").outcome()).isEqualTo(RolloutOutcome.LIVE);

        await().atMost(RealServer.SOON).until(() -> Files.notExists(work));
    }

    private static boolean alive(Instance i) {
        return ProcessHandle.of(i.pid()).filter(ProcessHandle::isAlive).isPresent();
    }

    private static String get(Instance i) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getByName(i.address()), i.ports().get("http"))) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
