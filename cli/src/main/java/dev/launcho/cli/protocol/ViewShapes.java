package dev.launcho.cli.protocol;

import com.grack.nanojson.JsonObject;
import dev.launcho.core.admin.HistoryOperations.RevisionText;
import dev.launcho.core.admin.RevisionView;
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
import dev.launcho.core.store.EventFacts;
import dev.launcho.core.store.Revision;
import dev.launcho.core.traffic.LatencySummary;
import dev.launcho.core.traffic.TrafficCounters;
import dev.launcho.core.yaml.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** What differs between the JSON of a view and its components. A record that is not here differs in nothing. */
final class ViewShapes {
    private static final double NANOS = 1e9;

    private static final Map<Class<?>, RecordShape<?>> ALL = new ViewShapes().shapes;
    private static final RecordShape<Record> PLAIN = new RecordShape<>(Record.class);

    private final Map<Class<?>, RecordShape<?>> shapes = new HashMap<>();

    private ViewShapes() {
        status();
        traffic();
        events();
        changes();
        history();
    }

    static RecordShape<?> of(Class<?> type) {
        return ALL.getOrDefault(type, PLAIN);
    }

    private <T> RecordShape<T> shape(Class<T> type) {
        RecordShape<T> shape = new RecordShape<>(type);
        shapes.put(type, shape);
        return shape;
    }

    private void status() {
        shape(StatusView.Process.class).first("name", "state", "ready", "wanted", "detail", "goal");
        shape(StatusView.Instance.class)
                .flatten("usage")
                .repeat("connections", "traffic", "active")
                .first("id", "state", "ready", "restarts", "started_at", "pid", "version", "ports", "connections");
        shape(ResourceUsage.class)
                .otherwise("cpu", -1.0)
                .otherwise("memory", -1L)
                .otherwise("files", -1)
                .otherwise("cpuMicros", -1L)
                .omit("cpuMicros");
        shape(StatusView.Service.class)
                .repeat("connections", "traffic", "active")
                .repeat("held", "traffic", "held")
                .repeat("accepted", "traffic", "accepted")
                .repeat("refused", "traffic", "refused")
                .read("state", ViewShapes::state)
                .first("name", "on", "problem", "ready", "total", "connections", "held", "accepted", "refused");
    }

    /** Reads the state of a service. An earlier server writes none: its service listens, unless there is a problem. */
    private static String state(JsonObject service) {
        return service.getString("state", Json.string(service, "problem").isEmpty() ? "open" : "failed");
    }

    private void traffic() {
        shape(TrafficCounters.Service.class)
                .rename("connects", "connect")
                .first("accepted", "active", "held", "waited", "refused", "rejected");
        shape(TrafficCounters.Backend.class)
                .rename("connects", "connect")
                .write("ejectedFor", backend -> backend.ejectedFor().toNanos() / NANOS)
                .read("ejectedFor", json -> Duration.ofNanos(Math.round(json.getDouble("ejected_for") * NANOS)));
        shape(LatencySummary.class)
                .omit("total")
                .rename("p50", "p50_us")
                .rename("p90", "p90_us")
                .rename("p99", "p99_us")
                .rename("longest", "max_us");
        shape(LatencySummary.Bucket.class).rename("below", "below_us");
    }

    private void events() {
        shape(Event.class)
                .otherwise("severity", Event.Severity.WARNING)
                .write("kind", event -> Optional.of(EventFacts.of(event.kind())).filter(facts -> !facts.isEmpty()))
                .read("kind", ViewShapes::kind);
    }

    /** Reads the fact of an event, which older servers do not send. */
    private static EventKind kind(JsonObject event) {
        return event.has("kind") ? new EventKind.Recorded(event.getObject("kind", new JsonObject())) : EventKind.OTHER;
    }

    private void changes() {
        shape(Problem.class).omit("length");
        shape(PlannedChange.class).first("name", "effect", "how", "causes");
        shape(ChangePreview.class)
                .flatten("changes")
                .derive("changed", ChangePreview::changed)
                .first("revision", "next", "changed");
        shape(ChangeResult.class)
                .derive("affected", ChangeResult::affected)
                .read("subjects", ViewShapes::subjects)
                .first("revision", "changed", "notices", "affected");
    }

    /** Reads the subjects of a change, which {@code affected} has as lines. An older server sends only those. */
    private static List<AffectedSubject> subjects(JsonObject change) {
        List<String> lines = Json.strings(change, "affected");
        List<AffectedSubject> subjects = RecordJson.list(AffectedSubject.class, change, "subjects");
        return IntStream.range(0, lines.size())
                .mapToObj(i -> i < subjects.size() && subjects.get(i).kind() != AffectedSubject.Kind.UNKNOWN
                        ? subjects.get(i)
                        : AffectedSubject.unknown(lines.get(i))) // A newer server has more kinds.
                .toList();
    }

    private void history() {
        shape(RevisionText.class).flatten("revision");
        shape(RevisionView.class).flatten("head").first("revision", "current");
        shape(Revision.Head.class)
                .rename("number", "revision")
                .omit("written")
                .flatten("end")
                .first("revision", "at", "by", "from", "message", "change", "outcome", "ended", "summary", "causes");
        shape(Revision.End.class)
                .rename("at", "ended")
                .write("at", end -> end.outcome().ended() ? end.at() : "")
                .otherwise("outcome", RolloutOutcome.RUNNING);
        shape(RolloutProgress.class).omit("processes", "steps");
        shape(ReceiverView.class).write("since", receiver -> orNone(receiver.since()));
        shape(TokenView.class)
                .rename("isExpired", "expired")
                .write("created", token -> orNone(token.created()))
                .write("expires", token -> orNone(token.expires()))
                .write("lastUsed", token -> orNone(token.lastUsed()));
    }

    private static Object orNone(Instant at) {
        return at.equals(Instant.EPOCH) ? "" : at;
    }
}
