package dev.launcho.cli.server;

import dev.launcho.cli.protocol.ChangeJson;
import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.server.http.Exchange;
import dev.launcho.cli.server.http.HttpError;
import dev.launcho.core.admin.Operations;
import dev.launcho.core.admin.Refused;
import java.io.IOException;
import java.util.function.Consumer;

/** Names and values of secrets; a value is set by the raw body. */
final class SecretRoutes {
    private final Operations operations;
    private final Consumer<String> audit;

    /** @param audit is told who read what */
    SecretRoutes(Operations operations, Consumer<String> audit) {
        this.operations = operations;
        this.audit = audit;
    }

    void list(Exchange exchange) throws IOException {
        exchange.json(Json.object("secrets", Json.strings(operations.secretNames())));
    }

    void get(Exchange exchange) throws Refused, IOException {
        String name = exchange.parameter("name");
        String value = operations.secret(name);
        audit.accept(exchange.user() + " at " + exchange.from() + " read secret " + name);
        exchange.json(Json.object("name", name, "value", value));
    }

    void set(Exchange exchange) throws HttpError, Refused, IOException {
        String value = exchange.bodyText(AdminRoutes.LARGEST_TEXT);
        exchange.json(ChangeJson.write(
                operations.setSecret(exchange.parameter("name"), value, HistoryRoutes.author(exchange))));
    }

    void remove(Exchange exchange) throws Refused, IOException {
        exchange.json(
                ChangeJson.write(operations.removeSecret(exchange.parameter("name"), AdminRoutes.author(exchange))));
    }
}
