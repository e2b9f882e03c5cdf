package dev.launcho.core.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.failure.CommandFault;
import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.model.HttpCheck;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.KnownListener;
import dev.launcho.core.model.Probe;
import dev.launcho.core.model.ProbeResult;
import dev.launcho.core.model.ProxyProtocol;
import dev.launcho.core.net.Ipv6;
import dev.launcho.core.net.PortBlock;
import dev.launcho.core.text.StatusCodes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("attack")
class SocketProberTest {
    private static final InstanceId ID = new InstanceId("calm-otter-1");
    private static final Duration OFTEN = Duration.ofMillis(20);
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String OK = "HTTP/1.1 200 OK\r\n\r\n";

    private final ConcurrentLinkedQueue<Told> told = new ConcurrentLinkedQueue<>();
    private final FakeWitness witness = new FakeWitness();
    private final ConcurrentLinkedQueue<String> unasked = new ConcurrentLinkedQueue<>();
    private final Prober prober = new SocketProber(witness, new Prober.Listener() {
        @Override
        public void probed(InstanceId id, boolean healthy, ProbeResult answer, String address) {
            told.add(new Told(id, healthy, answer.sentence(), address));
        }

        @Override
        public void unasked(InstanceId id, ProbeResult cause) {
            unasked.add(cause.sentence());
        }
    });

    private record Told(InstanceId id, boolean healthy, String answer, String address) {}

    @AfterEach
    void close() {
        prober.close();
    }

    @Test
    void watch_http_asksAgainAndAgain() throws IOException {
        try (TestServer server = TestServer.saying(OK)) {
            prober.watch(ID, http("/health"), Prober.Port.of(server.port()), OFTEN);
            await().atMost(SOON).until(() -> server.requests.size() >= 4);
            // Well as before is told once.
            assertThat(told).singleElement().matches(t -> t.healthy() && t.id().equals(ID));
            assertThat(told.peek().address()).isEqualTo("127.0.0.1");
        }
    }

    /** A server that writes on after its status sees neither a reset nor a broken pipe. */
    @Test
    void watch_bodyOfSomeSize_isTakenToItsEnd() throws IOException {
        byte[] body = new byte[200_000];
        ConcurrentLinkedQueue<String> ends = new ConcurrentLinkedQueue<>();
        AtomicLong now = new AtomicLong(7);
        try (TestServer server = TestServer.on("127.0.0.1", client -> {
                    client.setSendBufferSize(8_192);
                    try {
                        TestServer.say(client.getOutputStream(), "HTTP/1.1 200 OK\r\n\r\n");
                        client.getOutputStream().write(body);
                        client.shutdownOutput();
                        ends.add("read " + client.getInputStream().read());
                    } catch (IOException e) {
                        ends.add(e.toString());
                    }
                });
                SocketProber timeless = timeless(now)) {
            timeless.watch(ID, http("/"), Prober.Port.of(server.port()), OFTEN);
            for (int asked = 1; asked <= 5; asked++) {
                int soFar = asked;
                await().atMost(SOON).until(() -> ends.size() == soFar);
                goOn(timeless, now);
            }
            assertThat(ends).containsOnly("read -1");
            assertThat(told).singleElement().matches(Told::healthy);
        }
    }

    /** An instance that is sent away while it is asked: its answer is heard to its end. */
    @Test
    void forget_whileAsked_theAnswerIsTaken() throws IOException {
        ConcurrentLinkedQueue<String> ends = new ConcurrentLinkedQueue<>();
        CountDownLatch forgotten = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        try (TestServer server = TestServer.on("127.0.0.1", client -> {
                    asked.countDown();
                    try {
                        forgotten.await();
                        TestServer.say(client.getOutputStream(), OK);
                        TestServer.say(client.getOutputStream(), "and more");
                        client.shutdownOutput();
                        ends.add("read " + client.getInputStream().read());
                    } catch (IOException | InterruptedException e) {
                        ends.add(e.toString());
                    }
                });
                TestServer other = TestServer.saying(OK);
                SocketProber timeless = timeless(new AtomicLong(7))) {
            timeless.watch(ID, http("/"), Prober.Port.of(server.port()), OFTEN);
            await().atMost(SOON).until(() -> asked.getCount() == 0);
            timeless.forget(ID);
            timeless.watch(new InstanceId("calm-otter-2"), tcp(), Prober.Port.of(other.port()), OFTEN);
            await().atMost(SOON).until(() -> !told.isEmpty());

            forgotten.countDown();

            await().atMost(SOON).until(() -> !ends.isEmpty());
            assertThat(ends).containsOnly("read -1");
        }
    }

