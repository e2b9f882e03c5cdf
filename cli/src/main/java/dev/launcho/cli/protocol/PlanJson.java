package dev.launcho.cli.protocol;

import com.grack.nanojson.JsonObject;
import dev.launcho.core.event.FieldChange;
import dev.launcho.core.intent.ChangePreview;
import dev.launcho.core.intent.ChangeSummary;
import dev.launcho.core.intent.PlannedChange;
import dev.launcho.core.text.DurationFormat;
import java.time.Duration;

/** The answer to every request for what a change would do. */
public final class PlanJson {
    private PlanJson() {}

    public static JsonObject write(ChangePreview plan) {
        return Json.object(
                "revision", plan.revision(),
                "next", plan.next(),
                "changed", plan.changed(),
                "processes", Json.array(plan.changes().processes(), PlanJson::write),
                "services", Json.array(plan.changes().services(), PlanJson::write),
                "notices", Json.strings(plan.notices()));
    }

    private static JsonObject write(PlannedChange item) {
        return Json.object(
                "name", item.name(),
                "effect", item.effect().word(),
                "how", item.how(),
                "causes", Json.strings(item.causes()),
                "fields", Json.array(item.fields(), PlanJson::write),
                "connections", item.connections(),
                "drain", DurationFormat.format(item.drain()));
    }

    private static JsonObject write(FieldChange field) {
        return Json.object(
                "key", field.key(), "before", field.before(), "after", field.after(), "secret", field.secret());
    }

    public static ChangePreview read(JsonObject json) {
        return new ChangePreview(
                json.getLong("revision"),
                json.getLong("next"),
                new ChangeSummary(
                        Json.objects(json, "processes", PlanJson::item),
                        Json.objects(json, "services", PlanJson::item)),
                Json.strings(json, "notices"));
    }

    private static PlannedChange item(JsonObject json) {
        return new PlannedChange(
                Json.string(json, "name"),
                Json.constant(json, "effect", PlannedChange.Effect.UNKNOWN),
                Json.string(json, "how"),
                Json.objects(json, "fields", PlanJson::field),
                Json.strings(json, "causes"),
                json.getLong("connections"),
                DurationFormat.parse(Json.string(json, "drain")).orElse(Duration.ZERO));
    }

    private static FieldChange field(JsonObject json) {
        return new FieldChange(
                Json.string(json, "key"),
                Json.string(json, "before"),
                Json.string(json, "after"),
                Json.string(json, "secret"));
    }
}
