package dev.launcho.cli.protocol;

import com.grack.nanojson.JsonObject;
import dev.launcho.core.admin.WhyView;

/** The answer to {@code GET /v1/why/{name}}. */
public final class WhyJson {
    private WhyJson() {}

    public static JsonObject write(WhyView why) {
        return Json.object(
                "process", why.process(),
                "state", why.state(),
                "rollout", why.rollout(),
                "waits", Json.strings(why.waits()),
                "next", why.next(),
                "instances", Json.array(why.instances(), WhyJson::instance),
                "ends", Json.array(why.ends(), StatusJson::ended),
                "log_of", why.logOf(),
                "log", Json.strings(why.log()),
                "hints", Json.strings(why.hints()),
                "events", Json.array(why.events(), EventJson::write));
    }

    public static WhyView read(JsonObject json) {
        return new WhyView(
                Json.string(json, "process"),
                Json.string(json, "state"),
                Json.string(json, "rollout"),
                Json.strings(json, "waits"),
                Json.string(json, "next"),
                Json.objects(json, "instances", WhyJson::instance),
                Json.objects(json, "ends", StatusJson::ended),
                Json.string(json, "log_of"),
                Json.strings(json, "log"),
                Json.strings(json, "hints"),
                Json.objects(json, "events", EventJson::read));
    }

    private static JsonObject instance(WhyView.Instance instance) {
        return Json.object(
                "id", instance.id(),
                "state", instance.state(),
                "restarts", instance.restarts(),
                "probes", Json.array(instance.probes(), WhyJson::probe));
    }

    private static WhyView.Instance instance(JsonObject json) {
        return new WhyView.Instance(
                Json.string(json, "id"),
                Json.string(json, "state"),
                json.getInt("restarts"),
                Json.objects(json, "probes", WhyJson::probe));
    }

    private static JsonObject probe(WhyView.Probe probe) {
        return Json.object(
                "at", probe.at().toString(),
                "healthy", probe.healthy(),
                "answer", probe.answer(),
                "millis", probe.millis(),
                "times", probe.times());
    }

    private static WhyView.Probe probe(JsonObject json) {
        return new WhyView.Probe(
                Json.instant(json, "at"),
                json.getBoolean("healthy"),
                Json.string(json, "answer"),
                json.getDouble("millis"),
                json.getInt("times"));
    }
}
