package dev.launcho.cli.server.route;

import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.protocol.RecordJson;
import dev.launcho.cli.server.http.AdminExchange;
import dev.launcho.cli.server.http.HttpError;
import dev.launcho.core.admin.AdminOperations;
import dev.launcho.core.intent.RequestRefused;
import dev.launcho.core.model.StoredResource;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** The handlers for resources: blobs of any size, streamed in both directions. */
final class ResourceRoutes {
    private static final String BYTES = "application/octet-stream";
    private static final int LONGEST_NAME = 255;

    private final AdminOperations operations;

    ResourceRoutes(AdminOperations operations) {
        this.operations = operations;
    }

    void list(AdminExchange exchange) throws IOException {
        exchange.json(Json.object("resources", Json.array(operations.resources(), RecordJson::write)));
    }

    void store(AdminExchange exchange) throws HttpError, RequestRefused, IOException {
        String name = exchange.query("name", "");
        if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(c -> c < ' ' || c == '/')) {
            throw HttpError.badRequest("query parameter name: give the file's name, without folders");
        }
        StoredResource stored = operations.storeResource(name, exchange.body(), exchange.author());
        exchange.json(RecordJson.write(stored));
    }

    void head(AdminExchange exchange) throws RequestRefused, IOException {
        exchange.head(BYTES, operations.resource(exchange.parameter("id")).size());
    }

    void download(AdminExchange exchange) throws RequestRefused, IOException {
        StoredResource resource = operations.resource(exchange.parameter("id"));
        try (InputStream bytes = operations.openResource(resource.id())) {
            exchange.send(BYTES, resource.size(), bytes);
        }
    }

    void remove(AdminExchange exchange) throws HttpError, RequestRefused, IOException {
        boolean force = exchange.query("force", 0) != 0;
        List<String> broken = operations.removeResource(exchange.parameter("id"), force, exchange.author());
        exchange.json(Json.object("broken", Json.strings(broken)));
    }
}
