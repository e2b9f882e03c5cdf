package dev.launcho.cli.protocol;

import com.grack.nanojson.JsonObject;
import dev.launcho.core.admin.HistoryOperations.RevisionText;
import dev.launcho.core.admin.RevisionView;
import dev.launcho.core.model.RolloutOutcome;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A revision of the history, with or without the text of its target. */
public final class RevisionJson {
    private RevisionJson() {}

    public static JsonObject write(RevisionView r) {
        return Json.object(
                "revision", r.revision(),
                "current", r.current(),
                "at", r.at().toString(),
                "by", r.by(),
                "from", r.from(),
                "message", r.message(),
                "change", r.change(),
                "outcome", r.outcome().name().toLowerCase(Locale.ROOT),
                "ended", r.outcome().ended() ? r.ended().toString() : "",
                "summary", r.summary(),
                "causes", Json.strings(r.causes()),
                "secrets", secrets(r.secrets()),
                "resources", Json.strings(r.resources()));
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
        return new RevisionView(
                json.getLong("revision"),
                json.getBoolean("current"),
                Json.instant(json, "at"),
                Json.string(json, "by"),
                Json.string(json, "from"),
                Json.string(json, "message"),
                Json.string(json, "change"),
                outcome(Json.string(json, "outcome")),
                Json.instant(json, "ended"),
                Json.string(json, "summary"),
                Json.strings(json, "causes"),
                secrets,
                Json.strings(json, "resources"));
    }

    public static RevisionText readText(JsonObject json) {
        return new RevisionText(read(json), Json.string(json, "text"));
    }

    /** One that this client does not know is taken for one that goes on. */
    private static RolloutOutcome outcome(String word) {
        for (RolloutOutcome outcome : RolloutOutcome.values()) {
            if (outcome.name().equalsIgnoreCase(word)) {
                return outcome;
            }
        }
        return RolloutOutcome.RUNNING;
    }
}
