package dev.launcho.cli.server;

import dev.launcho.cli.server.http.Exchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The description of every route, which {@code OpenApiTest} holds to the routes. */
final class OpenApi {
    private OpenApi() {}

    static byte[] document() throws IOException {
        try (InputStream in = OpenApi.class.getResourceAsStream("openapi.json")) {
            if (in == null) {
                throw new IOException("openapi.json is not in this build");
            }
            return in.readAllBytes();
        }
    }

    static void serve(Exchange exchange) throws IOException {
        byte[] document = document();
        exchange.send("application/json", document.length, new ByteArrayInputStream(document));
    }
}
