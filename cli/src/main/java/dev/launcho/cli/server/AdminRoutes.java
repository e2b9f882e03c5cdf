package dev.launcho.cli.server;

import com.grack.nanojson.JsonObject;
import dev.launcho.cli.protocol.ChangeJson;
import dev.launcho.cli.protocol.EventJson;
import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.protocol.StatusJson;
import dev.launcho.cli.protocol.WhyJson;
import dev.launcho.cli.server.http.Exchange;
import dev.launcho.cli.server.http.Gate.Access;
import dev.launcho.cli.server.http.HttpError;
import dev.launcho.cli.server.http.Router;
import dev.launcho.core.admin.Operations;
import dev.launcho.core.admin.Operations.Author;
import dev.launcho.core.admin.Operations.TargetText;
import java.util.function.Consumer;

/** The whole table of routes, and the handlers that need no file of their own. {@code docs/api.md} tells the same. */
final class AdminRoutes {
    /** More than a target may have, so that the reader's own message is the one that a user sees. */
    static final int LARGEST_TEXT = 1024 * 1024 + 64 * 1024;

    private static final int MOST_EVENTS = 1000;

    private AdminRoutes() {}

    /** @param audit is told who did what, where an operation does not see to that itself */
    static Router router(Operations operations, Credentials credentials, Consumer<String> audit) {
        ResourceRoutes resources = new ResourceRoutes(operations);
        SecretRoutes secrets = new SecretRoutes(operations, audit);
        TokenRoutes tokens = new TokenRoutes(credentials, audit);
        HistoryRoutes history = new HistoryRoutes(operations);
        StreamRoutes streams = new StreamRoutes(operations);
        return new Router()
                .add("GET", "/v1/openapi.json", OpenApi::serve)
                .add("POST", "/v1/tokens/{kind}/rotate", tokens::rotate)
                .add(
                        "GET",
                        "/v1/status",
                        x -> x.json(StatusJson.write(operations.status(Boolean.parseBoolean(x.query("all", "false"))))))
                .add("GET", "/v1/events", x -> {
                    if (Boolean.parseBoolean(x.query("watch", "false"))) {
                        streams.events(x);
                    } else {
                        x.json(events(operations, x));
                    }
                })
                .add("GET", "/v1/target", x -> x.json(target(operations.target())))
                .add("PUT", "/v1/target", history::set)
                .add("POST", "/v1/target/plan", Access.READ, history::planTarget)
                .add("GET", "/v1/revisions", history::list)
                .add("GET", "/v1/revisions/{revision}", history::show)
                .add("POST", "/v1/rollback", history::rollback)
                .add("POST", "/v1/rollback/plan", Access.READ, history::planRollback)
                .add(
                        "POST",
                        "/v1/processes/{name}/restart",
                        x -> x.json(ChangeJson.write(operations.restart(x.parameter("name"), author(x)))))
                .add(
                        "POST",
                        "/v1/processes/{name}/pause",
                        x -> x.json(ChangeJson.write(operations.pause(x.parameter("name"), author(x)))))
                .add(
                        "POST",
                        "/v1/processes/{name}/resume",
                        x -> x.json(ChangeJson.write(operations.resume(x.parameter("name"), author(x)))))
                .add(
                        "POST",
                        "/v1/processes/{name}/clear-backoff",
                        x -> x.json(ChangeJson.write(operations.clearBackoff(x.parameter("name"), author(x)))))
                .add("GET", "/v1/why/{name}", x -> x.json(WhyJson.write(operations.why(x.parameter("name")))))
                .add("POST", "/v1/shutdown", x -> {
                    boolean leaveRunning = x.query("leave-running", 0) != 0;
                    // The answer first: the end of the server cuts what is not on its way by then.
                    try {
                        x.json(Json.object("stopping", true));
                    } finally {
                        operations.shutdown(leaveRunning, author(x));
                    }
                })
                .add("GET", "/v1/rollouts/{revision}", streams::rollout)
                .add("GET", "/v1/logs", streams::merged)
                .add("GET", "/v1/logs/{name}", streams::logs)
                .add("GET", "/v1/resources", resources::list)
                .add("POST", "/v1/resources", resources::store)
                .add("POST", "/v1/resources/gc", history::collect)
                .add("HEAD", "/v1/resources/{id}", resources::head)
                .add("GET", "/v1/resources/{id}", resources::download)
                .add("DELETE", "/v1/resources/{id}", resources::remove)
                .add("GET", "/v1/secrets", secrets::list)
                .add("GET", "/v1/secrets/{name}", Access.CHANGE, secrets::get)
                .add("PUT", "/v1/secrets/{name}", secrets::set)
                .add("POST", "/v1/secrets/{name}/plan", history::planSecret)
                .add("DELETE", "/v1/secrets/{name}", secrets::remove);
    }

    static Author author(Exchange exchange) {
        return new Author(exchange.user(), exchange.from());
    }

    private static JsonObject target(TargetText target) {
        return Json.object("revision", target.revision(), "text", target.text());
    }

    private static JsonObject events(Operations operations, Exchange exchange) throws HttpError {
        long after = exchange.query("after", 0);
        long most = Math.max(0, Math.min(MOST_EVENTS, exchange.query("most", MOST_EVENTS)));
        return Json.object("events", Json.array(operations.events(after, (int) most), EventJson::write));
    }
}
