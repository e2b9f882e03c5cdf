package dev.launcho.cli.server;

import dev.launcho.cli.protocol.ChangeJson;
import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.protocol.PlanJson;
import dev.launcho.cli.protocol.ResourceJson;
import dev.launcho.cli.protocol.RevisionJson;
import dev.launcho.cli.server.http.Exchange;
import dev.launcho.cli.server.http.HttpError;
import dev.launcho.core.admin.HistoryOperations.Collected;
import dev.launcho.core.admin.Operations;
import dev.launcho.core.admin.Operations.Author;
import dev.launcho.core.admin.Refused;
import java.io.IOException;
import java.util.OptionalLong;

/** Plans, the history, and the way back. */
final class HistoryRoutes {
    private static final int LONGEST_MESSAGE = 200;

    private final Operations operations;

    HistoryRoutes(Operations operations) {
        this.operations = operations;
    }

    /** Who asks, with the message of the query. */
    static Author author(Exchange exchange) throws HttpError {
        String message = exchange.query("message", "").strip();
        if (message.codePointCount(0, message.length()) > LONGEST_MESSAGE) {
            throw HttpError.badRequest("query parameter message: more than " + LONGEST_MESSAGE + " characters");
        }
        return new Author(exchange.user(), exchange.from(), message.replaceAll("\\p{Cntrl}", " "));
    }

    void set(Exchange exchange) throws HttpError, Refused, IOException {
        OptionalLong expected = number(exchange, "expected");
        Author author = author(exchange);
        String text = exchange.bodyText(AdminRoutes.LARGEST_TEXT);
        String file = exchange.query("file", "target");
        exchange.json(ChangeJson.write(operations.setTarget(file, text, expected, author)));
    }

    void planTarget(Exchange exchange) throws HttpError, Refused, IOException {
        String text = exchange.bodyText(AdminRoutes.LARGEST_TEXT);
        exchange.json(PlanJson.write(operations.planTarget(exchange.query("file", "target"), text)));
    }

    void planSecret(Exchange exchange) throws HttpError, Refused, IOException {
        String value = exchange.bodyText(AdminRoutes.LARGEST_TEXT);
        exchange.json(PlanJson.write(operations.planSecret(exchange.parameter("name"), value)));
    }

    void planRollback(Exchange exchange) throws HttpError, Refused, IOException {
        exchange.json(PlanJson.write(operations.planRollback(number(exchange, "revision"))));
    }

    void rollback(Exchange exchange) throws HttpError, Refused, IOException {
        exchange.json(ChangeJson.write(operations.rollback(number(exchange, "revision"), author(exchange))));
    }

    void list(Exchange exchange) throws Refused, IOException {
        exchange.json(Json.object("revisions", Json.array(operations.history(), RevisionJson::write)));
    }

    void show(Exchange exchange) throws HttpError, Refused, IOException {
        exchange.json(RevisionJson.write(operations.revision(revision(exchange.parameter("revision")))));
    }

    void collect(Exchange exchange) throws HttpError, Refused, IOException {
        Collected collected = operations.collectResources(exchange.query("dry-run", 0) != 0, author(exchange));
        exchange.json(
                Json.object("removed", Json.array(collected.removed(), ResourceJson::write), "kept", collected.kept()));
    }

    private static OptionalLong number(Exchange exchange, String name) throws HttpError {
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
