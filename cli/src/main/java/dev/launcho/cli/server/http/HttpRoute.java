package dev.launcho.cli.server.http;

/**
 * A method and path, with the handler and the limits of its requests.
 *
 * @param pattern such as {@code /v1/secrets/{name}}
 * @param needed the access that a request needs
 * @param paced whether {@link PlanPace} limits the requests of a read-only token
 * @param longestText the largest size in bytes of a body, which is read whole before a worker starts. 0 = a body of any
 *     size, which the handler reads as it comes
 */
public record HttpRoute(
        String method,
        String pattern,
        RequestAuthenticator.Access needed,
        RequestWorkload workload,
        boolean paced,
        int longestText,
        RequestHandler handler) {
    /** The bound of a body that no handler reads: it has to be whole even so, or the request would be half a request. */
    private static final int LONGEST_UNREAD = 64 * 1024;

    /** Returns a quick route. GET and HEAD need read access, all other methods need change access. */
    public static HttpRoute of(String method, String pattern, RequestHandler handler) {
        boolean reads = method.equals("GET") || method.equals("HEAD");
        RequestAuthenticator.Access needed =
                reads ? RequestAuthenticator.Access.READ : RequestAuthenticator.Access.CHANGE;
        return new HttpRoute(method, pattern, needed, RequestWorkload.QUICK, false, LONGEST_UNREAD, handler);
    }

    public HttpRoute needs(RequestAuthenticator.Access access) {
        return new HttpRoute(method, pattern, access, workload, paced, longestText, handler);
    }

    public HttpRoute heavy() {
        return new HttpRoute(method, pattern, needed, RequestWorkload.HEAVY, paced, longestText, handler);
    }

    public HttpRoute stream() {
        return new HttpRoute(method, pattern, needed, RequestWorkload.STREAM, paced, longestText, handler);
    }

    public HttpRoute pacing() {
        return new HttpRoute(method, pattern, needed, workload, true, longestText, handler);
    }

    /** The handler reads a body of any size, as it comes, to its end. */
    public HttpRoute upload() {
        return new HttpRoute(method, pattern, needed, workload, paced, 0, handler);
    }

    /** @param longest in bytes */
    public HttpRoute text(int longest) {
        return new HttpRoute(method, pattern, needed, workload, paced, longest, handler);
    }
}
