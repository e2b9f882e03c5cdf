package dev.launcho.cli.client;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;

/**
 * An HTTP request.
 *
 * @param target path and query, percent-encoded
 * @param length of the body; 0 if there is none
 * @param body read once, not closed
 * @param readTimeout how long the server may be silent; zero = for ever
 * @param evidence the command that shows whether the change was made, if no answer comes: {@code `launcho history`};
 *     empty for a request that changes nothing
 */
record Request(String method, String target, long length, InputStream body, Duration readTimeout, String evidence) {
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(60);

    /** A request that changes nothing. */
    static Request of(String method, String target) {
        return new Request(method, target, 0, InputStream.nullInputStream(), READ_TIMEOUT, "");
    }

    /** A request that changes nothing. */
    static Request of(String method, String target, byte[] body) {
        return of(method, target).withBody(body.length, new ByteArrayInputStream(body));
    }

    /** Whether it may change the server: then the user of a protected one is asked first. A plan changes nothing. */
    boolean changes() {
        return !evidence.isEmpty();
    }

    Request withBody(long bytes, InputStream content) {
        return new Request(method, target, bytes, content, readTimeout, evidence);
    }

    Request withReadTimeout(Duration timeout) {
        return new Request(method, target, length, body, timeout, evidence);
    }

    /** Returns this request as one that makes a change. @param shows the command that shows whether the change was made */
    Request shownBy(String shows) {
        return new Request(method, target, length, body, readTimeout, shows);
    }
}
