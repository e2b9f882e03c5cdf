package dev.launcho.cli.server.route;

import com.grack.nanojson.JsonObject;
import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.protocol.RecordJson;
import dev.launcho.cli.server.auth.Credentials;
import dev.launcho.cli.server.feed.PageFeed;
import dev.launcho.cli.server.http.AdminExchange;
import dev.launcho.cli.server.http.HttpError;
import dev.launcho.cli.server.http.HttpRoute;
import dev.launcho.cli.server.http.HttpRouter;
import dev.launcho.cli.server.http.RequestAuthenticator.Access;
import dev.launcho.cli.server.metrics.MetricsExposition;
import dev.launcho.cli.server.metrics.ScrapeAnswer;
import dev.launcho.cli.server.notify.ReceiverOperations;
import dev.launcho.cli.server.page.PageFiles;
import dev.launcho.cli.server.sample.SampleHistory;
import dev.launcho.core.admin.AdminOperations;
import dev.launcho.core.admin.AdminOperations.TargetText;
import dev.launcho.core.event.ChangeAuthor;
import dev.launcho.core.event.ServerEvent;
import dev.launcho.core.event.UserAction;
import java.io.ByteArrayInputStream;
import java.util.function.Consumer;

/** The table of all routes, and the handlers that need no file of their own. {@code docs/api.md} describes the routes. */
public final class AdminRoutes {
    /** In bytes; more than a target may have, so that a user sees the message of the target's reader. */
    public static final int LARGEST_TEXT = 1024 * 1024 + 64 * 1024;

    private static final int MOST_EVENTS = 1000;

    private AdminRoutes() {}

