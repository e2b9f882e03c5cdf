package dev.launcho.cli.server;

import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.server.http.Exchange;
import dev.launcho.cli.server.http.HttpError;
import java.io.IOException;
import java.util.function.Consumer;

/** New tokens for old ones. */
final class TokenRoutes {
    private final Credentials credentials;
    private final Consumer<String> audit;

    TokenRoutes(Credentials credentials, Consumer<String> audit) {
        this.credentials = credentials;
        this.audit = audit;
    }

    void rotate(Exchange exchange) throws HttpError, IOException {
        String kind = exchange.parameter("kind");
        String token = switch (kind) {
            case "admin" -> credentials.rotate(Credentials.Kind.ADMIN);
            case "read-only" -> credentials.rotate(Credentials.Kind.READ_ONLY);
            default ->
                throw new HttpError(404, "not_found", "there is no token \"" + kind + "\", only admin and read-only");
        };
        audit.accept(exchange.user() + " at " + exchange.from() + " made a new " + kind + " token");
        exchange.json(Json.object("token", token));
    }
}
