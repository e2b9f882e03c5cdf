package dev.launcho.cli.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.grack.nanojson.JsonObject;
import dev.launcho.core.admin.StatusView;
import dev.launcho.core.event.AffectedSubject;
import dev.launcho.core.event.ChangeResult;
import dev.launcho.core.event.Event;
import dev.launcho.core.event.EventKind;
import dev.launcho.core.event.RolloutOutcome;
import dev.launcho.core.event.RolloutProgress;
import dev.launcho.core.intent.ChangePreview;
import dev.launcho.core.intent.PlannedChange;
import dev.launcho.core.process.ResourceUsage;
import dev.launcho.core.text.HostPort;
import dev.launcho.core.traffic.LatencySummary;
import dev.launcho.core.traffic.TrafficCounters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one side writes, the other reads. */
class ProtocolTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.123Z");
    private static final LatencySummary CONNECTS = new LatencySummary(
            5, 1, 2, 3, 4, List.of(new LatencySummary.Bucket(8, 4), new LatencySummary.Bucket(1L << 22, 1)));

    @TempDir
    Path directory;

    @Test
    void status_writtenAndRead_isTheSame() {
        StatusView status = new StatusView(
                "0.2.0",
                NOW,
                41,
                NOW,
                "ana \"quoted\" ü\u0007",
                List.of(new StatusView.Process(
                        "web",
                        "ok",
                        1,
                        2,
                        "detail",
                        List.of(new StatusView.Instance(
                                "calm-otter-17",
                                "ready",
                                true,
                                3,
                                NOW,
                                4711L,
                                "v",
                                Map.of("http", 1),
                                new ResourceUsage(12.5, 1L << 33, 77),
                                "d",
                                new TrafficCounters.Backend(
                                        1,
                                        1L << 40,
                                        3,
                                        4,
                                        5,
                                        Duration.ofMillis(1_500),
                                        6,
                                        7,
                                        1L << 40,
                                        9,
                                        CONNECTS))))),
                List.of(new StatusView.Service(
                        "http",
                        "[::]:80",
                        "open",
                        "p",
                        "d",
                        1,
                        2,
                        new TrafficCounters.Service(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1L << 50, CONNECTS, 12))),
                List.of(new Event(1, NOW, Event.Severity.INFO, "server", "started")));

        assertThat(Json.line(RecordJson.write(status)))
                .contains("\"connections\":1099511627776,")
                .contains("\"connections\":2,\"held\":3,\"accepted\":1,\"refused\":5,");
        assertThat(RecordJson.read(StatusView.class, Json.parse(Json.line(RecordJson.write(status)))))
                .isEqualTo(status);
        assertThat(RecordJson.read(StatusView.class, Json.parse(Json.pretty(RecordJson.write(status)))))
                .isEqualTo(status);
    }

    @Test
    void event_withItsKind_isTheSameAndWithoutOneHasNone() {
        Event event = new Event(
                7,
                NOW,
                Event.Severity.INFO,
                "web",
                "x",
                new EventKind.Recorded(Map.of("name", "killed", "instance", "calm-otter-17")));

        assertThat(RecordJson.read(Event.class, Json.parse(Json.line(RecordJson.write(event)))))
                .isEqualTo(event);
        assertThat(RecordJson.write(new Event(1, NOW, Event.Severity.INFO, "server", "started"))
                        .has("kind"))
                .isFalse();
    }

    @Test
    void change_writtenAndRead_isTheSame() {
        ChangeResult change = new ChangeResult(
                42,
                true,
                List.of(
                        new AffectedSubject(AffectedSubject.Kind.PROCESS, "web", "added", "new"),
                        new AffectedSubject(AffectedSubject.Kind.SERVICE, "http", "added", "new, on 127.0.0.1:80")),
                List.of("a", "b"));

        assertThat(Json.line(RecordJson.write(change)))
                .contains("\"affected\":[\"web: new\",\"service http: new, on 127.0.0.1:80\"]");
        assertThat(RecordJson.read(ChangeResult.class, Json.parse(Json.line(RecordJson.write(change)))))
                .isEqualTo(change);
    }

    @Test
    void change_ofAServerThatSendsLinesOnly_hasItsLinesAndNamesNothing() {
        JsonObject json = RecordJson.write(new ChangeResult(
                42,
                true,
                List.of(new AffectedSubject(AffectedSubject.Kind.PROCESS, "web", "added", "new")),
                List.of()));
        json.remove("subjects");

        assertThat(RecordJson.read(ChangeResult.class, json).subjects())
                .containsExactly(AffectedSubject.unknown("web: new"));
    }

    @Test
    void change_withAKindOfANewerServer_isItsLine() {
        JsonObject json = Json.parse("{\"revision\":1,\"changed\":true,\"affected\":[\"volume v: new\"],"
                + "\"subjects\":[{\"kind\":\"volume\",\"name\":\"v\",\"effect\":\"added\",\"how\":\"new\"}]}");

        assertThat(RecordJson.read(ChangeResult.class, json).subjects())
                .containsExactly(AffectedSubject.unknown("volume v: new"));
    }

    @Test
    void rolloutEnd_writtenAndRead_isTheSameForEachOutcome() {
        for (RolloutOutcome outcome : RolloutOutcome.values()) {
            RolloutProgress end = new RolloutProgress(42, outcome, "summary", List.of("cause"));

            assertThat(RecordJson.read(RolloutProgress.class, Json.parse(Json.line(RecordJson.write(end)))))
                    .isEqualTo(end);
        }
    }

    @Test
    void read_serviceOfAnEarlierServer_itsStateFollowsFromItsProblem() {
        StatusView read = RecordJson.read(StatusView.class, Json.parse("""
                {"services":[{"name":"a","problem":""},{"name":"b","problem":"127.0.0.1:80: taken"}]}"""));
        assertThat(read.services()).extracting(StatusView.Service::state).containsExactly("open", "failed");
    }

    @Test
    void read_ofANewerServersAnswer_ignoresWhatItDoesNotKnow() {
        StatusView read = RecordJson.read(
                StatusView.class, Json.parse("{\"revision\":7,\"colour\":\"blue\",\"processes\":[{}]}"));

        assertThat(read.revision()).isEqualTo(7);
        assertThat(read.startedAt()).isEqualTo(Instant.EPOCH);
        assertThat(read.processes()).hasSize(1);
    }

    @Test
    void read_wordsOfANewerServer_areNeitherHarmlessNorAnotherFact() {
        assertThat(RecordJson.read(
                                ChangePreview.class,
                                Json.parse("{\"processes\":[{\"name\":\"web\",\"effect\":\"recreated\"}]}"))
                        .changes()
                        .processes())
                .extracting(PlannedChange::effect)
                .containsExactly(PlannedChange.Effect.UNKNOWN);
        assertThat(RecordJson.read(Event.class, Json.parse("{\"sequence\":1,\"severity\":\"critical\"}"))
                        .severity())
                .isEqualTo(Event.Severity.WARNING);
    }

    @Test
    void authFile_formattedAndParsed_isTheSame() throws Exception {
        Auth auth = Auth.ofClient("h:1", "-----BEGIN CERTIFICATE-----\nAA\n-----END CERTIFICATE-----\n", "abc");

        assertThat(AuthFile.parse("f", AuthFile.format(auth))).isEqualTo(auth);
        assertThat(auth.toString()).doesNotContain("abc");
    }

    @Test
    void authFile_ofEveryKind_isReadAlikeWithAndWithoutTheYamlParser() throws Exception {
        String pem = "-----BEGIN CERTIFICATE-----\nA+/=\n-----END CERTIFICATE-----\n";
        String key = "-----BEGIN PRIVATE KEY-----\nAA\n-----END PRIVATE KEY-----\n";
        for (Auth auth : List.of(
                Auth.ofClient("prod.example.com:12888", pem, "0e95"),
                Auth.ofServer("[::1]:1", pem, key, "12", "34"),
                new Auth("h", pem, "", "t", "", true))) {
            String text = AuthFile.format(auth);
            assertThat(AuthFile.parse("f", "# a comment\n\n" + text)).isEqualTo(auth);
            assertThat(AuthFile.parse("f", "%YAML 1.1\n---\n" + text)).isEqualTo(auth);
        }
    }

    @Test
    void plainAuth_anythingUnusual_isLeftToTheParser() {
        for (String odd : List.of(
                "host: 'a'",
                "host: ~",
                "host: null",
                "host: a #b",
                "host: a: b",
                "host:",
                "host: a\r",
                "unknown: x",
                " host: a",
                "host: a\nhost: b",
                "cert: |\n    x",
                "cert: |-\n  x",
                "cert: |\n  x\n\n  y",
                "host: a:",
                "--- a",
                "host: [a]")) {
            assertThat(PlainAuth.values(odd + "\n")).as(odd).isEmpty();
        }
        assertThat(PlainAuth.values("host: a:1\nprivate: null\ncert: |\n  x\n  y\n"))
                .contains(Map.of("host", "a:1", "cert", "x\ny\n"));
    }

    @Test
    void authFile_wrong_saysWhere() {
        assertThatThrownBy(() -> AuthFile.parse("f", "host: [a]\n")).hasMessage("f:1:7: host must be a string");
        assertThatThrownBy(() -> AuthFile.parse("f", "host: 'a\n")).hasMessageStartingWith("f:2:1: ");
        assertThatThrownBy(() -> AuthFile.parse("f", "")).hasMessageStartingWith("f: no keys found");
        assertThatThrownBy(() -> AuthFile.parse("f", "host: h\ncert: nonsense\ntoken: t\n"))
                .hasMessageStartingWith("f:2:7: cert must be a PEM block");
    }

    @Test
    void serverLock_writtenAndRead_isTheSame() throws Exception {
        ServerLock lock = new ServerLock(4711, new HostPort("::1", 12888));
        Path file = Files.writeString(directory.resolve("server.lock"), lock.format());

        assertThat(ServerLock.read(file)).contains(lock);
        assertThat(ServerLock.read(directory.resolve("none"))).isEmpty();
        assertThat(ServerLock.read(Files.writeString(file, ""))).isEmpty();
    }
}
