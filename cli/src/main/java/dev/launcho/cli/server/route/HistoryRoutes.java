package dev.launcho.cli.server.route;

import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.protocol.RecordJson;
import dev.launcho.cli.server.http.AdminExchange;
import dev.launcho.cli.server.http.HttpError;
import dev.launcho.core.admin.AdminOperations;
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
        exchange.json(RecordJson.write(operations.setTarget(file, text, expected, author)));
    }

    void planTarget(AdminExchange exchange) throws HttpError, RequestRefused, IOException {
        String text = exchange.bodyText(AdminRoutes.LARGEST_TEXT);
        exchange.json(
                RecordJson.write(operations.planTarget(exchange.query("file", "target"), text, exchange.clearance())));
    }

    void planSecret(AdminExchange exchange) throws HttpError, RequestRefused, IOException {
        String value = exchange.bodyText(AdminRoutes.LARGEST_TEXT);
        exchange.json(RecordJson.write(operations.planSecret(exchange.parameter("name"), value)));
    }

    void planRollback(AdminExchange exchange) throws HttpError, RequestRefused, IOException {
        exchange.json(RecordJson.write(operations.planRollback(number(exchange, "revision"), exchange.clearance())));
    }

    void rollback(AdminExchange exchange) throws HttpError, RequestRefused, IOException {
        exchange.json(RecordJson.write(
                operations.rollback(number(exchange, "revision"), expected(exchange), exchange.author())));
    }

    void list(AdminExchange exchange) throws RequestRefused, IOException {
        exchange.json(Json.object("revisions", Json.array(operations.history(), RecordJson::write)));
    }

    void show(AdminExchange exchange) throws HttpError, RequestRefused, IOException {
        exchange.json(RecordJson.write(operations.revision(revision(exchange.parameter("revision")))));
    }

    void collect(AdminExchange exchange) throws HttpError, RequestRefused, IOException {
        boolean dryRun = exchange.query("dry-run", 0) != 0;
        exchange.json(RecordJson.write(operations.collectResources(dryRun, exchange.author())));
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
