package dev.launcho.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.event.ChangeResult;
import dev.launcho.core.event.Event;
import dev.launcho.core.event.RolloutOutcome;
import dev.launcho.core.event.RolloutProgress;
import dev.launcho.core.intent.RequestRefused;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.Phase;
import dev.launcho.core.spec.TargetReader;
import dev.launcho.core.store.HomeDirectory;
import dev.launcho.core.store.StoreFactory;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole server with {@code server.balancer: ipvs}, real processes, and the stand-in for ipvsadm. */
class IpvsServerTest {
    private static final Path FAKE = Path.of("../proxy/src/test/resources/dev/launcho/proxy/ipvs/ipvsadm");
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path dir;

    private final Queue<String> events = new ConcurrentLinkedQueue<>();
    private HomeDirectory home;
    private Path kernel;
    private int on;
    private Wiring server;

    @BeforeEach
    void prepare() throws Exception {
        home = new HomeDirectory(Files.createDirectory(dir.resolve("home")));
        StoreFactory.prepare(home);
        kernel = Files.createDirectory(dir.resolve("kernel"));
        Files.copy(FAKE, kernel.resolve("ipvsadm"));
        Files.setPosixFilePermissions(kernel.resolve("ipvsadm"), PosixFilePermissions.fromString("rwxr-xr-x"));
        on = FreePorts.next();
        server = start("ipvs");
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(millis -> {});
            server.close();
        }
    }

    private Wiring start(String balancer) throws Exception {
        int first = 24_000 + (int) (ProcessHandle.current().pid() % 80) * 20;
        return WiredServer.start(home, first, "  balancer: " + balancer + "\n", kernel.toString(), this::note);
    }

    private void note(Event event) {
        events.add(event.severity() + " " + event.subject() + ": " + event.message());
    }

    private String target(String version, int replicas) {
        return """
                processes:
                - name: web
                  command: %s
                  replicas: %d
                  receives: [http]
                  min_healthy: 100ms
                  drain: 60s
                services:
                - name: http
                  on: 127.0.0.1:%d
                """.formatted(OkApp.command(version, "http"), replicas, on);
    }

    private ChangeResult set(String yaml) throws IOException {
        return server.control()
                .target(
                        TargetReader.read("target.yaml", yaml),
                        yaml,
                        java.util.OptionalLong.empty(),
                        new dev.launcho.core.event.ChangeAuthor("ana", "127.0.0.1", ""));
    }

    private RolloutProgress end(ChangeResult changed) throws InterruptedException {
        RolloutProgress rollout;
        int seen = 0;
        do {
            rollout = server.control()
                    .rollouts()
                    .await(changed.revision(), seen, SOON)
                    .orElseThrow();
            seen = rollout.steps().size();
        } while (rollout.outcome() == RolloutOutcome.RUNNING);
        return rollout;
    }

    private Instance one() {
        return await().atMost(SOON).until(this::ready, all -> all.size() == 1).get(0);
    }

    private List<Instance> ready() {
        return server.control().state("web").stream()
                .flatMap(s -> s.instances().stream())
                .filter(i -> i.phase() == Phase.READY)
                .toList();
    }

    private List<String> lines(String file) throws IOException {
        Path path = kernel.resolve(file);
        return Files.exists(path) ? Files.readAllLines(path) : List.of();
    }

    /** Without the exit status, which was 0 each time. */
    private List<String> changes() throws IOException {
        List<String> changes = lines("log").stream()
                .filter(line -> line.matches("[0-9]+\t-[AEDaedC] .*"))
                .toList();
        assertThat(changes).allMatch(line -> line.startsWith("0\t"));
        return changes.stream().map(line -> line.substring(2)).toList();
    }

    private String service() {
        return "-t 127.0.0.1:" + on;
    }

    private String of(Instance instance) {
        return service() + " -r 127.0.0.1:" + instance.ports().get("http");
    }

    private void connections(String... lines) throws IOException {
        Path fresh = Files.write(kernel.resolve("fresh"), List.of(lines));
        Files.move(fresh, kernel.resolve("connections"), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Carries the commands out one by one; after the first server there is never none of weight 1. */
    private void neverWithoutServer(List<String> changes) {
        Map<String, Boolean> up = new HashMap<>();
        boolean began = false;
        for (String change : changes) {
            String[] words = change.split(" ");
            switch (words[0]) {
                case "-a", "-e" -> up.put(words[4], change.endsWith("-w 1"));
                case "-d" -> up.remove(words[4]);
                default -> assertThat(words[0]).isEqualTo("-A");
            }
            began |= up.containsValue(true);
            assertThat(!began || up.containsValue(true))
                    .as("after %s of %s", change, changes)
                    .isTrue();
        }
        assertThat(began).isTrue();
    }

    @Test
    void rollingUpgrade_commandsInOrder_neverWithoutAServerOfWeight1() throws Exception {
        assertThat(end(set(target("v1", 1))).outcome()).isEqualTo(RolloutOutcome.LIVE);
        Instance first = one();
        connections("ESTABLISHED 127.0.0.1:40000 127.0.0.1:" + on + " 127.0.0.1:"
                + first.ports().get("http"));

        ChangeResult upgrade = set(target("v2", 1));
        await().atMost(SOON).until(() -> lines("table").contains("-a " + of(first) + " -m -w 0"));
        Instance second = one();
        // The client is still there, so is the instance; both are seen.
        assertThat(ProcessHandle.of(server.control().host().commandPid(first.id())))
                .isPresent();
        await().atMost(SOON)
                .until(() -> server.control()
                                .balancer()
                                .counters()
                                .backend(first.id())
                                .active()
                        == 1);
        connections("TIME_WAIT 127.0.0.1:40000 127.0.0.1:" + on + " 127.0.0.1:"
                + first.ports().get("http"));
        RolloutProgress rollout = end(upgrade);
        assertThat(rollout.outcome()).isEqualTo(RolloutOutcome.LIVE);
        assertThat(rollout.summary()).contains("1 drained, 0 cut");

        await().atMost(SOON).until(() -> !lines("table").contains("-a " + of(first) + " -m -w 0"));
        // A command is noted once it is done.
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(changes())
                        .containsExactly(
                                "-A " + service() + " -s wrr",
                                "-a " + of(first) + " -m -w 1",
                                "-a " + of(second) + " -m -w 1",
                                "-e " + of(first) + " -m -w 0",
                                "-d " + of(first)));
        assertThat(end(set(target("v3", 3))).outcome()).isEqualTo(RolloutOutcome.LIVE);
        assertThat(end(set(target("v4", 2))).outcome()).isEqualTo(RolloutOutcome.LIVE);
        neverWithoutServer(changes());

        assertThat(server.stop(millis -> {})).isTrue();
        server.close();
        server = null;
        assertThat(lines("table"))
                .as("a server that stops takes its services along")
                .isEmpty();
    }

    @Test
    void instanceKilled_itsEntryGoes_itsReplacementComes() throws Exception {
        end(set(target("v1", 1)));
        Instance first = one();

        ProcessHandle.of(server.control().host().commandPid(first.id()))
                .orElseThrow()
                .destroyForcibly();

        Instance other = await().atMost(SOON)
                .until(this::ready, all -> all.size() == 1 && !all.get(0).id().equals(first.id()))
                .get(0);
        String replacement = "-a " + of(other) + " -m -w 1";
        await().atMost(SOON).until(() -> lines("table").equals(List.of("-A " + service() + " -s wrr", replacement)));
    }

    @Test
    void leftRunning_nextServerTakesThemUp_withoutACommand() throws Exception {
        end(set(target("v1", 2)));
        // The kernel is told soon after a rollout has been said to be live, and a command is noted once it is done.
        await().atMost(SOON).until(() -> lines("table").size() == 3 && changes().size() == 3);
        List<String> table = lines("table");
        int before = changes().size();

        server.close();
        assertThat(lines("table")).isEqualTo(table);
        server = start("ipvs");
        await().atMost(SOON).until(() -> ready().size() == 2);
        long looks = looks();
        await().atMost(SOON).until(() -> looks() > looks + 1);

        assertThat(lines("table")).isEqualTo(table);
        assertThat(changes()).hasSize(before);
    }

    @Test
    void leftRunning_unwellAndReplacedByTheNextServer_isSignalledOnceItsConnectionsAreOver() throws Exception {
        Files.createFile(dir.resolve("v1"));
        end(set(probed("v1")));
        Instance first = one();
        long command = server.control().host().commandPid(first.id());
        connections("ESTABLISHED 127.0.0.1:40000 127.0.0.1:" + on + " 127.0.0.1:"
                + first.ports().get("http"));
        await().atMost(SOON).until(() -> lines("table").contains("-a " + of(first) + " -m -w 1"));

        server.close();
        Files.delete(dir.resolve("v1"));
        Files.createFile(dir.resolve("v2"));
        Files.writeString(home.target(), probed("v2"));
        server = start("ipvs");

        await().atMost(SOON).until(() -> told(first.id() + " draining: replaced"));
        await().atMost(SOON).until(() -> lines("table").contains("-a " + of(first) + " -m -w 0"));
        long looks = looks();
        await().atMost(SOON).until(() -> looks() > looks + 1);
        assertThat(told(first.id() + " stopping")).isFalse();
        assertThat(ProcessHandle.of(command)).isPresent();
        connections();
        await().atMost(SOON).until(() -> told(first.id() + " stopping: its connections have ended"));
    }

    /** Healthy as long as there is a file of the name of its version. */
    private String probed(String version) {
        return target(version, 1)
                .replace("  min_healthy", "  health: {exec: [test, -e, " + dir.resolve(version) + "]}\n  min_healthy");
    }

    private boolean told(String what) {
        return events.stream().anyMatch(event -> event.contains(what));
    }

    private long looks() throws IOException {
        return lines("log").stream().filter(line -> line.endsWith("--save -n")).count();
    }

    @Test
    void otherBalancer_removesWhatThisOneLeft_andServes() throws Exception {
        end(set(target("v1", 1)));
        await().atMost(SOON).until(() -> lines("table").size() == 2);
        server.close();
        assertThat(lines("table")).hasSize(2);

        server = start("netty");

        await().atMost(SOON).until(() -> lines("table").isEmpty());
        one();
        await().atMost(SOON).ignoreExceptions().until(() -> {
            try (Socket client = new Socket("127.0.0.1", on)) {
                return new String(client.getInputStream().readAllBytes()).equals("v1\n");
            }
        });
    }

    @Test
    void target_asksForWhatTheKernelCant_isRefusedOrWarnedOf_withItsPlace() throws Exception {
        String good = target("v1", 1);

        assertThatThrownBy(() -> set(good.replace("on: 127.0.0.1", "on: 0.0.0.0")))
                .isInstanceOfSatisfying(
                        RequestRefused.class,
                        refused -> assertThat(refused.code()).isEqualTo(RequestRefused.Code.INVALID))
                .hasMessageStartingWith("target.yaml:10:7: service \"http\": on: 0.0.0.0:" + on
                        + ": the kernel takes no connection on a wildcard address");
        assertThat(changes()).isEmpty();
        assertThat(set(good).notices()).isEmpty();
        assertThat(set(good + "  hold: 10s\n").notices())
                .singleElement()
                .asString()
                .startsWith("target.yaml:11:9: service \"http\": hold: the kernel holds no connections");
    }

    @Test
    void commandFails_isAnEventWithWhatItSaid() throws Exception {
        Files.writeString(kernel.resolve("fail"), "255\tMemory allocation problem\t^-A \n");

        set(target("v1", 1));

        String event = "ERROR http: ipvsadm -A " + service() + " -s wrr: exit 255: Memory allocation problem";
        await().atMost(SOON).until(() -> new ArrayList<>(events).contains(event));
        Files.delete(kernel.resolve("fail"));
        await().atMost(SOON).until(() -> new ArrayList<>(events).contains("INFO http: listens"));
    }
}
