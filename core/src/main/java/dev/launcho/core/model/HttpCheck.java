package dev.launcho.core.model;

import dev.launcho.core.text.StatusCodes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The request of an HTTP check, beside its path, and the status codes that are healthy.
 *
 * @param host value of the Host field and, for {@link Scheme#HTTPS}, the server name of the handshake; with or without a
 *     port; empty = {@code localhost:PORT}
 * @param headers further fields, by name; {@code Host} is not among them
 */
public record HttpCheck(Scheme scheme, String host, Map<String, String> headers, StatusCodes healthy) {
    public static final HttpCheck USUAL = new HttpCheck(Scheme.HTTP, "", Map.of(), StatusCodes.USUAL);

    public HttpCheck {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** The protocol of the connection. */
    public enum Scheme {
        HTTP,
        /** TLS 1.2 or 1.3, any certificate. */
        HTTPS
    }

    /** Leaves out the values of headers, which may be secrets. */
    @Override
    public String toString() {
        return "HttpCheck[" + scheme + ", " + host + ", " + headers.keySet() + ", " + healthy + "]";
    }
}