    /** One that never ends its answer, or keeps the connection though it is asked not to, is left in the end. */
    @Test
    void watch_answerWithoutEnd_isLeft() throws IOException {
        ConcurrentLinkedQueue<String> ends = new ConcurrentLinkedQueue<>();
        try (TestServer server = TestServer.on("127.0.0.1", client -> {
            TestServer.say(client.getOutputStream(), "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            ends.add("read " + client.getInputStream().read());
        })) {
            prober.watch(ID, http("/"), Prober.Port.of(server.port()), Duration.ofHours(1));

            await().atMost(SOON).until(() -> !ends.isEmpty());
            assertThat(ends).containsExactly("read -1");
        }
    }

    @Test
    void watch_strangerAnswers_isUnhealthyUntilItIsTheInstanceItself() throws IOException {
        witness.stranger = "PID 4711 (node)";
        try (TestServer server = TestServer.saying(OK)) {
            prober.watch(ID, http("/health"), Prober.Port.of(server.port()), OFTEN);
            await().atMost(SOON).until(() -> told.size() >= 2);
            assertThat(told.peek().healthy()).isFalse();
            assertThat(told.peek().answer()).isEqualTo("port " + server.port() + " is taken by PID 4711 (node)");

            witness.stranger = "";
            await().atMost(SOON).until(() -> told.stream().anyMatch(Told::healthy));
        }
    }

    @Test
    void watch_strangerTakesThePortOfOneThatListensNoMore_passesForNobody() throws IOException {
        try (PortBlock block = PortBlock.of(1)) {
            strangerTakes(block.first());
        }
    }

    private void strangerTakes(int port) throws IOException {
        try (TestServer server = TestServer.at("127.0.0.1", port, OK)) {
            assertThat(server.port()).isEqualTo(port);
            prober.watch(ID, tcp(), Prober.Port.of(port), OFTEN);
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

    /** A stranger that refuses, or is silent, is no better: it still gets the traffic. */
    @Test
    void watch_strangerAnswersBadly_isAStrangerAllTheSame() throws IOException {
        witness.stranger = "PID 4711 (node)";
        try (TestServer server = TestServer.saying("HTTP/1.1 503 No\r\n\r\n")) {
            prober.watch(ID, http("/health"), Prober.Port.of(server.port()), OFTEN);
            await().atMost(SOON).until(() -> told.size() >= 2);
            assertThat(told).allMatch(t -> t.answer().contains("is taken by PID 4711"));
        }
    }

    @Test
    void watch_strangerIsSilent_isAStrangerAllTheSame() throws IOException {
        witness.stranger = "PID 4711 (node)";
        CountDownLatch end = new CountDownLatch(1);
        Probe brief = new Probe(Probe.Kind.HTTP, "web", "/", List.of(), OFTEN, Duration.ofMillis(100), 3);
        try (TestServer mute = TestServer.on("127.0.0.1", client -> waitFor(end))) {
            prober.watch(ID, brief, Prober.Port.of(mute.port()), OFTEN);
            await().atMost(SOON).until(() -> told.size() >= 2);
            assertThat(told).allMatch(t -> t.answer().contains("is taken by PID 4711"));
        } finally {
            end.countDown();
        }
    }

    /** The instance listens on ::1 only; 127.0.0.1 of the same port is free to everybody, and is asked first. */
    @Test
    void watch_strangerTakesTheOtherAddressOfAPort_passesForNobody() throws IOException {
        Ipv6.needed();
        try (PortBlock block = PortBlock.of(1);
                TestServer server = TestServer.at("::1", block.first(), OK)) {
            prober.watch(ID, tcp(), Prober.Port.of(server.port()), OFTEN);
            await().atMost(SOON).until(() -> told.stream().anyMatch(Told::healthy));
            witness.stranger = "PID 4711 (node)";
            try (ServerSocket stranger = new ServerSocket(server.port(), 50, InetAddress.getByName("127.0.0.1"))) {
                assertThat(stranger.isBound()).isTrue();
                await().atMost(SOON)
                        .until(() -> told.stream().anyMatch(t -> t.answer().contains("is taken by PID 4711")));
            }
        }
        assertThat(told.stream().filter(Told::healthy)).hasSize(1);
    }

    @Test
    void watch_askingItselfFails_isUnhealthyAndAskedAgain() throws IOException {
        witness.stranger = "fault";
        try (TestServer server = TestServer.saying(OK)) {
            prober.watch(ID, tcp(), Prober.Port.of(server.port()), OFTEN);
            await().atMost(SOON).until(() -> told.size() >= 2);
            assertThat(told.peek().answer()).contains("the probe failed").contains("a fault of the server itself");
            witness.stranger = "";

            await().atMost(SOON).until(() -> told.stream().anyMatch(Told::healthy));
        }
    }

    @Test
    void watch_onceTheInstanceAnswered_whoListensIsNotAskedAgain() throws IOException {
        AtomicLong now = new AtomicLong(7);
        try (TestServer server = TestServer.saying(OK);
                SocketProber timeless = timeless(now)) {
            timeless.watch(ID, tcp(), Prober.Port.of(server.port()), OFTEN);
            for (int asked = 1; asked <= 4; asked++) {
                int soFar = asked;
                await().atMost(SOON).until(() -> server.requests.size() == soFar);
                goOn(timeless, now);
            }

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
        String itsOwn = "exec check: exit 127 (the status for a program or a library that is not found)";
        await().atMost(SOON).until(() -> told.contains(new Told(ID, false, itsOwn, "")));
        witness.fault = Optional.of(new CommandFault(CommandFault.Kind.NOT_IN_PATH, "check", ""));
        String missing = "exec check: exit 127 (there is no program check in PATH)";
        await().atMost(SOON).until(() -> told.contains(new Told(ID, false, missing, "")));
        witness.status = -1;
        await().atMost(SOON).until(() -> told.contains(new Told(ID, false, "exec check: no answer in 20000ms", "")));
        witness.problem = "the instance does not run";
        await().atMost(SOON)
                .until(() -> told.contains(new Told(ID, false, "exec check: the instance does not run", "")));
    }

    private static Prober.Port leased(int number, int... all) {
        return new Prober.Port(
                number, ProxyProtocol.NONE, IntStream.of(all).boxed().toList(), "127.0.0.1");
    }

    @Test
    void watch_execIsWellButAStrangerListensOnAPort_isNotHealthyUntilItIsGone() {
        Probe exec = new Probe(Probe.Kind.EXEC, "", "", List.of("check"), OFTEN, SOON, 3);
        witness.strangerPort = 7001;
        prober.watch(ID, exec, leased(0, 7000, 7001), OFTEN);
        await().atMost(SOON).until(() -> told.size() >= 2);
        assertThat(told).containsOnly(new Told(ID, false, "port 7001 is taken by PID 4712 (nc)", ""));
        witness.strangerPort = 0;

        await().atMost(SOON).until(() -> told.contains(new Told(ID, true, "exec check: exit 0", "")));
    }

    @Test
    void watch_execFailsAndAStrangerListensOnAPort_isAStranger() {
        Probe exec = new Probe(Probe.Kind.EXEC, "", "", List.of("check"), OFTEN, SOON, 3);
        witness.strangerPort = 7001;
        witness.status = 2;
        prober.watch(ID, exec, leased(0, 7001), OFTEN);

        await().atMost(SOON).until(() -> told.size() >= 2);
        assertThat(told).containsOnly(new Told(ID, false, "port 7001 is taken by PID 4712 (nc)", ""));
    }

    @Test
    void watch_strangerOnASecondService_isNotHealthy() throws IOException {
        witness.strangerPort = 7001;
        try (TestServer server = TestServer.saying(OK)) {
            prober.watch(ID, http("/"), leased(server.port(), server.port(), 7001), OFTEN);
            await().atMost(SOON).until(() -> told.size() >= 2);
            assertThat(told).containsOnly(new Told(ID, false, "port 7001 is taken by PID 4712 (nc)", ""));
        }
    }

    /** The next probe is an hour away, or under way for long. */
    @Test
    void watch_strangerTakesAPortBetweenProbes_isFoundWithinFiveSeconds() throws Exception {
        AtomicLong now = new AtomicLong(7);
        InstanceId other = new InstanceId("calm-otter-2");
        CountDownLatch end = new CountDownLatch(1);
        try (TestServer server = TestServer.saying(OK);
                TestServer mute = TestServer.on("127.0.0.1", client -> waitFor(end));
                SocketProber timeless = timeless(now)) {
            timeless.watch(ID, tcp(), Prober.Port.of(server.port()), Duration.ofHours(1));
            timeless.watch(other, http("/"), Prober.Port.of(mute.port()), OFTEN);
            await().atMost(SOON).until(() -> told.size() == 1);
            await().atMost(SOON).until(() -> mute.requests.size() == 1);
            witness.strangerPort = server.port();
            now.addAndGet(Duration.ofSeconds(5).toNanos());
            timeless.forget(new InstanceId("nobody-1"));
            String taken = "port " + server.port() + " is taken by PID 4712 (nc)";
            await().atMost(SOON).until(() -> told.contains(new Told(ID, false, taken, "")));

            witness.strangerPort = mute.port();
            now.addAndGet(Duration.ofSeconds(5).toNanos());
            timeless.forget(new InstanceId("nobody-1"));
            String alsoTaken = "port " + mute.port() + " is taken by PID 4712 (nc)";
            await().atMost(SOON).until(() -> told.contains(new Told(other, false, alsoTaken, "")));
        } finally {
            end.countDown();
        }
    }

    /** A server with hundreds of instances at rest stays at rest: one list of listeners serves all of them. */
    @Test
    void watch_isKnownToListen_isNotSearchedForAgain() throws IOException {
        AtomicLong now = new AtomicLong(7);
        witness.known = KnownListener.OWN;
        try (TestServer server = TestServer.saying(OK);
                SocketProber timeless = timeless(now)) {
            timeless.watch(ID, tcp(), Prober.Port.of(server.port()), Duration.ofHours(1));
            await().atMost(SOON).until(() -> told.size() == 1);
            int searches = witness.searches.get();
            for (int looks = 1; looks <= 3; looks++) {
                int soFar = looks;
                now.addAndGet(ListenerSchedule.EVERY_NANOS);
                timeless.forget(new InstanceId("nobody-1"));
                await().atMost(SOON).until(() -> {
                    goOn(timeless, now); // A look that found its thread busy is made again a moment later.
                    return witness.askedForKnown.get() >= soFar;
                });
            }

            assertThat(witness.searches).hasValue(searches);
        }
    }

    /** As many commands as there are threads for them: another instance gets ready, and strangers are seen. */
    @Test
    void watch_allCommandsHang_othersAreAskedAndLookedAt() throws IOException {
        AtomicLong now = new AtomicLong(7);
        witness.known = KnownListener.OWN;
        witness.execEnd = new CountDownLatch(1);
        Probe hanging = new Probe(Probe.Kind.EXEC, "", "", List.of("hang"), OFTEN, SOON, 3);
        try (TestServer server = TestServer.saying(OK);
                SocketProber timeless = timeless(now)) {
            for (int i = 0; i < 64; i++) {
                timeless.watch(new InstanceId("hung-otter-" + i), hanging, Prober.Port.of(0), OFTEN);
            }
            await().atMost(SOON).until(() -> witness.execs.get() == 64);
            timeless.watch(ID, tcp(), Prober.Port.of(server.port()), Duration.ofHours(1));
            await().atMost(SOON).until(() -> told.size() == 1);
            now.addAndGet(ListenerSchedule.EVERY_NANOS);
            timeless.forget(new InstanceId("nobody-1"));

            await().atMost(SOON).until(() -> witness.askedForKnown.get() > 0);
        } finally {
            witness.execEnd.countDown();
        }
    }

    /** Not even one who takes the port a moment after the instance was found there. */
    @Test
    void watch_strangerListens_getsNoByteOfARequestWithHeaders() throws IOException {
        HttpCheck check =
                new HttpCheck(HttpCheck.Scheme.HTTP, "", Map.of("Authorization", "Bearer 5ecret"), StatusCodes.USUAL);
        Probe probe = new Probe(Probe.Kind.HTTP, "web", "/", List.of(), OFTEN, SOON, 3, check);
        try (TestServer server = TestServer.saying(OK)) {
            prober.watch(ID, probe, Prober.Port.of(server.port()), OFTEN);
            await().atMost(SOON).until(() -> server.requests.stream().anyMatch(text -> text.contains("5ecret")));
            witness.stranger = "PID 4711 (node)";
            await().atMost(SOON)
                    .until(() -> told.stream().anyMatch(t -> t.answer().contains("is taken by PID 4711")));
            server.requests.clear();
            int soFar = told.size();
            await().atMost(SOON).until(() -> told.size() >= soFar + 3);
            assertThat(server.requests).noneMatch(text -> text.contains("GET"));
        }
    }

    @Test
    void watch_serverLacksSomething_countsNeitherWayAndIsToldOnce() throws IOException {
        Probe exec = new Probe(Probe.Kind.EXEC, "", "", List.of("check"), OFTEN, SOON, 3);
        witness.lacking = Optional.of(FailureKind.NO_DESCRIPTOR);
        InstanceId other = new InstanceId("calm-otter-2");
        try (TestServer server = TestServer.saying(OK)) {
            prober.watch(ID, exec, Prober.Port.NONE, OFTEN);
            prober.watch(other, tcp(), Prober.Port.of(server.port()), OFTEN);
            await().atMost(SOON).until(() -> server.requests.size() >= 4);
            assertThat(told).isEmpty();
            await().atMost(SOON).until(() -> unasked.size() == 2);
            assertThat(unasked)
                    .containsOnly(
                            "not asked, no more open files are allowed (ulimit -n); this counts as neither success nor failure");

            witness.lacking = Optional.empty();
            await().atMost(SOON).until(() -> told.stream().filter(Told::healthy).count() == 2);
            assertThat(told).allMatch(Told::healthy);
        }
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
            prober.watch(ID, tcp(), Prober.Port.of(server.port()), OFTEN);
            await().atMost(SOON).until(() -> !told.isEmpty());
            prober.forget(ID);
            prober.watch(new InstanceId("calm-otter-2"), tcp(), Prober.Port.of(others.port()), OFTEN);

            // Some may have been on their way; then come no more, while another is asked five times.
            await().atMost(SOON).until(() -> {
                int before = server.requests.size();
                int enough = others.requests.size() + 5;
                await().atMost(SOON).until(() -> others.requests.size() >= enough);
                return server.requests.size() == before;
            });
        }
    }

    @Test
    void watch_again_takesThePlaceOfTheOneBefore() throws IOException {
        try (TestServer before = TestServer.saying(OK);
                TestServer after = TestServer.saying("HTTP/1.1 503 No\r\n\r\n")) {
            prober.watch(ID, http("/"), Prober.Port.of(before.port()), Duration.ofHours(1));
            await().atMost(SOON).until(() -> !told.isEmpty());
            prober.watch(ID, http("/"), Prober.Port.of(after.port()), OFTEN);
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
            prober.watch(ID, http("/"), Prober.Port.of(good.port()), OFTEN);

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
                SocketProber delayed = timeless(now)) {
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

    /** With time enough for an application that stands still for a moment. */
    private static Probe http(String path) {
        return new Probe(Probe.Kind.HTTP, "web", path, List.of(), OFTEN, SOON, 3);
    }

    private static Probe tcp() {
        return new Probe(Probe.Kind.TCP, "web", "", List.of(), OFTEN, SOON, 3);
    }

    /** Asks by a clock that only the test puts forward: whatever the machine is busy with, no time passes. */
    private SocketProber timeless(AtomicLong now) {
        return new SocketProber(
                witness,
                (id, healthy, answer, from) -> told.add(new Told(id, healthy, answer.sentence(), from)),
                now::get);
    }

    /** The next probe is due. */
    private static void goOn(SocketProber timeless, AtomicLong now) {
        now.addAndGet(OFTEN.toNanos());
        // So that the clock is looked at.
        timeless.forget(new InstanceId("nobody-1"));
    }

    private static void waitFor(CountDownLatch end) {
        try {
            end.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
