package dev.launcho.cli.protocol;

import com.grack.nanojson.JsonObject;
import dev.launcho.core.admin.StatusView;
import dev.launcho.core.process.ResourceUsage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The answer to {@code GET /v1/status}. */
public final class StatusJson {
    private StatusJson() {}

    public static JsonObject write(StatusView status) {
        return Json.object(
                "version", status.version(),
                "started_at", status.startedAt().toString(),
                "revision", status.revision(),
                "revision_at", status.revisionAt().toString(),
                "revision_by", status.revisionBy(),
                "processes", Json.array(status.processes(), StatusJson::process),
                "services", Json.array(status.services(), StatusJson::service),
                "events", Json.array(status.events(), EventJson::write),
                "ended", Json.array(status.ended(), StatusJson::ended));
    }

    public static StatusView read(JsonObject json) {
        return new StatusView(
                Json.string(json, "version"),
                Json.instant(json, "started_at"),
                json.getLong("revision"),
                Json.instant(json, "revision_at"),
                Json.string(json, "revision_by"),
                Json.objects(json, "processes", StatusJson::process),
                Json.objects(json, "services", StatusJson::service),
                Json.objects(json, "events", EventJson::read),
                Json.objects(json, "ended", StatusJson::ended));
    }

    static JsonObject ended(StatusView.Ended ended) {
        return Json.object(
                "process", ended.process(),
                "id", ended.id(),
                "at", ended.at().toString(),
                "how", ended.how());
    }

    static StatusView.Ended ended(JsonObject json) {
        return new StatusView.Ended(
                Json.string(json, "process"),
                Json.string(json, "id"),
                Json.instant(json, "at"),
                Json.string(json, "how"));
    }

    private static JsonObject process(StatusView.Process process) {
        JsonObject json = Json.object(
                "name", process.name(),
                "state", process.state(),
                "ready", process.ready(),
                "wanted", process.wanted(),
                "detail", process.detail(),
                "goal", process.goal(),
                "instances", Json.array(process.instances(), StatusJson::instance));
        process.failing()
                .ifPresent(failing -> json.put(
                        "failing",
                        Json.object(
                                "instance", failing.instance(),
                                "exit", failing.exit(),
                                "restarts", failing.restarts(),
                                "retry_at", failing.retryAt().toString(),
                                "line", failing.line())));
        return json;
    }

    private static Optional<StatusView.Failing> failing(JsonObject json) {
        JsonObject failing = json.getObject("failing");
        return Optional.ofNullable(failing)
                .map(f -> new StatusView.Failing(
                        Json.string(f, "instance"),
                        Json.string(f, "exit"),
                        f.getInt("restarts"),
                        Json.instant(f, "retry_at"),
                        Json.string(f, "line")));
    }

    private static StatusView.Process process(JsonObject json) {
        return new StatusView.Process(
                Json.string(json, "name"),
                Json.string(json, "state"),
                json.getInt("ready"),
                json.getInt("wanted"),
                Json.string(json, "detail"),
                Json.objects(json, "instances", StatusJson::instance),
                failing(json),
                Json.string(json, "goal"));
    }

    private static JsonObject instance(StatusView.Instance instance) {
        return Json.object(
                "id", instance.id(),
                "state", instance.state(),
                "ready", instance.ready(),
                "restarts", instance.restarts(),
                "started_at", instance.startedAt().toString(),
                "pid", instance.pid(),
                "version", instance.version(),
                "ports", new JsonObject(instance.ports()),
                "connections", instance.traffic().active(),
                "cpu", instance.usage().cpu(),
                "memory", instance.usage().memory(),
                "files", instance.usage().files(),
                "detail", instance.detail(),
                "traffic", TrafficJson.write(instance.traffic()));
    }

    private static StatusView.Instance instance(JsonObject json) {
        Map<String, Integer> ports = new LinkedHashMap<>();
        JsonObject written = json.getObject("ports", new JsonObject());
        written.keySet().forEach(service -> ports.put(service, written.getInt(service)));
        return new StatusView.Instance(
                Json.string(json, "id"),
                Json.string(json, "state"),
                json.getBoolean("ready"),
                json.getInt("restarts"),
                Json.instant(json, "started_at"),
                json.getLong("pid"),
                Json.string(json, "version"),
                ports,
                new ResourceUsage(json.getDouble("cpu", -1), json.getLong("memory", -1), json.getInt("files", -1)),
                Json.string(json, "detail"),
                TrafficJson.backend(json.getObject("traffic", new JsonObject())));
    }

    private static JsonObject service(StatusView.Service service) {
        return Json.object(
                "name", service.name(),
                "on", service.on(),
                "problem", service.problem(),
                "ready", service.ready(),
                "total", service.total(),
                "connections", service.traffic().active(),
                "held", service.traffic().held(),
                "accepted", service.traffic().accepted(),
                "refused", service.traffic().refused(),
                "state", service.state(),
                "detail", service.detail(),
                "traffic", TrafficJson.write(service.traffic()));
    }

    /** Reads a service. An earlier server writes no state: its service listens, unless there is a problem. */
    private static StatusView.Service service(JsonObject json) {
        String problem = Json.string(json, "problem");
        return new StatusView.Service(
                Json.string(json, "name"),
                Json.string(json, "on"),
                json.getString("state", problem.isEmpty() ? "open" : "failed"),
                problem,
                json.getString("detail", ""),
                json.getInt("ready"),
                json.getInt("total"),
                TrafficJson.service(json.getObject("traffic", new JsonObject())));
    }
}