    /**
     * @param audit records who did what, for operations that do not record it themselves
     * @param cut closes every connection that was admitted with the token of this name
     * @param feed what pages listen to
     * @param samples of the last hour
     */
    public static HttpRouter router(
            AdminOperations operations,
            MetricsExposition metrics,
            ReceiverOperations receivers,
            Credentials credentials,
            Consumer<ServerEvent.Acted> audit,
            Consumer<String> cut,
            SessionRoutes sessions,
            PageFeed feed,
            SampleHistory samples) {
        ResourceRoutes resources = new ResourceRoutes(operations);
        SecretRoutes secrets = new SecretRoutes(operations, audit);
        TokenRoutes tokens = new TokenRoutes(credentials, audit, cut);
        NotifyRoutes notify = new NotifyRoutes(receivers);
        HistoryRoutes history = new HistoryRoutes(operations);
        StreamRoutes streams = new StreamRoutes(operations, feed);
        PageRoutes page = new PageRoutes(PageFiles.load());
        return new HttpRouter()
                .add("GET", "/metrics", x -> {
                    ScrapeAnswer answer = metrics.answer(x.accept());
                    x.send(answer.type(), answer.text().length, new ByteArrayInputStream(answer.text()));
                })
                .add("HEAD", "/metrics", x -> {
                    ScrapeAnswer answer = metrics.answer(x.accept());
                    x.head(answer.type(), answer.text().length);
                })
                .add("GET", "/v1/openapi.json", OpenApi::serve)
                .add(HttpRoute.of("GET", "/", page::index).open())
                .add(HttpRoute.of("HEAD", "/", page::index).open())
                .add(HttpRoute.of("GET", "/page/{file*}", page::file).open())
                .add(HttpRoute.of("HEAD", "/page/{file*}", page::file).open())
                .add(HttpRoute.of("POST", "/v1/session", sessions::begin).open())
                .add("GET", "/v1/session", sessions::show)
                .add(HttpRoute.of("DELETE", "/v1/session", sessions::end).needs(Access.READ))
                .add(HttpRoute.of("POST", "/v1/session/link", sessions::link)
                        .needs(Access.READ)
                        .tokenOnly())
                .add(HttpRoute.of("POST", "/v1/session/changes", sessions::changes)
                        .windowless()
                        .text(SessionRoutes.LONGEST))
                .add("GET", "/v1/stream", streams::feed)
                .add("GET", "/v1/samples", x -> {
                    byte[] json = samples.json();
                    x.send("application/json", json.length, new ByteArrayInputStream(json));
                })
                .add(HttpRoute.of("GET", "/v1/tokens", tokens::list).needs(Access.CHANGE))
                .add(HttpRoute.of("POST", "/v1/tokens/{name}", tokens::create).tokenOnly())
                .add(HttpRoute.of("DELETE", "/v1/tokens/{name}", tokens::revoke).tokenOnly())
                .add(HttpRoute.of("POST", "/v1/tokens/{kind}/rotate", tokens::rotate)
                        .tokenOnly())
                .add("GET", "/v1/notify", notify::list)
                .add(HttpRoute.of("POST", "/v1/notify/test", notify::test).tokenOnly())
                .add(
                        "GET",
                        "/v1/status",
                        x -> x.json(RecordJson.write(operations.status(Boolean.parseBoolean(x.query("all", "false"))))))
                .add(HttpRoute.of("GET", "/v1/events", x -> {
                            if (Boolean.parseBoolean(x.query("watch", "false"))) {
                                streams.events(x);
                            } else {
                                x.json(events(operations, x));
                            }
                        })
                        .stream())
                .add("GET", "/v1/target", x -> x.json(target(operations.target())))
                .add(HttpRoute.of("PUT", "/v1/target", history::set)
                        .tokenOnly()
                        .heavy()
                        .text(LARGEST_TEXT))
                .add(HttpRoute.of("POST", "/v1/target/plan", history::planTarget)
                        .needs(Access.READ)
                        .heavy()
                        .pacing()
                        .text(LARGEST_TEXT))
                .add("GET", "/v1/revisions", history::list)
                .add("GET", "/v1/revisions/{revision}", history::show)
                .add(HttpRoute.of("POST", "/v1/rollback", history::rollback).heavy())
                .add(HttpRoute.of("POST", "/v1/rollback/plan", history::planRollback)
                        .needs(Access.READ)
                        .heavy()
                        .pacing())
                .add(
                        "POST",
                        "/v1/processes/{name}/restart",
                        x -> x.json(RecordJson.write(operations.restart(x.parameter("name"), x.author()))))
                .add(
                        "POST",
                        "/v1/processes/{name}/pause",
                        x -> x.json(RecordJson.write(operations.pause(x.parameter("name"), x.author()))))
                .add(
                        "POST",
                        "/v1/processes/{name}/resume",
                        x -> x.json(RecordJson.write(operations.resume(x.parameter("name"), x.author()))))
                .add(
                        "POST",
                        "/v1/processes/{name}/clear-backoff",
                        x -> x.json(RecordJson.write(operations.clearBackoff(x.parameter("name"), x.author()))))
                .add("GET", "/v1/why/{name}", x -> x.json(RecordJson.write(operations.why(x.parameter("name")))))
                .add(HttpRoute.of("POST", "/v1/shutdown", x -> {
                            boolean leaveRunning = x.query("leave-running", 0) != 0;
                            ChangeAuthor author = x.author();
                            // The answer goes first: when the server ends, it cuts connections whose answer is not yet
                            // sent.
                            try {
                                x.json(Json.object("stopping", true));
                            } finally {
                                operations.shutdown(leaveRunning, author);
                            }
                        })
                        .tokenOnly())
                .add(HttpRoute.of("GET", "/v1/rollouts/{revision}", streams::rollout).stream())
                .add(HttpRoute.of("GET", "/v1/logs", streams::merged).stream())
                .add(HttpRoute.of("GET", "/v1/logs/{name}", streams::logs).stream())
                .add("GET", "/v1/resources", resources::list)
                .add(HttpRoute.of("POST", "/v1/resources", resources::store).stream()
                        .upload()
                        .tokenOnly())
                .add(HttpRoute.of("POST", "/v1/resources/gc", history::collect).tokenOnly())
                .add("HEAD", "/v1/resources/{id}", resources::head)
                .add(HttpRoute.of("GET", "/v1/resources/{id}", resources::download).stream()
                        .tokenOnly())
                .add(HttpRoute.of("DELETE", "/v1/resources/{id}", resources::remove)
                        .tokenOnly())
                .add("GET", "/v1/secrets", secrets::list)
                .add(HttpRoute.of("GET", "/v1/secrets/{name}", secrets::get)
                        .needs(Access.CHANGE)
                        .tokenOnly())
                .add(HttpRoute.of("PUT", "/v1/secrets/{name}", secrets::set)
                        .tokenOnly()
                        .heavy()
                        .text(LARGEST_TEXT))
                .add(HttpRoute.of("POST", "/v1/secrets/{name}/plan", history::planSecret)
                        .tokenOnly()
                        .heavy()
                        .text(LARGEST_TEXT))
                .add(HttpRoute.of("DELETE", "/v1/secrets/{name}", secrets::remove)
                        .tokenOnly());
    }

    /** Returns the record of an action that has no message. */
    static ServerEvent.Acted acted(AdminExchange exchange, UserAction action) {
        return new ServerEvent.Acted(exchange.user(), exchange.from(), action, "", false);
    }

    private static JsonObject target(TargetText target) {
        return Json.object("revision", target.revision(), "text", target.text());
    }

    private static JsonObject events(AdminOperations operations, AdminExchange exchange) throws HttpError {
        long after = exchange.query("after", 0);
        long most = Math.max(0, Math.min(MOST_EVENTS, exchange.query("most", MOST_EVENTS)));
        return Json.object("events", Json.array(operations.events(after, (int) most), RecordJson::write));
    }
}
