package dev.launcho.cli.server.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A table of routes, searched by method and path. A last segment like {@code {file*}} takes all that is left of a path. Filled once,
 * then read by any thread.
 */
public final class HttpRouter {
    /** The end of a parameter that takes all that is left of a path. */
    private static final String REST = "*}";

    private final List<Entry> routes = new ArrayList<>();

    private record Entry(HttpRoute route, List<String> segments) {}

    /**
     * A route that matches a request.
     *
     * @param parameters the decoded segments of the path, by the name that stands for them in the pattern
     */
    public record Match(HttpRoute route, Map<String, String> parameters) {}

    /** Adds a quick route, as {@link HttpRoute#of} makes it. */
    public HttpRouter add(String method, String pattern, RequestHandler handler) {
        return add(HttpRoute.of(method, pattern, handler));
    }

    public HttpRouter add(HttpRoute route) {
        routes.add(new Entry(route, segments(route.pattern())));
        return this;
    }

    /** Returns a route for clients without a token; empty if there is none. */
    Optional<Match> findOpen(String method, String path) throws HttpError {
        List<String> segments = segments(path);
        for (Entry entry : routes) {
            Map<String, String> parameters = new LinkedHashMap<>();
            if (entry.route.isOpen()
                    && entry.route.method().equals(method)
                    && matches(entry.segments, segments, parameters)) {
                return Optional.of(new Match(entry.route, parameters));
            }
        }
        return Optional.empty();
    }

    /** Returns routes like {@code GET /v1/secrets/{name}}, in the order of their addition, with the access that each needs. */
    public Map<String, RequestAuthenticator.Access> list() {
        Map<String, RequestAuthenticator.Access> list = new LinkedHashMap<>();
        routes.forEach(entry ->
                list.put(entry.route.method() + " " + entry.route.pattern().replace(REST, "}"), entry.route.needed()));
        return list;
    }

    /** Finds the route of a request. @param path still percent-encoded, without the query */
    public Match find(String method, String path) throws HttpError {
        List<String> segments = segments(path);
        Set<String> allowed = new TreeSet<>();
        for (Entry entry : routes) {
            Map<String, String> parameters = new LinkedHashMap<>();
            if (matches(entry.segments, segments, parameters)) {
                if (entry.route.method().equals(method)) {
                    return new Match(entry.route, parameters);
                }
                allowed.add(entry.route.method());
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
        boolean rest = pattern.get(pattern.size() - 1).endsWith(REST);
        if (rest ? segments.size() < pattern.size() : segments.size() != pattern.size()) {
            return false;
        }
        for (int i = 0; i < pattern.size(); i++) {
            String expected = pattern.get(i);
            if (expected.endsWith(REST)) {
                String all = String.join("/", segments.subList(i, segments.size()));
                parameters.put(expected.substring(1, expected.length() - REST.length()), decode(all));
            } else if (expected.startsWith("{")) {
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
            // A plus sign stands for itself in a path, but not in a query.
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw HttpError.badRequest("not a valid path segment: " + segment);
        }
    }
}
