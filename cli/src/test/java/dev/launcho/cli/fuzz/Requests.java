package dev.launcho.cli.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Requests of every route: good ones, odd ones, and noise. Never one that ends the server. */
final class Requests {
    /** Never quite valid, so that nothing is launched that nobody has looked at. */
    private static final String TARGET = """
            processes:
              - name: "web"
                command: ["true"]
                fuzzed: true
                receives: ["http"]
                env: {A: "1", B: "${SECRET}"}
                health: {service: "http", path: "/health", interval: 2s}
                resources: [{id: "${BUNDLE}", file: "bundle.tar"}]
                replicas: 2
                limits: {memory: 64M}
            services:
              - name: "http"
                on: "127.0.0.1:5000"
            """;

    private static final String TOKEN = "TOKEN-OF-THE-SERVER";

    private static final List<String> LINES = List.of(
            "GET /v1/status",
            "GET /v1/status?all=true",
            "GET /v1/openapi.json",
            "GET /v1/events?after=0&most=5",
            "GET /v1/target",
            "PUT /v1/target?file=x",
            "GET /v1/rollouts/1?seen=0",
            "POST /v1/processes/web/restart",
            "GET /v1/logs/web?tail=3",
            "GET /v1/logs?name=web&tail=3&grep=a&since=2026-01-01T00:00:00Z",
            "GET /v1/resources",
            "POST /v1/resources?name=x",
            "HEAD /v1/resources/0123456789012345678901234567890123456789",
            "GET /v1/resources/0123456789012345678901234567890123456789",
            "DELETE /v1/resources/0123456789012345678901234567890123456789",
            "GET /v1/secrets",
            "GET /v1/secrets/A",
            "PUT /v1/secrets/A",
            "DELETE /v1/secrets/A",
            "POST /v1/tokens/none/rotate",
            "OPTIONS /v1/status",
            "TRACE /",
            "GET http://other/v1/status");

    private final Random random;
    private final Mutations mutations;
    private final String token;

    Requests(Random random, String token) {
        this.random = random;
        this.mutations = new Mutations(random);
        this.token = token;
    }

    /** @param whole whether it is surely a whole request, after which the connection goes on */
    record One(byte[] bytes, boolean whole) {}

    One good() {
        return new One(withToken(request(LINES.get(0), new byte[0])), true);
    }

    One next() {
        int kind = random.nextInt(40);
        if (kind == 0) {
            return new One(mutations.noise(1 + random.nextInt(600)), false);
        }
        String line = LINES.get(random.nextInt(LINES.size()));
        if (kind < 4) {
            return new One(withToken(mutated(request(line, body(line)))), false);
        }
        if (kind < 20) {
            String odd = new String(mutations.of(line.getBytes(StandardCharsets.UTF_8)), StandardCharsets.ISO_8859_1)
                    .replaceAll("[\\x00-\\x20]", "%20")
                    .replaceFirst("%20", " ");
            return new One(
                    withToken(request(safe(odd), body(line))),
                    odd.matches("[A-Z]+ /[!-~]{0,3000}") && !odd.startsWith("HEAD"));
        }
        return new One(withToken(request(line, mutations.of(body(line)))), !line.startsWith("HEAD"));
    }

    /** Without harm to the token: whoever shows a wrong one is kept waiting, which is no fault. */
    private byte[] mutated(byte[] request) {
        while (true) {
            byte[] odd = mutations.of(request);
            String text = new String(odd, StandardCharsets.ISO_8859_1);
            int at = text.indexOf("\r\nAuthorization: Bearer " + TOKEN + "\r\n");
            if (at >= 0
                    && !text.substring(0, at).matches("(?s).*\n\r?\n.*")
                    && safe(text).equals(text)) {
                return odd;
            }
        }
    }

    private byte[] withToken(byte[] request) {
        return new String(request, StandardCharsets.ISO_8859_1)
                .replace(TOKEN, token)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A mutation could name what ends the server, or makes the token another one. */
    private static String safe(String line) {
        return line.contains("shutdown") || line.matches("(?s).*tokens/(admin|read-only)/.*") ? "GET /" : line;
    }

    private byte[] body(String line) {
        if (line.startsWith("PUT /v1/target")) {
            return mutations.of(TARGET.getBytes(StandardCharsets.UTF_8));
        }
        return line.startsWith("PUT") || line.startsWith("POST /v1/resources")
                ? mutations.noise(random.nextInt(200))
                : new byte[0];
    }

    private byte[] request(String line, byte[] body) {
        String head = line + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + TOKEN + "\r\n"
                + (body.length > 0 ? "Content-Length: " + body.length + "\r\n" : "") + "\r\n";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }

    /** A target, configuration or auth file as somebody may have written it. */
    byte[] file() {
        return random.nextInt(10) == 0
                ? mutations.noise(random.nextInt(4000))
                : mutations.of(TARGET.getBytes(StandardCharsets.UTF_8));
    }
}
