package dev.launcho.cli.server.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;
import java.util.Map;

/**
 * What is read from a request line and its headers.
 *
 * @param path percent-encoded
 * @param user as the client calls itself, at most {@value #LONGEST_USER} printable characters
 */
record RequestHead(String method, String path, Map<String, List<String>> query, String authorization, String user) {
    private static final int LONGEST_USER = 100;

    static RequestHead of(HttpRequest request) throws HttpError {
        if (request.decoderResult().isFailure()) {
            throw malformed(request.decoderResult().cause());
        }
        QueryStringDecoder uri = new QueryStringDecoder(request.uri());
        try {
            return new RequestHead(
                    request.method().name(),
                    uri.rawPath(),
                    uri.parameters(),
                    request.headers().get(HttpHeaderNames.AUTHORIZATION, ""),
                    user(request.headers().get("x-launcho-user", "")));
        } catch (IllegalArgumentException e) {
            throw HttpError.badRequest("not a valid query: " + uri.rawQuery());
        }
    }

    private static HttpError malformed(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return new HttpError(414, "too_large", "the request line is too long");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return new HttpError(431, "too_large", "the headers are too long");
        }
        return HttpError.badRequest("not a valid HTTP request");
    }

    private static String user(String header) {
        String clean = header.replaceAll("[^!-~]", "");
        if (clean.isEmpty()) {
            return "unknown";
        }
        return clean.length() > LONGEST_USER ? clean.substring(0, LONGEST_USER) : clean;
    }
}
