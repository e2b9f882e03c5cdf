package dev.launcho.cli.server;

import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.protocol.ResourceJson;
import dev.launcho.cli.server.http.Exchange;
import dev.launcho.cli.server.http.HttpError;
import dev.launcho.core.admin.Operations;
import dev.launcho.core.admin.Operations.ResourceView;
import dev.launcho.core.admin.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Blobs of any size, streamed in both directions. */
final class ResourceRoutes {
    private static final String BYTES = "application/octet-stream";
    private static final int LONGEST_NAME = 255;

    private final Operations operations;

    ResourceRoutes(Operations operations) {
        this.operations = operations;
    }

    void list(Exchange exchange) throws IOException {
        exchange.json(Json.object("resources", Json.array(operations.resources(), ResourceJson::write)));
    }

    void store(Exchange exchange) throws HttpError, Refused, IOException {
        String name = exchange.query("name", "");
        if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(c -> c < ' ' || c == '/')) {
            throw HttpError.badRequest("query parameter name: give the file's name, without folders");
        }
        ResourceView stored = operations.storeResource(name, exchange.body(), AdminRoutes.author(exchange));
        exchange.json(ResourceJson.write(stored));
    }

    void head(Exchange exchange) throws Refused, IOException {
        exchange.head(BYTES, operations.resource(exchange.parameter("id")).size());
    }

    void download(Exchange exchange) throws Refused, IOException {
        ResourceView resource = operations.resource(exchange.parameter("id"));
        try (InputStream bytes = operations.openResource(resource.id())) {
            exchange.send(BYTES, resource.size(), bytes);
        }
    }

    void remove(Exchange exchange) throws HttpError, Refused, IOException {
        boolean force = exchange.query("force", 0) != 0;
        List<String> broken = operations.removeResource(exchange.parameter("id"), force, AdminRoutes.author(exchange));
        exchange.json(Json.object("broken", Json.strings(broken)));
    }
}
