package dev.launcho.core.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Probe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SocketProberTest {
    private static final InstanceId ID = new InstanceId("calm-otter-1");
    private static final Duration OFTEN = Duration.ofMillis(20);
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String OK = "HTTP/1.1 200 OK\r\n\r\n";

    private final ConcurrentLinkedQueue<Told> told = new ConcurrentLinkedQueue<>();
    private final FakeWitness witness = new FakeWitness();
    private final Prober prober = new SocketProber(
            witness, (id, healthy, answer, address) -> told.add(new Told(id, healthy, answer, address)));

    private record Told(InstanceId id, boolean healthy, String answer, String address) {}

    @AfterEach
    void close() {
        prober.close();
    }

    @Test
    void watch_http_asksAgainAndAgain() throws IOException {
        try (TestServer server = TestServer.saying(OK)) {
            Probe patient = new Probe(Probe.Kind.HTTP, "web", "/health", List.of(), OFTEN, SOON, 3);
            prober.watch(ID, patient, Prober.Port.of(server.port()), OFTEN);

            await().atMost(SOON).until(() -> server.requests.size() >= 4);
            // Well as before is told once.
            assertThat(told).singleElement().matches(t -> t.healthy() && t.id().equals(ID));
            assertThat(told.peek().address()).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void watch_strangerAnswers_isUnhealthyUntilItIsTheInstanceItself() throws IOException {
        witness.stranger = "PID 4711 (node)";
        try (TestServer server = TestServer.saying(OK)) {
            prober.watch(ID, Probe.http("web", "/health"), Prober.Port.of(server.port()), OFTEN);
            await().atMost(SOON).until(() -> told.size() >= 2);
            assertThat(told.peek().healthy()).isFalse();
            assertThat(told.peek().answer()).isEqualTo("port " + server.port() + " is taken by PID 4711 (node)");

            witness.stranger = "";
            await().atMost(SOON).until(() -> told.stream().anyMatch(Told::healthy));
        }
    }

    @Test
    void watch_strangerTakesThePortOfOneThatListensNoMore_passesForNobody() throws IOException {
        int port;
        try (TestServer server = TestServer.saying(OK)) {
            port = server.port();
            prober.watch(ID, Probe.tcp("web"), Prober.Port.of(port), OFTEN);
            await().atMost(SOON).until(() -> told.stream().anyMatch(Told::healthy));
        }
        await().atMost(SOON).until(() -> told.stream().anyMatch(t -> !t.healthy()));
        witness.stranger = "PID 4711 (node)";
        try (ServerSocket stranger = new ServerSocket(port, 50, InetAddress.getByName("127.0.0.1"))) {
            assertThat(stranger.isBound()).isTrue();
            await().atMost(SOON)
                    .until(() -> told.stream().anyMatch(t -> t.answer().contains("is taken by PID 4711")));
        }
        assertThat(told.stream().filter(Told::healthy)).hasSize(1);
    }

    @Test
    void watch_askingItselfFails_isUnhealthyAndAskedAgain() throws IOException {
        witness.stranger = "fault";
        try (TestServer server = TestServer.saying(OK)) {
            prober.watch(ID, Probe.tcp("web"), Prober.Port.of(server.port()), OFTEN);
            await().atMost(SOON).until(() -> told.size() >= 2);
            assertThat(told.peek().answer()).contains("the probe failed").contains("a fault of the server itself");
            witness.stranger = "";

            await().atMost(SOON).until(() -> told.stream().anyMatch(Told::healthy));
        }
    }

    @Test
    void watch_onceTheInstanceAnswered_whoListensIsNotAskedAgain() throws IOException {
        try (TestServer server = TestServer.saying(OK)) {
            prober.watch(ID, Probe.tcp("web"), Prober.Port.of(server.port()), OFTEN);
            await().atMost(SOON).until(() -> server.requests.size() >= 4);

            assertThat(witness.askedForStrangers).hasValue(1);
        }
    }

    @Test
    void watch_exec_goesByItsStatus() {
        Probe exec = new Probe(Probe.Kind.EXEC, "", "", List.of("check"), OFTEN, SOON, 3);
        prober.watch(ID, exec, Prober.Port.NONE, OFTEN);
        await().atMost(SOON).until(() -> told.contains(new Told(ID, true, "exec check: exit 0", "")));
        witness.status = 2;
        await().atMost(SOON).until(() -> told.contains(new Told(ID, false, "exec check: exit 2", "")));
        witness.status = 127;
        await().atMost(SOON)
                .until(() -> told.contains(new Told(ID, false, "exec check: exit 127 (command not found)", "")));
        witness.status = -1;
        await().atMost(SOON).until(() -> told.contains(new Told(ID, false, "exec check: no answer in 20000ms", "")));
        witness.problem = "the instance does not run";
        await().atMost(SOON)
                .until(() -> told.contains(new Told(ID, false, "exec check: the instance does not run", "")));
    }

    @Test
    void watch_alive_waitsUntilItHasRunForLongEnough() {
        Probe alive = new Probe(Probe.Kind.ALIVE, "", "", List.of(), OFTEN, Duration.ofMillis(1_000), 3);
        prober.watch(ID, alive, Prober.Port.NONE, OFTEN);
        await().atMost(SOON).until(() -> !told.isEmpty());
        assertThat(told.peek().healthy()).isFalse();
        witness.runningFor = 1_000;
        await().atMost(SOON).until(() -> told.contains(new Told(ID, true, "runs", "")));
    }

    @Test
    void forget_watched_asksNoMore() throws Exception {
        try (TestServer server = TestServer.saying(OK);
                TestServer others = TestServer.saying(OK)) {
            prober.watch(ID, Probe.tcp("web"), Prober.Port.of(server.port()), OFTEN);
            await().atMost(SOON).until(() -> !told.isEmpty());
            prober.forget(ID);
            int before = server.requests.size();
            prober.watch(new InstanceId("calm-otter-2"), Probe.tcp("web"), Prober.Port.of(others.port()), OFTEN);

            await().atMost(SOON).until(() -> others.requests.size() >= 5);
            // One may have been on its way.
            assertThat(server.requests.size()).isLessThanOrEqualTo(before + 2);
        }
    }

    @Test
    void watch_again_takesThePlaceOfTheOneBefore() throws IOException {
        try (TestServer before = TestServer.saying(OK);
                TestServer after = TestServer.saying("HTTP/1.1 503 No\r\n\r\n")) {
            prober.watch(ID, Probe.http("web", "/"), Prober.Port.of(before.port()), Duration.ofHours(1));
            await().atMost(SOON).until(() -> !told.isEmpty());
            prober.watch(ID, Probe.http("web", "/"), Prober.Port.of(after.port()), OFTEN);
            await().atMost(SOON).until(() -> told.size() >= 4);

            assertThat(told.stream().filter(Told::healthy).count()).isEqualTo(1);
        }
    }

    @Test
    void watch_slowInstances_delayNoOthers() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        Probe patient = new Probe(Probe.Kind.HTTP, "web", "/", List.of(), OFTEN, Duration.ofSeconds(15), 3);
        try (TestServer mute = TestServer.on("127.0.0.1", client -> waitFor(end));
                TestServer good = TestServer.saying(OK)) {
            for (int n = 0; n < 10; n++) {
                prober.watch(new InstanceId("slow-sloth-" + n), patient, Prober.Port.of(mute.port()), OFTEN);
            }
            prober.watch(ID, Probe.http("web", "/"), Prober.Port.of(good.port()), OFTEN);

            await().atMost(SOON).until(() -> good.requests.size() >= 3);
        } finally {
            end.countDown();
        }
    }

    @Test
    void watch_serverItselfWasLate_silenceIsNoFailure() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        AtomicLong now = new AtomicLong(7);
        Duration timeout = Duration.ofSeconds(10);
        Probe probe = new Probe(Probe.Kind.HTTP, "web", "/", List.of(), OFTEN, timeout, 3);
        try (TestServer mute = TestServer.on("127.0.0.1", client -> waitFor(end));
                SocketProber delayed = new SocketProber(
                        witness,
                        (id, healthy, answer, from) -> told.add(new Told(id, healthy, answer, from)),
                        now::get)) {
            delayed.watch(ID, probe, Prober.Port.of(mute.port()), OFTEN);
            await().atMost(SOON).until(() -> mute.requests.size() == 1);

            // As after a suspend, or when other programs had the processor: nobody looked at the deadline.
            now.addAndGet(timeout.plusSeconds(5).toNanos());
            delayed.forget(new InstanceId("nobody-1"));
            await().atMost(SOON).until(() -> mute.requests.size() == 2);
            assertThat(told).isEmpty();

            now.addAndGet(timeout.plusMillis(1).toNanos());
            delayed.forget(new InstanceId("nobody-1"));
            await().atMost(SOON).until(() -> !told.isEmpty());
            assertThat(told.peek().answer()).endsWith("no answer in 10000ms");
        } finally {
            end.countDown();
        }
    }

    private static void waitFor(CountDownLatch end) {
        try {
            end.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
