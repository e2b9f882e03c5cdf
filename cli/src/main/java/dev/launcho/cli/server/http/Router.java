package dev.launcho.cli.server.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Finds the handler of a method and path. Filled once, then read by any thread. */
public final class Router {
    private final List<Route> routes = new ArrayList<>();

    private record Route(String method, String text, List<String> pattern, Gate.Access needed, Handler handler) {}

    /**
     * A route that fits.
     *
     * @param needed what its user has to be allowed
     * @param parameters the decoded segments that stood for {@code {name}}
     */
    public record Match(Handler handler, Gate.Access needed, Map<String, String> parameters) {}

    /**
     * Whoever may read may GET and HEAD; all else is for those who may change things.
     *
     * @param pattern as {@code /v1/secrets/{name}}
     */
    public Router add(String method, String pattern, Handler handler) {
        boolean reads = method.equals("GET") || method.equals("HEAD");
        return add(method, pattern, reads ? Gate.Access.READ : Gate.Access.CHANGE, handler);
    }

    public Router add(String method, String pattern, Gate.Access needed, Handler handler) {
        routes.add(new Route(method, pattern, segments(pattern), needed, handler));
        return this;
    }

    /** {@code GET /v1/secrets/{name}} and so on, in the order of their making, with what each needs. */
    public Map<String, Gate.Access> list() {
        Map<String, Gate.Access> list = new LinkedHashMap<>();
        routes.forEach(route -> list.put(route.method + " " + route.text, route.needed));
        return list;
    }

    /** @param path still percent-encoded, without the query */
    public Match find(String method, String path) throws HttpError {
        List<String> segments = segments(path);
        Set<String> allowed = new TreeSet<>();
        for (Route route : routes) {
            Map<String, String> parameters = new LinkedHashMap<>();
            if (matches(route.pattern, segments, parameters)) {
                if (route.method.equals(method)) {
                    return new Match(route.handler, route.needed, parameters);
                }
                allowed.add(route.method);
            }
        }
        if (allowed.isEmpty()) {
            throw new HttpError(404, "not_found", "no such path: " + path);
        }
        throw new HttpError(
                405,
                "method_not_allowed",
                method + " is not possible on " + path + ", only " + String.join(", ", allowed));
    }

    private static boolean matches(List<String> pattern, List<String> segments, Map<String, String> parameters)
            throws HttpError {
        if (pattern.size() != segments.size()) {
            return false;
        }
        for (int i = 0; i < pattern.size(); i++) {
            String expected = pattern.get(i);
            if (expected.startsWith("{")) {
                parameters.put(expected.substring(1, expected.length() - 1), decode(segments.get(i)));
            } else if (!expected.equals(segments.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static List<String> segments(String path) {
        return List.of(path.split("/", -1));
    }

    private static String decode(String segment) throws HttpError {
        try {
            // In a path a plus sign is itself, other than in a query.
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw HttpError.badRequest("not a valid path segment: " + segment);
        }
    }
}
