package dev.launcho.cli.protocol;

import com.grack.nanojson.JsonObject;
import dev.launcho.core.event.RolloutOutcome;
import dev.launcho.core.event.RolloutProgress;
import dev.launcho.core.event.RolloutStep;
import java.util.Locale;

/**
 * The lines of {@code GET /v1/rollouts/{revision}}. A step is a line with {@code message}, and a heartbeat is a line with
 * only {@code at}. The last line has {@code outcome}.
 */
public final class RolloutJson {
    private RolloutJson() {}

    public static JsonObject write(RolloutStep step) {
        return Json.object("at", step.at().toString(), "process", step.process(), "message", step.message());
    }

    public static RolloutStep readStep(JsonObject json) {
        return new RolloutStep(Json.instant(json, "at"), Json.string(json, "process"), Json.string(json, "message"));
    }

    public static boolean isStep(JsonObject json) {
        return json.has("message");
    }

    public static JsonObject writeEnd(RolloutProgress rollout) {
        return Json.object(
                "revision", rollout.revision(),
                "outcome", rollout.outcome().name().toLowerCase(Locale.ROOT),
                "summary", rollout.summary(),
                "causes", Json.strings(rollout.causes()));
    }

    public static boolean isEnd(JsonObject json) {
        return json.has("outcome");
    }

    /** @throws IllegalArgumentException for an outcome that this client does not know */
    public static RolloutProgress readEnd(JsonObject json) {
        return new RolloutProgress(
                json.getLong("revision"),
                RolloutOutcome.valueOf(Json.string(json, "outcome").toUpperCase(Locale.ROOT)),
                Json.string(json, "summary"),
                Json.strings(json, "causes"));
    }
}
