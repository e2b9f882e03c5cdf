package dev.launcho.cli.fuzz;

import dev.launcho.cli.fuzz.Routes.Route;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;

/** Requests of every route: good ones, odd ones, and noise. Never one that ends the server. */
final class Requests {
    /** Of processes and services, secrets, resources, revisions; all that may stand in a path or a query. */
    private static final List<String> VALUES = List.of(
            "web",
            "http",
            "A",
            "none",
            "1",
            "0",
            "-1",
            "",
            ".",
            "..",
            "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
            "a%2Fb",
            "a%5Cb",
            "%00",
            "%0d%0aX:y",
            "%",
            "%zz",
            "%ff%fe",
            "%F0%9F%98%80",
            "%ED%A0%80",
            "a+b",
            "${SECRET}",
            "true",
            "0123456789012345678901234567890123456789",
            "b94d27b9934d3e08a52e52d7da7dabfac484efe3",
            "9223372036854775807",
            "9223372036854775808",
            "2147483648",
            "1e3",
            "2026-01-01T00:00:00Z",
            "-999999999-01-01T00:00:00Z",
            "+999999999-12-31T23:59:59Z",
            "5m",
            "99999999999999999999h",
            "(a%2B)%2B%24",
            "%28%28%28",
            "%5B");

    /** A valid target that runs something, and ends by itself if the server can't end it. */
    static final String GOOD = """
            processes:
              - name: web
                command: ["sh", "-c", "echo started; exec sleep 600"]
                env: {A: "%d"}
                min_healthy: 10ms
                replicas: %d
            """;

    private final List<Route> routes = Routes.all();

    /** The same for the same random numbers. */
    byte[] next(Random random) {
        return new Making(random).request();
    }

    /** Such as are answered with 200: what is asked later finds something that runs, and classes that are loaded. */
    static List<byte[]> first() {
        return List.of(bytes(request("GET /v1/status", "")), bytes(request("PUT /v1/target", GOOD.formatted(0, 1))));
    }

    private static String request(String line, String body) {
        return line + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + RequestCaller.ADMIN + "\r\n"
                + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** One request in the making. */
    private final class Making {
        private final Random random;
        private final Mutations mutations;

        Making(Random random) {
            this.random = random;
            this.mutations = new Mutations(random);
        }

        byte[] request() {
            int kind = random.nextInt(100);
            if (kind < 2) {
                return mutations.noise(1 + random.nextInt(600));
            }
            if (kind < 12) {
                return safe(mutations.of(new String(whole(), StandardCharsets.ISO_8859_1)));
            }
            if (kind < 24) {
                return safe(new BrokenHttp(random, mutations).of(this::whole));
            }
            return safe(whole());
        }

        /** A mutation could name what ends the server, or makes its token another one. */
        private byte[] safe(byte[] request) {
            String text = new String(request, StandardCharsets.ISO_8859_1);
            return text.contains("shutdown") || text.contains("tokens/admin") || text.contains("tokens/read-only")
                    ? first().get(0)
                    : request;
        }

        private byte[] whole() {
            Route route = routes.get(random.nextInt(routes.size()));
            String line = route.method() + " " + path(route) + query(route);
            if (random.nextInt(5) == 0) {
                line = new String(mutations.of(line), StandardCharsets.ISO_8859_1)
                        .replaceAll("[\\x00-\\x20]", "%20")
                        .replaceFirst("%20", " ");
            }
            byte[] body = route.hasBody() || random.nextInt(50) == 0 ? body(route) : new byte[0];
            String head = line + " HTTP/1.1\r\nHost: x\r\n" + authorization()
                    + (random.nextInt(10) == 0
                            ? "X-Launcho-User: " + mutations.odd().strip() + "x\r\n"
                            : "")
                    + (body.length > 0 ? "Content-Length: " + body.length + "\r\n" : "") + "\r\n";
            return bytes(head + new String(body, StandardCharsets.ISO_8859_1));
        }

        private String authorization() {
            int kind = random.nextInt(100);
            if (kind > 5) {
                return "Authorization: Bearer " + RequestCaller.ADMIN + "\r\n";
            }
            return switch (kind) {
                case 0 -> "";
                case 1 -> "Authorization: Bearer " + RequestCaller.ADMIN + "0\r\n";
                default -> "Authorization: Bearer " + RequestCaller.READER + "\r\n";
            };
        }

        private String path(Route route) {
            return route.path().replaceAll("\\{[a-z]+}", Matcher.quoteReplacement(value()));
        }

        private String query(Route route) {
            StringBuilder query = new StringBuilder();
            for (String name : route.query()) {
                for (int times = random.nextInt(4); times >= 3; times = random.nextInt(4)) {
                    query.append(query.isEmpty() ? '?' : '&')
                            .append(name)
                            .append('=')
                            .append(value());
                }
            }
            return query.toString();
        }

        private String value() {
            String value = VALUES.get(random.nextInt(VALUES.size()));
            return switch (random.nextInt(20)) {
                case 0 -> value.repeat(mutations.few(1000));
                case 1, 2, 3 -> value + VALUES.get(random.nextInt(VALUES.size()));
                default -> value;
            };
        }

        private byte[] body(Route route) {
            if (route.path().startsWith("/v1/target")) {
                boolean runs = route.method().equals("PUT");
                if (runs && random.nextInt(50) == 0) {
                    return bytes(GOOD.formatted(random.nextInt(3), random.nextInt(3)));
                }
                // Nothing is launched that nobody has looked at.
                return runs ? OddFiles.neverValid(random) : OddFiles.next(random);
            }
            return random.nextBoolean()
                    ? mutations.noise(random.nextInt(200))
                    : mutations.of(VALUES.get(random.nextInt(VALUES.size())));
        }
    }
}
