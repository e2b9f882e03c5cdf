package dev.launcho.cli.protocol;

import com.grack.nanojson.JsonObject;
import dev.launcho.core.admin.PlanView;
import dev.launcho.core.yaml.Durations;
import java.time.Duration;

/** The answer to everything that asks what a change would do. */
public final class PlanJson {
    private PlanJson() {}

    public static JsonObject write(PlanView plan) {
        return Json.object(
                "revision", plan.revision(),
                "next", plan.next(),
                "changed", plan.changed(),
                "processes", Json.array(plan.processes(), PlanJson::write),
                "services", Json.array(plan.services(), PlanJson::write),
                "notices", Json.strings(plan.notices()));
    }

    private static JsonObject write(PlanView.Item item) {
        return Json.object(
                "name", item.name(),
                "effect", item.effect(),
                "how", item.how(),
                "causes", Json.strings(item.causes()),
                "fields", Json.array(item.fields(), PlanJson::write),
                "connections", item.connections(),
                "drain", Durations.format(item.drain()));
    }

    private static JsonObject write(PlanView.Field field) {
        return Json.object(
                "key", field.key(), "before", field.before(), "after", field.after(), "secret", field.secret());
    }

    public static PlanView read(JsonObject json) {
        return new PlanView(
                json.getLong("revision"),
                json.getLong("next"),
                Json.objects(json, "processes", PlanJson::item),
                Json.objects(json, "services", PlanJson::item),
                Json.strings(json, "notices"));
    }

    private static PlanView.Item item(JsonObject json) {
        return new PlanView.Item(
                Json.string(json, "name"),
                Json.string(json, "effect"),
                Json.string(json, "how"),
                Json.objects(json, "fields", PlanJson::field),
                Json.strings(json, "causes"),
                json.getLong("connections"),
                Durations.parse(Json.string(json, "drain")).orElse(Duration.ZERO));
    }

    private static PlanView.Field field(JsonObject json) {
        return new PlanView.Field(
                Json.string(json, "key"),
                Json.string(json, "before"),
                Json.string(json, "after"),
                Json.string(json, "secret"));
    }
}
