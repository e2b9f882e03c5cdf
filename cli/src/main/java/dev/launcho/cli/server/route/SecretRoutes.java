package dev.launcho.cli.server.route;

import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.protocol.RecordJson;
import dev.launcho.cli.server.http.AdminExchange;
import dev.launcho.cli.server.http.HttpError;
import dev.launcho.core.admin.AdminOperations;
import dev.launcho.core.event.ServerEvent;
import dev.launcho.core.event.UserAction;
import dev.launcho.core.event.UserAction.Operation;
import dev.launcho.core.intent.RequestRefused;
import java.io.IOException;
import java.util.function.Consumer;

/** The handlers for names and values of secrets; the raw body of a request is the value to set. */
final class SecretRoutes {
    private final AdminOperations operations;
    private final Consumer<ServerEvent.Acted> audit;

    /** @param audit records which user has read which secret */
    SecretRoutes(AdminOperations operations, Consumer<ServerEvent.Acted> audit) {
        this.operations = operations;
        this.audit = audit;
    }

    void list(AdminExchange exchange) throws RequestRefused, IOException {
        exchange.json(Json.object("secrets", Json.strings(operations.secretNames())));
    }

    void get(AdminExchange exchange) throws RequestRefused, IOException {
        String name = exchange.parameter("name");
        String value = operations.secret(name);
        audit.accept(AdminRoutes.acted(exchange, UserAction.of(Operation.SECRET_READ, name)));
        exchange.json(Json.object("name", name, "value", value));
    }

    void set(AdminExchange exchange) throws HttpError, RequestRefused, IOException {
        String value = exchange.bodyText(AdminRoutes.LARGEST_TEXT);
        exchange.json(RecordJson.write(operations.setSecret(
                exchange.parameter("name"), value, HistoryRoutes.expected(exchange), exchange.author())));
    }

    void remove(AdminExchange exchange) throws HttpError, RequestRefused, IOException {
        exchange.json(RecordJson.write(operations.removeSecret(
                exchange.parameter("name"), HistoryRoutes.expected(exchange), exchange.author())));
    }
}
