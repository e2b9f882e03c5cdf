package dev.launcho.cli.client;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;

/**
 * One request.
 *
 * @param target path and query, percent-encoded
 * @param length of the body; 0 if there is none
 * @param body read once, not closed
 * @param readTimeout how long the server may say nothing; zero = for ever
 */
record Request(String method, String target, long length, InputStream body, Duration readTimeout) {
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(60);

    static Request of(String method, String target) {
        return new Request(method, target, 0, InputStream.nullInputStream(), READ_TIMEOUT);
    }

    static Request of(String method, String target, byte[] body) {
        return new Request(method, target, body.length, new ByteArrayInputStream(body), READ_TIMEOUT);
    }

    /** Whether the server is another one afterwards. */
    boolean changes() {
        return !method.equals("GET") && !method.equals("HEAD");
    }

    Request withReadTimeout(Duration timeout) {
        return new Request(method, target, length, body, timeout);
    }
}
