package dev.launcho.cli.fuzz;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.server.AdminServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Every route of openapi.json but the one that ends the server. */
final class Routes {
    private Routes() {}

    /**
     * @param path with {@code {name}} where something stands in for it
     * @param query names of its parameters
     * @param hasBody whether it takes one
     */
    record Route(String method, String path, List<String> query, boolean hasBody) {}

    static List<Route> all() {
        List<Route> all = new ArrayList<>();
        document()
                .getObject("paths")
                .forEach((path, item) -> ((JsonObject) item).forEach((method, operation) -> {
                    if (operation instanceof JsonObject json && !path.equals("/v1/shutdown")) {
                        all.add(new Route(method.toUpperCase(Locale.ROOT), path, query(json), json.has("requestBody")));
                    }
                }));
        return all;
    }

    private static List<String> query(JsonObject operation) {
        return operation.getArray("parameters", new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .filter(parameter -> "query".equals(parameter.getString("in")))
                .map(parameter -> parameter.getString("name"))
                .toList();
    }

    private static JsonObject document() {
        try (InputStream in = AdminServer.class.getResourceAsStream("route/openapi.json")) {
            return Json.parse(new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
