package dev.launcho.cli.server.http;

import dev.launcho.cli.server.wire.BrowserHeaders;
import dev.launcho.core.text.QuotedText;

/**
 * A method and path, with the handler and the limits of its requests.
 *
 * @param pattern such as {@code /v1/secrets/{name}}
 * @param needed the access that a request needs
 * @param paced whether {@link PlanPace} limits the requests of a read-only token
 * @param page what a page may do
 * @param longestText the largest size in bytes of a body, which is read whole before a worker starts. 0 = a body of any
 *     size, which the handler reads as it comes
 */
public record HttpRoute(
        String method,
        String pattern,
        RequestAuthenticator.Access needed,
        RequestWorkload workload,
        boolean paced,
        PageAccess page,
        int longestText,
        RequestHandler handler) {
    /** The bound of a body that no handler reads: it has to be whole even so, or the request would be half a request. */
    private static final int LONGEST_UNREAD = 64 * 1024;

    /**
     * The bound of a body without a token, also of one that is not read: what all connections together may send so fits into
     * what {@link TextBodies} keeps for them, so that nobody keeps others from logging in.
     */
    private static final int LONGEST_OPEN = 1024;

    /** What a page may do, whose session has the access that a route needs. Requests with a token are all let through. */
    enum PageAccess {
        ALWAYS,
        /** In its window for changes only, if the route needs change access and is no safe method. */
        IN_WINDOW,
        NEVER
    }

    /** Returns a quick route. GET and HEAD need read access, all other methods need change access. */
    public static HttpRoute of(String method, String pattern, RequestHandler handler) {
        boolean reads = method.equals("GET") || method.equals("HEAD");
        RequestAuthenticator.Access needed =
                reads ? RequestAuthenticator.Access.READ : RequestAuthenticator.Access.CHANGE;
        return new HttpRoute(
                method, pattern, needed, RequestWorkload.QUICK, false, PageAccess.IN_WINDOW, LONGEST_UNREAD, handler);
    }

    public HttpRoute needs(RequestAuthenticator.Access access) {
        return new HttpRoute(method, pattern, access, workload, paced, page, longestText, handler);
    }

    /** The route needs no token. Its handler runs on the event loop, and must not block. A body has {@value #LONGEST_OPEN} bytes at most. */
    public HttpRoute open() {
        return new HttpRoute(
                method,
                pattern,
                RequestAuthenticator.Access.NOTHING,
                RequestWorkload.INSTANT,
                paced,
                page,
                LONGEST_OPEN,
                handler);
    }

    /** A page with change access needs no window for changes. */
    public HttpRoute windowless() {
        return on(PageAccess.ALWAYS);
    }

    /** No page may use the route: it needs a token itself. */
    public HttpRoute tokenOnly() {
        return on(PageAccess.NEVER);
    }

    private HttpRoute on(PageAccess access) {
        return new HttpRoute(method, pattern, needed, workload, paced, access, longestText, handler);
    }

    boolean isOpen() {
        return needed == RequestAuthenticator.Access.NOTHING;
    }

    /** Returns whether requests change nothing, by what HTTP says of their method (RFC 9110, 9.2.1). */
    private boolean isSafe() {
        return method.equals("GET") || method.equals("HEAD");
    }

    /**
     * Checks what a page may do.
     *
     * @throws HttpError if the request does not show that a page of this server sent it, or may change nothing now
     */
    void checkPage(RequestAuthenticator.Admission admission, BrowserHeaders browser) throws HttpError {
        if (isSafe() ? browser.isOfOtherSite() : !browser.isOfOwnPage()) {
            throw forbidden(
                    "other_origin",
                    "the request does not come from this server's own page: its Origin is "
                            + (browser.origin().isEmpty() ? "missing" : QuotedText.of(browser.origin())));
        }
        if (page == PageAccess.NEVER) {
            throw forbidden("forbidden", method + " " + pattern + " is not for pages; use launcho, or a token");
        }
        checkWindow(admission);
    }

    /** Checks whether a request that changes something may do so now. @throws HttpError if its page has no open window */
    void checkWindow(RequestAuthenticator.Admission admission) throws HttpError {
        boolean changes = !isSafe() && needed == RequestAuthenticator.Access.CHANGE;
        if (changes && page == PageAccess.IN_WINDOW && !admission.mayChange()) {
            throw forbidden("changes_closed", "changes by this page are not allowed now; allow them in the page first");
        }
    }

    private static HttpError forbidden(String code, String why) {
        return new HttpError(403, code, why);
    }

    public HttpRoute heavy() {
        return new HttpRoute(method, pattern, needed, RequestWorkload.HEAVY, paced, page, longestText, handler);
    }

    public HttpRoute stream() {
        return new HttpRoute(method, pattern, needed, RequestWorkload.STREAM, paced, page, longestText, handler);
    }

    public HttpRoute pacing() {
        return new HttpRoute(method, pattern, needed, workload, true, page, longestText, handler);
    }

    /** The handler reads a body of any size, as it comes, to its end. */
    public HttpRoute upload() {
        return new HttpRoute(method, pattern, needed, workload, paced, page, 0, handler);
    }

    /** @param longest in bytes */
    public HttpRoute text(int longest) {
        return new HttpRoute(method, pattern, needed, workload, paced, page, longest, handler);
    }
}
