package dev.launcho.cli.server.route;

import dev.launcho.cli.protocol.ChangeJson;
import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.protocol.PlanJson;
import dev.launcho.cli.protocol.ResourceJson;
import dev.launcho.cli.protocol.RevisionJson;
import dev.launcho.cli.server.http.AdminExchange;
import dev.launcho.cli.server.http.HttpError;
import dev.launcho.core.admin.AdminOperations;
import dev.launcho.core.admin.HistoryOperations.Collected;
import dev.launcho.core.event.ChangeAuthor;
import dev.launcho.core.intent.RequestRefused;
import java.io.IOException;
import java.util.OptionalLong;

/** The handlers for target changes, plans, revisions, rollbacks, and the collection of unused resources. */
final class HistoryRoutes {
    private final AdminOperations operations;

    HistoryRoutes(AdminOperations operations) {
        this.operations = operations;
    }

    void set(AdminExchange exchange) throws HttpError, RequestRefused, IOException {
        OptionalLong expected = expected(exchange);
        ChangeAuthor author = exchange.author();
        String text = exchange.bodyText(AdminRoutes.LARGEST_TEXT);
        String file = exchange.query("file", "target");
        exchange.json(ChangeJson.write(operations.setTarget(file, text, expected, author)));
    }

    void planTarget(AdminExchange exchange) throws HttpError, RequestRefused, IOException {
        String text = exchange.bodyText(AdminRoutes.LARGEST_TEXT);
        exchange.json(
                PlanJson.write(operations.planTarget(exchange.query("file", "target"), text, exchange.clearance())));
    }

    void planSecret(AdminExchange exchange) throws HttpError, RequestRefused, IOException {
        String value = exchange.bodyText(AdminRoutes.LARGEST_TEXT);
        exchange.json(PlanJson.write(operations.planSecret(exchange.parameter("name"), value)));
    }

    void planRollback(AdminExchange exchange) throws HttpError, RequestRefused, IOException {
        exchange.json(PlanJson.write(operations.planRollback(number(exchange, "revision"), exchange.clearance())));
    }

    void rollback(AdminExchange exchange) throws HttpError, RequestRefused, IOException {
        exchange.json(ChangeJson.write(
                operations.rollback(number(exchange, "revision"), expected(exchange), exchange.author())));
    }

    void list(AdminExchange exchange) throws RequestRefused, IOException {
        exchange.json(Json.object("revisions", Json.array(operations.history(), RevisionJson::write)));
    }

    void show(AdminExchange exchange) throws HttpError, RequestRefused, IOException {
        exchange.json(RevisionJson.write(operations.revision(revision(exchange.parameter("revision")))));
    }

    void collect(AdminExchange exchange) throws HttpError, RequestRefused, IOException {
        Collected collected = operations.collectResources(exchange.query("dry-run", 0) != 0, exchange.author());
        exchange.json(
                Json.object("removed", Json.array(collected.removed(), ResourceJson::write), "kept", collected.kept()));
    }

    /** Returns the revision that the author of a change has seen; older clients do not send it. */
    static OptionalLong expected(AdminExchange exchange) throws HttpError {
        return number(exchange, "expected");
    }

    private static OptionalLong number(AdminExchange exchange, String name) throws HttpError {
        return exchange.query(name, "").isEmpty() ? OptionalLong.empty() : OptionalLong.of(exchange.query(name, 0));
    }

    private static long revision(String text) throws HttpError {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw HttpError.badRequest("\"" + text + "\" is not a revision");
        }
    }
}
