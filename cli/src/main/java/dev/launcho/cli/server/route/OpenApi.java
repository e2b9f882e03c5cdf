package dev.launcho.cli.server.route;

import dev.launcho.cli.server.http.AdminExchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The OpenAPI description of every route, which {@code OpenApiTest} compares with the routes. */
public final class OpenApi {
    private OpenApi() {}

    public static byte[] document() throws IOException {
        try (InputStream in = OpenApi.class.getResourceAsStream("openapi.json")) {
            if (in == null) {
                throw new IOException("openapi.json is not in this build");
            }
            return in.readAllBytes();
        }
    }

    static void serve(AdminExchange exchange) throws IOException {
        byte[] document = document();
        exchange.send("application/json", document.length, new ByteArrayInputStream(document));
    }
}
