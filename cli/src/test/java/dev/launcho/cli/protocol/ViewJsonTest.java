package dev.launcho.cli.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import dev.launcho.core.admin.HistoryOperations.Collected;
import dev.launcho.core.admin.HistoryOperations.RevisionText;
import dev.launcho.core.admin.RevisionView;
import dev.launcho.core.admin.StatusView;
import dev.launcho.core.admin.WhyView;
import dev.launcho.core.event.AffectedSubject;
import dev.launcho.core.event.ChangeResult;
import dev.launcho.core.event.Event;
import dev.launcho.core.event.EventKind;
import dev.launcho.core.event.FieldChange;
import dev.launcho.core.event.RolloutOutcome;
import dev.launcho.core.event.RolloutProgress;
import dev.launcho.core.event.RolloutStep;
import dev.launcho.core.intent.ChangePreview;
import dev.launcho.core.intent.ChangeSummary;
import dev.launcho.core.intent.PlannedChange;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.StoredResource;
import dev.launcho.core.process.ResourceUsage;
import dev.launcho.core.store.Revision;
import dev.launcho.core.traffic.LatencySummary;
import dev.launcho.core.traffic.TrafficCounters;
import dev.launcho.core.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The JSON of each view, byte for byte, and what is read from JSON that lacks members or has odd ones. A client and a server
 * of other versions rely on both. {@code -Dlauncho.golden.update=true} writes the file anew: review what has changed in it.
 */
class ViewJsonTest {
    private static final Path FILE = Path.of("src/test/resources/dev/launcho/cli/protocol/views.txt");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.123Z");
    private static final LatencySummary CONNECTS = new LatencySummary(
            5, 1, 2, 3, 4, List.of(new LatencySummary.Bucket(8, 4), new LatencySummary.Bucket(1L << 22, 1)));
    private static final Event STARTED = new Event(1, NOW, Event.Severity.ERROR, "server", "started ü\u0007");
    private static final Event KILLED = new Event(
            2, NOW, Event.Severity.INFO, "web", "killed", new EventKind.Killed(new InstanceId("calm-otter-17")));
    private static final Event READ = new Event(
            3,
            NOW,
            Event.Severity.WARNING,
            "web",
            "x",
            new EventKind.Recorded(
                    Json.parse("{\"name\":\"new\",\"list\":[1,\"a\",{\"b\":null}],\"of\":{\"c\":1.5}}")));
    private static final StatusView.Ended ENDED = new StatusView.Ended("web", "calm-otter-17", NOW, "exit 1");

    /** A view, and the values to write; of the first, JSON with odd members is made. */
    private record View<T extends Record>(String name, Class<T> type, List<T> values) {
        Stream<String> lines() {
            List<String> lines = new ArrayList<>();
            for (T value : values) {
                lines.add(Json.line(RecordJson.write(value)));
                lines.add("  read: " + same(Json.line(RecordJson.write(value))));
            }
            JsonObject full = Json.parse(Json.line(RecordJson.write(values.get(0))));
            lines.add("  {}: " + same("{}"));
            Map<String, UnaryOperator<Object>> odd = new LinkedHashMap<>();
            odd.put("null", value -> null);
            odd.put("other type", ViewJsonTest::otherType);
            odd.put("within", value -> value instanceof JsonObject || value instanceof JsonArray ? value : List.of(1));
            odd.put("out of range", value -> value instanceof Number ? 1e300 : value);
            odd.put("negative", value -> value instanceof Number ? Long.MIN_VALUE : value);
            odd.forEach((how, change) ->
                    lines.add("  " + how + ": " + same(Json.line((JsonObject) changed(full, change)))));
            return lines.stream().map(line -> name + " " + line);
        }

        /** Returns what is written of that which was read. */
        private String same(String json) {
            try {
                return Json.line(RecordJson.write(RecordJson.read(type, Json.parse(json))));
            } catch (IllegalArgumentException e) {
                return e.getClass().getSimpleName();
            }
        }

