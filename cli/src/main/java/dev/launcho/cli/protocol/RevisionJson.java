package dev.launcho.cli.protocol;

import com.grack.nanojson.JsonObject;
import dev.launcho.core.admin.HistoryOperations.RevisionText;
import dev.launcho.core.admin.RevisionView;
import dev.launcho.core.event.RolloutOutcome;
import dev.launcho.core.store.Revision;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A revision of the history, with or without the text of its target. */
public final class RevisionJson {
    private RevisionJson() {}

    public static JsonObject write(RevisionView revision) {
        Revision.Head r = revision.head();
        Revision.End end = r.end();
        return Json.object(
                "revision", r.number(),
                "current", revision.current(),
                "at", r.at().toString(),
                "by", r.by(),
                "from", r.from(),
                "message", r.message(),
                "change", r.change(),
                "outcome", end.outcome().name().toLowerCase(Locale.ROOT),
                "ended", end.outcome().ended() ? end.at().toString() : "",
                "summary", end.summary(),
                "causes", Json.strings(end.causes()),
                "secrets", secrets(r.secrets()),
                "resources", Json.strings(List.copyOf(r.resources())));
    }

    private static JsonObject secrets(Map<String, String> secrets) {
        JsonObject json = new JsonObject();
        json.putAll(secrets);
        return json;
    }

    public static JsonObject write(RevisionText revision) {
        JsonObject json = write(revision.revision());
        json.put("text", revision.text());
        return json;
    }

    public static RevisionView read(JsonObject json) {
        Map<String, String> secrets = new TreeMap<>();
        json.getObject("secrets", new JsonObject()).forEach((name, print) -> secrets.put(name, String.valueOf(print)));
        Revision.End end = new Revision.End(
                Json.constant(json, "outcome", RolloutOutcome.RUNNING),
                Json.instant(json, "ended"),
                Json.string(json, "summary"),
                Json.strings(json, "causes"));
        Revision.Head head = new Revision.Head(
                json.getLong("revision"),
                Json.instant(json, "at"),
                Json.string(json, "by"),
                Json.string(json, "from"),
                Json.string(json, "message"),
                Json.string(json, "change"),
                secrets,
                Set.copyOf(Json.strings(json, "resources")),
                Map.of(),
                end);
        return new RevisionView(head, json.getBoolean("current"));
    }

    public static RevisionText readText(JsonObject json) {
        return new RevisionText(read(json), Json.string(json, "text"));
    }
}
