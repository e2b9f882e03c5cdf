package dev.launcho.cli.server.wire;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.regex.Pattern;

/**
 * The headers by which a browser says what it is, and what it has already.
 *
 * @param session the secret of its session; empty if it has none, or sends what can be none
 * @param origin of the page that sends the request; empty if it is not known
 * @param host to which the request goes, with the port
 * @param site {@code Sec-Fetch-Site}; may be empty
 * @param key {@code X-Launcho-Page}, the key of its session's page, which no browser sends by itself; empty if it has none,
 *     or sends what can be none
 * @param held the tags of the versions of a file that it holds ({@code If-None-Match}); may be empty
 * @param lastEvent the id of the last event that it has seen ({@code Last-Event-ID}); may be empty
 */
public record BrowserHeaders(
        String session, String key, String origin, String host, String site, String held, String lastEvent) {
    /** The prefix has browsers accept it over TLS only, for this host only (RFC 6265bis, 4.1.3.2). */
    public static final String COOKIE = "__Host-launcho-session";

    private static final Pattern SECRET = Pattern.compile("[0-9a-f]{64}");

    public static BrowserHeaders of(HttpHeaders headers) {
        return new BrowserHeaders(
                session(headers),
                key(headers.get("x-launcho-page", "")),
                headers.get(HttpHeaderNames.ORIGIN, ""),
                headers.get(HttpHeaderNames.HOST, ""),
                headers.get("sec-fetch-site", ""),
                String.join(",", headers.getAll(HttpHeaderNames.IF_NONE_MATCH)),
                headers.get("last-event-id", ""));
    }

    private static String key(String header) {
        return SECRET.matcher(header).matches() ? header : "";
    }

    private static String session(HttpHeaders headers) {
        for (String header : headers.getAll(HttpHeaderNames.COOKIE)) {
            for (String pair : header.split(";")) {
                String[] parts = pair.strip().split("=", 2);
                if (parts.length == 2
                        && parts[0].equals(COOKIE)
                        && SECRET.matcher(parts[1]).matches()) {
                    return parts[1];
                }
            }
        }
        return "";
    }

    /** Returns whether the browser says that a page of this server sends the request. */
    public boolean isOfOwnPage() {
        return !isOfOtherSite() && (!origin.isEmpty() || site.equals("same-origin"));
    }

    /** Returns whether the browser says that a page of another site sends the request. Other clients say nothing. */
    public boolean isOfOtherSite() {
        boolean sameOrigin = site.isEmpty() || site.equals("same-origin") || site.equals("none");
        return !sameOrigin || !origin.isEmpty() && !isOwnOrigin();
    }

    private boolean isOwnOrigin() {
        return !host.isEmpty() && origin.equalsIgnoreCase("https://" + host);
    }
}