        private static Object changed(Object value, UnaryOperator<Object> change) {
            JsonObject all = new JsonObject();
            ((JsonObject) value).forEach((key, member) -> all.put(key, member(member, change)));
            return all;
        }

        private static Object member(Object value, UnaryOperator<Object> change) {
            Object other = change.apply(value);
            if (other instanceof JsonObject object && other == value) {
                return changed(object, change);
            }
            if (other instanceof JsonArray array && other == value) {
                JsonArray all = new JsonArray();
                array.forEach(item -> all.add(member(item, change)));
                all.add(7);
                all.add("text");
                return all;
            }
            return other;
        }
    }

    private static Object otherType(Object value) {
        if (value instanceof String) {
            return 7;
        }
        if (value instanceof JsonArray) {
            return new JsonObject();
        }
        return value instanceof JsonObject ? new JsonArray() : "text";
    }

    private static StatusView.Instance instance(ResourceUsage usage, Map<String, Integer> ports) {
        TrafficCounters.Backend traffic = new TrafficCounters.Backend(
                1, 1L << 40, 3, 4, 5, Duration.ofMillis(1_500), 6, 7, 1L << 41, 9, CONNECTS);
        return new StatusView.Instance("calm-otter-17", "ready", true, 3, NOW, 4711, "v", ports, usage, "d", traffic);
    }

    private static List<StatusView> statuses() {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put("http", 1);
        ports.put("admin", 65_535);
        StatusView.Failing failing = new StatusView.Failing("calm-otter-16", "exit 1", 4, NOW, "Error: x");
        StatusView.Process web = new StatusView.Process(
                "web",
                "ok",
                1,
                2,
                "detail",
                List.of(
                        instance(new ResourceUsage(12.5, 1L << 33, 77), ports),
                        instance(ResourceUsage.UNKNOWN, Map.of())),
                Optional.of(failing),
                "goal");
        StatusView.Service http = new StatusView.Service(
                "http",
                "[::]:80",
                "opening",
                "p",
                "d",
                1,
                2,
                new TrafficCounters.Service(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1L << 50, CONNECTS, 12));
        StatusView.Service none =
                new StatusView.Service("none", "", "open", "", "", 0, 0, TrafficCounters.Service.NONE);
        return List.of(
                new StatusView(
                        "0.2.0",
                        NOW,
                        41,
                        NOW,
                        "ana \"quoted\" ü",
                        List.of(web, new StatusView.Process("none", "waiting", 0, 0, "", List.of())),
                        List.of(http, none),
                        List.of(STARTED, KILLED),
                        List.of(ENDED)),
                new StatusView("", Instant.EPOCH, 0, Instant.EPOCH, "", List.of(), List.of(), List.of()));
    }

    private static List<WhyView> whys() {
        return List.of(
                new WhyView(
                        "web",
                        "backoff",
                        "none",
                        List.of("a secret"),
                        "in 3s",
                        List.of(new WhyView.Instance(
                                "calm-otter-17", "starting", 2, List.of(new WhyView.Probe(NOW, true, "200", 1.25, 3)))),
                        List.of(ENDED),
                        "calm-otter-16",
                        List.of("line 1", "line 2"),
                        List.of("hint"),
                        List.of(KILLED)),
                new WhyView("", "", "", List.of(), "", List.of(), List.of(), "", List.of(), List.of(), List.of()));
    }

    private static List<ChangePreview> plans() {
        PlannedChange change = new PlannedChange(
                "web",
                PlannedChange.Effect.REPLACED,
                "rolling, 2 instances",
                List.of(new FieldChange("env.PORT", "\"1\"", "\"2\"", ""), new FieldChange("env.KEY", "", "", "KEY")),
                List.of("cause"),
                12,
                Duration.ofSeconds(90));
        PlannedChange removed =
                new PlannedChange("http", PlannedChange.Effect.REMOVED, "", List.of(), List.of(), 0, Duration.ZERO);
        return List.of(
                new ChangePreview(1, 2, new ChangeSummary(List.of(change), List.of(removed)), List.of("notice")),
                new ChangePreview(1, 1, new ChangeSummary(List.of(), List.of()), List.of()));
    }

