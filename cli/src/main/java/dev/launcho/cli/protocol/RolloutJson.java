package dev.launcho.cli.protocol;

import com.grack.nanojson.JsonObject;
import dev.launcho.core.admin.RolloutView;
import dev.launcho.core.model.RolloutOutcome;
import dev.launcho.core.model.RolloutStep;
import java.util.List;
import java.util.Locale;

/**
 * The lines of {@code GET /v1/rollouts/{revision}}: one with {@code message} for each step, one with only {@code at} as
 * a heartbeat, and at the end one with {@code outcome}.
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

    public static JsonObject writeEnd(RolloutView rollout) {
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
    public static RolloutView readEnd(JsonObject json) {
        return new RolloutView(
                json.getLong("revision"),
                List.of(),
                RolloutOutcome.valueOf(Json.string(json, "outcome").toUpperCase(Locale.ROOT)),
                Json.string(json, "summary"),
                Json.strings(json, "causes"));
    }
}
