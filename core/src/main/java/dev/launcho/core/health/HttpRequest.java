package dev.launcho.core.health;

import dev.launcho.core.model.HttpCheck;
import dev.launcho.core.model.Probe;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** The GET request of a check. */
final class HttpRequest {
    private HttpRequest() {}

    static byte[] of(Probe probe, int port) {
        Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        fields.put("User-Agent", "launcho");
        fields.put("Accept", "*/*");
        fields.putAll(probe.http().headers());
        StringBuilder get = new StringBuilder("GET " + probe.path() + " HTTP/1.1\r\nHost: ")
                .append(host(probe.http(), port))
                .append("\r\n");
        fields.forEach(
                (name, value) -> get.append(name).append(": ").append(value).append("\r\n"));
        return get.append("Connection: close\r\n\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the value of the Host field: {@code health.host}, else localhost with the port. */
    static String host(HttpCheck check, int port) {
        return check.host().isEmpty() ? "localhost:" + port : check.host();
    }
}
