package dev.launcho.cli.server.notify;

import static dev.launcho.cli.server.notify.EventSignsTest.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.protocol.ReceiverView;
import dev.launcho.cli.server.FreePorts;
import dev.launcho.core.admin.WellnessView;
import dev.launcho.core.event.Event;
import dev.launcho.core.event.EventKind;
import dev.launcho.core.event.ServerEvent;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way of a message, from events to receivers on loopback, by a clock that the test moves. */
class NotifyServiceTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path dir;

    private final List<String> said = new CopyOnWriteArrayList<>();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-30T12:00:00Z"));
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger looks = new AtomicInteger();
    private final List<NotifyService> services = new CopyOnWriteArrayList<>();

    /** Until when a write to the log takes. */
    private volatile Optional<CountDownLatch> writing = Optional.empty();

    private final NotifyLog log = new NotifyLog() {
        @Override
        public void warn(String line) {
            said.add("warning: " + line);
            writing.ifPresent(NotifyServiceTest.this::unlessInterrupted);
        }

        @Override
        public void inform(String line) {
            said.add("info: " + line);
        }
    };

    @AfterEach
    void stop() {
        services.forEach(NotifyService::close);
    }

    private Path file() {
        return dir.resolve("notify.json");
    }

    /** Returns a service that has restored what is in the home; times between attempts are short. */
    private NotifyService open(String... urls) {
        InstantSource clock = now::get;
        List<ReceiverEndpoint> endpoints = IntStream.range(0, urls.length)
                .mapToObj(i -> {
                    ReceiverEndpoint one = LoopbackReceiver.endpoint(urls[i], "");
                    return new ReceiverEndpoint(i + 1, one.id(), one.url(), one.on(), one.template(), one.key());
                })
                .toList();
        NotifyService service = new NotifyService(
                endpoints,
                file(),
                new HttpDelivery("host-1", clock, Duration.ofSeconds(20), SSLContext::getDefault),
                new DeliveryBackoff(Duration.ofMillis(20), Duration.ofMillis(50), Duration.ofHours(1)),
                clock,
                nanos::get,
                log);
        service.restore();
        services.add(service);
        return service;
    }

    private NotifyService start(String... urls) {
        NotifyService service = open(urls);
        service.start(this::status);
        return service;
    }

    private WellnessView status() {
        looks.incrementAndGet();
        return new WellnessView(7, Set.of(), Set.of());
    }

    /** Lets what is open settle: by a look that finds all well, and another after its time. */
    private void settle() {
        int before = looks.get();
        nanos.addAndGet(NotifyService.LOOK_EVERY.toNanos());
        await().atMost(SOON).until(() -> looks.get() > before);
        nanos.addAndGet(TroubleBook.SETTLED.toNanos());
    }

    private static Event launching(String process, int attempt) {
        return event(process, new EventKind.Launching(new InstanceId("brave-otter"), attempt, "exit 3"));
    }

    /** An event of the test's time. */
    private Event live(String process) {
        Event event = event(process, new EventKind.WentLive(new Version("v")));
        return new Event(1, now.get(), event.severity(), process, event.message(), event.kind());
    }

    private static List<String> texts(LoopbackReceiver receiver) {
        return receiver.got().stream()
                .map(got -> Json.string(Json.parse(got.body()), "text"))
                .toList();
    }

    private static void awaitTexts(LoopbackReceiver receiver, String... texts) {
        await().atMost(SOON).untilAsserted(() -> assertThat(texts(receiver)).containsExactly(texts));
    }

    private static ReceiverView view(NotifyService service) {
        return service.list().get(0);
    }

    @Test
    void accept_crashLoopOfAHundred_isOneMessageAndOneEnd() throws Exception {
        try (LoopbackReceiver receiver = LoopbackReceiver.start()) {
            NotifyService service = start(receiver.url());
            for (int attempt = 1; attempt <= 100; attempt++) {
                service.accept(launching("web", attempt));
            }
            String loop = "web: crash loop, brave-otter launching (try 4, the last: exit 3)";
            awaitTexts(receiver, loop);
            service.accept(live("other"));
            awaitTexts(receiver, loop, "other: revision 7 is live");

            settle();

            await().atMost(SOON).until(() -> receiver.got().size() == 3);
            assertThat(texts(receiver).get(2)).startsWith("web: recovered, crash loop since ");
            await().atMost(SOON)
                    .until(() -> view(service).sent() == 3 && view(service).queued() == 0);
            assertThat(said).isEmpty();
        }
    }

    @Test
    void deliver_failuresThenSuccess_keepsOrderAndIdAndSaysSoOnce() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (LoopbackReceiver receiver = LoopbackReceiver.start(
                exchange -> LoopbackReceiver.answer(exchange, asked.incrementAndGet() <= 5 ? 503 : 200, "x"))) {
            NotifyService service = start(receiver.url());
            service.accept(live("a"));
            service.accept(live("b"));

            await().atMost(SOON).until(() -> view(service).sent() == 2);
            assertThat(texts(receiver).subList(5, 7)).containsExactly("a: revision 7 is live", "b: revision 7 is live");
            assertThat(receiver.got().subList(0, 6).stream().map(got -> got.header("X-launcho-id")))
                    .hasSize(6)
                    .containsOnly(receiver.got().get(0).header("X-launcho-id"));
            String shown = "receiver 1, " + receiver.url().replace("/hook/path-key", "");
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(said)
                            .containsExactly(
                                    "warning: " + shown + " does not take messages: it answers 503;"
                                            + " launcho notify test shows more",
                                    "info: " + shown + " takes messages again"));
            assertThat(view(service).isFailing()).isFalse();
        }
    }

    @Test
    void deliver_refusal_isGivenUpAndTheNextIsSent() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (LoopbackReceiver receiver = LoopbackReceiver.start(
                exchange -> LoopbackReceiver.answer(exchange, asked.incrementAndGet() == 1 ? 404 : 200, "x"))) {
            NotifyService service = start(receiver.url());
            service.accept(live("a"));
            await().atMost(SOON).until(() -> view(service).failed() == 1);
            assertThat(view(service).problem()).isEqualTo("it answers 404");
            service.accept(live("b"));
            awaitTexts(receiver, "a: revision 7 is live", "b: revision 7 is live");
        }
    }

    @Test
    void deliver_messageOlderThanAnHour_isGivenUp() throws Exception {
        String url = "http://127.0.0.1:" + FreePorts.next() + "/path-key";
        NotifyService service = start(url);
        service.accept(live("a"));
        await().atMost(SOON).until(() -> view(service).isFailing());
        assertThat(view(service).queued()).isEqualTo(1);
        assertThat(view(service).problem()).contains("refused");
        nanos.addAndGet(Duration.ofHours(2).toNanos());

        await().atMost(SOON).until(() -> view(service).queued() == 0);
        assertThat(view(service).failed()).isEqualTo(1);
        await().atMost(SOON)
                .until(() -> String.join("\n", said)
                        .contains("a message (live) is given up, and so may be others: it was not delivered within 60"
                                + " minutes; launcho notify ls counts them"));
        assertThat(String.join("\n", said)).doesNotContain("path-key");
        assertThat(view(service).toString()).doesNotContain("path-key");
    }

    @Test
    void deliver_stepOfTheWallClock_losesNothing() throws Exception {
        AtomicInteger status = new AtomicInteger(401); // Of a receiver that compares the time of the signature.
        try (LoopbackReceiver receiver =
                LoopbackReceiver.start(exchange -> LoopbackReceiver.answer(exchange, status.get(), "x"))) {
            NotifyService service = start(receiver.url());
            service.accept(live("a"));
            await().atMost(SOON).until(() -> view(service).isFailing());
            now.updateAndGet(at -> at.plus(Duration.ofDays(9)));
            int before = receiver.got().size();
            await().atMost(SOON).until(() -> receiver.got().size() > before + 1);
            status.set(200);

            await().atMost(SOON).until(() -> view(service).sent() == 1);
            assertThat(view(service).failed()).isZero();
        }
    }

    @Test
    void deliver_messageOfAnEarlierServer_isTriedOnceHoweverOldItIs() throws Exception {
        String dead = "http://127.0.0.1:" + FreePorts.next() + "/path-key";
        NotifyService first = start(dead);
        first.accept(live("a"));
        await().atMost(SOON).until(() -> view(first).isFailing());
        first.close();
        now.updateAndGet(at -> at.plus(Duration.ofDays(9)));
        looks.set(0);

        NotifyService second = start(dead);
        await().atMost(SOON).until(() -> view(second).failed() == 1);
        assertThat(view(second).problem()).contains("refused");
    }

    @Test
    void deliver_messageThatTheReceiverCantTake_letsOthersPass() throws Exception {
        AtomicReference<String> poison = new AtomicReference<>("");
        try (LoopbackReceiver receiver = LoopbackReceiver.start(exchange -> {
            String id = exchange.getRequestHeaders().getFirst("X-Launcho-Id");
            poison.compareAndSet("", id);
            LoopbackReceiver.answer(exchange, id.equals(poison.get()) ? 500 : 200, "x");
        })) {
            NotifyService service = start(receiver.url());
            service.accept(live("a"));
            service.accept(live("b"));
            service.accept(live("c"));

            await().atMost(SOON).until(() -> view(service).sent() == 2);
            assertThat(view(service).queued()).isEqualTo(1);
            assertThat(texts(receiver)).contains("b: revision 7 is live", "c: revision 7 is live");
        }
    }

    @Test
    void run_openTrouble_costsNoLookBeforeItsTime() throws Exception {
        try (LoopbackReceiver receiver = LoopbackReceiver.start()) {
            NotifyService service = start(receiver.url());
            service.accept(launching("web", 4));
            await().atMost(SOON).until(() -> view(service).sent() == 1);
            int before = looks.get();

            await().during(Duration.ofSeconds(2)).atMost(SOON).until(() -> looks.get() == before);
            nanos.addAndGet(NotifyService.LOOK_EVERY.toNanos());
            await().atMost(SOON).until(() -> looks.get() > before);
        }
    }

    @Test
    void close_signThatHasJustCome_isKept() throws Exception {
        CountDownLatch look = new CountDownLatch(1);
        try (LoopbackReceiver receiver = LoopbackReceiver.start()) {
            NotifyService service = open(receiver.url());
            service.start(() -> {
                unlessInterrupted(look);
                return status();
            });
            service.accept(launching("web", 4));
            await().atMost(SOON).until(() -> service.waitingSigns() == 0);
            service.accept(launching("late", 4)); // The thread looks at the status meanwhile.
            Thread closer = new Thread(service::close);
            closer.start();
            await().atMost(SOON).until(() -> closer.getState() == Thread.State.TIMED_WAITING);
            look.countDown();
            closer.join();
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(Files.readString(file())).contains("\"late\""));
        }
    }

    @Test
    void serverEnds_processesThatGo_endNoTrouble() throws Exception {
        try (LoopbackReceiver receiver = LoopbackReceiver.start()) {
            NotifyService service = start(receiver.url());
            service.accept(launching("web", 4));
            await().atMost(SOON).until(() -> view(service).sent() == 1);
            service.serverEnds();
            settle();
            service.accept(live("b")); // Comes after the look.
            await().atMost(SOON).until(() -> view(service).sent() == 2);
            assertThat(texts(receiver)).noneMatch(text -> text.contains("recovered"));
        }
    }

    @Test
    void close_writeOfTheLog_isNotInterrupted() throws Exception {
        CountDownLatch write = new CountDownLatch(1);
        try (LoopbackReceiver receiver =
                LoopbackReceiver.start(exchange -> LoopbackReceiver.answer(exchange, 404, "x"))) {
            writing = Optional.of(write);
            NotifyService service = start(receiver.url());
            service.accept(live("a"));
            await().atMost(SOON).until(() -> said.size() == 1);
            Thread closer = new Thread(service::close);
            closer.start();
            await().atMost(SOON).until(() -> closer.getState() == Thread.State.TIMED_WAITING);
            write.countDown();
            closer.join();
            assertThat(said).doesNotContain("interrupted");
        }
    }

    @Test
    void restart_troubleThatIsHeld_isOverOnceTheHomeIsWritten() throws Exception {
        try (LoopbackReceiver receiver = LoopbackReceiver.start()) {
            NotifyService first = start(receiver.url());
            first.accept(event("server", new ServerEvent.StateDirectory("full")));
            await().atMost(SOON).until(() -> view(first).sent() == 1);
            first.close();
            assertThat(Files.readString(file())).contains("\"held\":true");

            NotifyService second = start(receiver.url());
            await().atMost(SOON).until(() -> Files.readString(file()).contains("\"held\":false"));
            settle();
            await().atMost(SOON).until(() -> view(second).sent() == 1);
            assertThat(texts(receiver).get(1)).startsWith("recovered, disk since ");
        }
    }

    private void unlessInterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            said.add("interrupted");
        }
    }

    @Test
    void deliver_silentReceiver_delaysNobodyElse() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (LoopbackReceiver silent = LoopbackReceiver.start(exchange -> {
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
                LoopbackReceiver good = LoopbackReceiver.start()) {
            NotifyService service = start(silent.url(), good.url());
            for (int i = 0; i < MessageQueue.MOST + 10; i++) {
                service.accept(live("p" + i));
                String last = "p" + i + ": revision 7 is live";
                await().atMost(SOON)
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> texts(good).contains(last));
            }
            await().atMost(SOON).until(() -> view(service).dropped() == 10);
            assertThat(view(service).queued()).isEqualTo(MessageQueue.MOST);
            assertThat(said).filteredOn(line -> line.contains("are dropped")).hasSize(1);
            end.countDown();
        }
    }

    @Test
    void accept_moreSignsThanTheQueueHolds_neverWaitsAndCounts() throws Exception {
        try (LoopbackReceiver receiver = LoopbackReceiver.start()) {
            NotifyService service = open(receiver.url()); // Not started: nobody takes the signs.
            for (int i = 0; i < NotifyService.MOST_SIGNS + 5; i++) {
                service.accept(launching("p" + i, 4));
            }
            assertThat(service.lostSigns()).isEqualTo(5);
            assertThat(said).hasSize(1);
        }
    }

    @Test
    void restart_troubleAndMessagesOfBefore_areKept() throws Exception {
        AtomicInteger status = new AtomicInteger(503);
        try (LoopbackReceiver receiver =
                LoopbackReceiver.start(exchange -> LoopbackReceiver.answer(exchange, status.get(), "x"))) {
            NotifyService first = start(receiver.url());
            first.accept(launching("web", 4));
            first.accept(live("a"));
            await().atMost(SOON)
                    .until(() -> view(first).queued() == 2 && view(first).isFailing());
            first.close();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                    .isEqualTo("rw-------");
            assertThat(Files.readString(file())).doesNotContain("path-key");
            int before = receiver.got().size();
            String id = receiver.got().get(0).header("X-launcho-id");
            status.set(200);

            NotifyService second = start(receiver.url());
            second.accept(launching("web", 5));
            await().atMost(SOON).until(() -> view(second).sent() == 2);
            assertThat(receiver.got().get(before).header("X-launcho-id")).isEqualTo(id);
            second.accept(live("b"));
            await().atMost(SOON).until(() -> view(second).sent() == 3);
            assertThat(texts(receiver).subList(before, before + 3))
                    .containsExactly(
                            "web: crash loop, brave-otter launching (try 4, the last: exit 3)",
                            "a: revision 7 is live",
                            "b: revision 7 is live");
            second.close();

            NotifyService third = start(receiver.url());
            settle();
            await().atMost(SOON).until(() -> view(third).sent() == 1);
            assertThat(texts(receiver).get(before + 3)).startsWith("web: recovered, crash loop since ");
        }
    }

    @Test
    void restart_damagedFile_isSetAsideWithAWarning() throws Exception {
        Files.writeString(file(), "{\"open\": [");
        try (LoopbackReceiver receiver = LoopbackReceiver.start()) {
            NotifyService service = start(receiver.url());
            assertThat(said)
                    .singleElement()
                    .asString()
                    .startsWith("warning: notify.json could not be read and was set aside as notify.json.damaged");
            service.accept(launching("web", 4));
            await().atMost(SOON).until(() -> view(service).sent() == 1);
        }
    }

    @Test
    void restart_fileOfOddValues_isReadAsFarAsItGoes() throws Exception {
        Files.writeString(
                file(),
                "{\"open\": [5, {\"kind\": \"live\"}, {\"kind\": \"new\"}, {}], \"waiting\": {\"x\": 5, \"y\": [[]]}}");
        open("http://127.0.0.1:1/");
        assertThat(said).isEmpty();
    }

    @Test
    void open_withoutReceivers_removesTheFileAndDoesNothing() throws Exception {
        Files.writeString(file(), "{\"open\": [], \"waiting\": {}}");
        NotifyService service = NotifyService.open(List.of(), file(), log);
        service.start(this::status);
        service.accept(launching("web", 4));

        assertThat(file()).doesNotExist();
        assertThat(service.list()).isEmpty();
        assertThat(service.test(0)).isEmpty();
        service.close();
    }

    @Test
    void save_homeThatCantBeWritten_sendsAllTheSame() throws Exception {
        Files.createDirectories(file().resolve("in-the-way"));
        try (LoopbackReceiver receiver = LoopbackReceiver.start()) {
            NotifyService service = start(receiver.url());
            service.accept(live("a"));
            service.accept(live("b"));
            await().atMost(SOON).until(() -> view(service).sent() == 2);
            assertThat(said)
                    .filteredOn(line -> line.contains("can't be written"))
                    .hasSize(1);
        }
    }

    @Test
    void test_receivers_answerOneByOne() throws Exception {
        try (LoopbackReceiver good = LoopbackReceiver.start();
                LoopbackReceiver bad = LoopbackReceiver.start(
                        exchange -> LoopbackReceiver.answer(exchange, 403, "no\u001b[31m such token"))) {
            NotifyService service = start(good.url(), bad.url());

            assertThat(service.test(0))
                    .satisfiesExactly(one -> assertThat(one.delivered()).isTrue(), two -> {
                        assertThat(two.delivered()).isFalse();
                        assertThat(two.problem()).isEqualTo("it answers 403");
                        assertThat(two.answer()).startsWith("no").doesNotContain("\u001b");
                    });
            assertThat(service.test(2))
                    .singleElement()
                    .satisfies(one -> assertThat(one.number()).isEqualTo(2));
            assertThat(Json.string(Json.parse(good.got().get(0).body()), "kind"))
                    .isEqualTo("test");
        }
    }
}
