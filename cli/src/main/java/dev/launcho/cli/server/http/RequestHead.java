package dev.launcho.cli.server.http;

import dev.launcho.cli.server.wire.BrowserHeaders;
import dev.launcho.cli.server.wire.FramingHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;
import java.util.Map;

/**
 * The checked head of a request: its request line, and the headers that the server uses.
 *
 * @param path percent-encoded
 * @param user the user name that the client gives, at most {@value #LONGEST_USER} printable characters without blanks
 * @param accept the content types that the client wants, joined by commas; may be empty
 */
record RequestHead(
        String method,
        String path,
        Map<String, List<String>> query,
        String authorization,
        String user,
        String accept,
        BrowserHeaders browser) {
    private static final int LONGEST_USER = 100;
    /** Counts names, since a name may be given again for another value. */
    private static final int MOST_PARAMETERS = 32;

    static RequestHead of(HttpRequest request) throws HttpError {
        if (request.decoderResult().isFailure()) {
            throw malformed(request.decoderResult().cause());
        }
        checkFraming(request);
        QueryStringDecoder uri = new QueryStringDecoder(request.uri());
        try {
            return new RequestHead(
                    request.method().name(),
                    uri.rawPath(),
                    parameters(uri),
                    request.headers().get(HttpHeaderNames.AUTHORIZATION, ""),
                    user(request.headers().get("x-launcho-user", "")),
                    String.join(",", request.headers().getAll(HttpHeaderNames.ACCEPT)),
                    BrowserHeaders.of(request.headers()));
        } catch (IllegalArgumentException e) {
            throw HttpError.badRequest("not a valid query: " + uri.rawQuery());
        }
    }

    RequestAuthenticator.Credential credential() {
        return new RequestAuthenticator.Credential(authorization, browser.session(), browser.key());
    }

    private static Map<String, List<String>> parameters(QueryStringDecoder uri) throws HttpError {
        Map<String, List<String>> parameters = uri.parameters();
        if (parameters.size() > MOST_PARAMETERS) {
            throw HttpError.badRequest("the query has " + parameters.size()
                    + " parameters, and no request has more than " + MOST_PARAMETERS);
        }
        return parameters;
    }

    private static HttpError malformed(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return new HttpError(414, "too_large", "the request line is too long");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return new HttpError(431, "too_large", "the headers are too long, or more than 100");
        }
        return HttpError.badRequest("not a valid HTTP request");
    }

    /** Refuses ambiguous framing and unknown transfer codings (RFC 9112, 6.1 to 6.3). */
    private static void checkFraming(HttpRequest request) throws HttpError {
        if (!(request.headers() instanceof FramingHeaders headers)) {
            return; // The request did not come from a decoder.
        }
        List<String> codings = headers.codings();
        List<String> lengths = headers.lengths();
        if (!codings.isEmpty()
                && !(codings.size() == 1 && codings.get(0).strip().equalsIgnoreCase("chunked"))) {
            throw HttpError.badRequest("the only Transfer-Encoding here is chunked, not " + String.join(", ", codings));
        }
        if (!codings.isEmpty() && !lengths.isEmpty()) {
            throw HttpError.badRequest("a request has Content-Length or Transfer-Encoding, not both");
        }
        if (!codings.isEmpty() && request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) < 0) {
            throw HttpError.badRequest("Transfer-Encoding needs HTTP/1.1");
        }
        if (lengths.size() > 1 || !lengths.isEmpty() && !lengths.get(0).matches("[0-9]{1,18}")) {
            throw HttpError.badRequest("not a valid Content-Length: " + String.join(", ", lengths));
        }
    }

    private static String user(String header) {
        String clean = header.replaceAll("[^!-~]", "");
        if (clean.isEmpty()) {
            return "unknown";
        }
        return clean.length() > LONGEST_USER ? clean.substring(0, LONGEST_USER) : clean;
    }
}