    private static List<ChangeResult> changes() {
        return List.of(
                new ChangeResult(
                        42,
                        true,
                        List.of(
                                new AffectedSubject(AffectedSubject.Kind.PROCESS, "web", "added", "new"),
                                new AffectedSubject(AffectedSubject.Kind.SERVICE, "http", "added", "new, on x:80"),
                                AffectedSubject.unknown("volume v: new")),
                        List.of("a", "b")),
                new ChangeResult(0, false, List.of(), List.of()));
    }

    private static List<RevisionView> revisions() {
        return Stream.of(RolloutOutcome.values())
                .map(outcome -> new RevisionView(
                        new Revision.Head(
                                7,
                                NOW,
                                "ana@host",
                                "127.0.0.1",
                                "message",
                                "rollback to 3",
                                Map.of("B", "12ab", "A", "34cd"),
                                Set.of("ffff", "0000"),
                                Map.of("web", 3L),
                                new Revision.End(outcome, NOW, "summary", List.of("cause"))),
                        outcome == RolloutOutcome.LIVE))
                .toList();
    }

    private static List<TokenView> tokens() {
        return List.of(
                new TokenView("ci", "read", false, "ana", NOW, NOW, true, NOW, "127.0.0.1"),
                new TokenView("admin", "admin", true, "", Instant.EPOCH, Instant.EPOCH, false, Instant.EPOCH, ""));
    }

    private static Stream<View<?>> views() {
        RevisionView first = new RevisionView(new Revision(0, Instant.EPOCH, "", "", "", Map.of()).head(), false);
        List<RevisionView> revisions =
                Stream.concat(revisions().stream(), Stream.of(first)).toList();
        return Stream.of(
                new View<>("status", StatusView.class, statuses()),
                new View<>("event", Event.class, List.of(STARTED, KILLED, READ)),
                new View<>("why", WhyView.class, whys()),
                new View<>("plan", ChangePreview.class, plans()),
                new View<>("change", ChangeResult.class, changes()),
                new View<>("revision", RevisionView.class, revisions),
                new View<>(
                        "text",
                        RevisionText.class,
                        List.of(new RevisionText(revisions.get(1), "a: 1\n"), new RevisionText(first, ""))),
                new View<>("step", RolloutStep.class, List.of(new RolloutStep(NOW, "web", "ready"))),
                new View<>(
                        "end",
                        RolloutProgress.class,
                        List.of(
                                new RolloutProgress(42, RolloutOutcome.FAILED, "summary", List.of("cause")),
                                new RolloutProgress(0, RolloutOutcome.LIVE, "", List.of()))),
                new View<>("resource", StoredResource.class, List.of(new StoredResource("0123", "app.tar", 1L << 40))),
                new View<>(
                        "collected",
                        Collected.class,
                        List.of(new Collected(List.of(new StoredResource("0123", "app.tar", 1)), 3))),
                new View<>(
                        "problem", Problem.class, List.of(new Problem("t.yaml", 9, 5, "a[0].b", "message", "hint", 3))),
                new View<>("token", TokenView.class, tokens()));
    }

    @Test
    void views_writtenAndRead_areAsInTheFile() throws IOException {
        List<String> lines = views().flatMap(View::lines).toList();
        if (Boolean.getBoolean("launcho.golden.update")) {
            Files.createDirectories(FILE.getParent());
            Files.write(FILE, lines);
        }
        List<String> wanted = Files.readAllLines(FILE);
        assertThat(lines).hasSize(wanted.size());
        for (int i = 0; i < lines.size(); i++) {
            assertThat(lines.get(i)).isEqualTo(wanted.get(i));
        }
    }
}
