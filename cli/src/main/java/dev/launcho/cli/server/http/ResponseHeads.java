package dev.launcho.cli.server.http;

import dev.launcho.cli.protocol.Json;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalLong;

/** A factory of response heads: status lines and headers. */
final class ResponseHeads {
    static final String JSON = "application/json";

    private ResponseHeads() {}

    /**
     * @param length of the body; empty for a body in chunks
     * @param more headers, which replace those that every answer has
     */
    static HttpResponse of(
            int status, String type, OptionalLong length, Map<String, String> more, String id, boolean keepAlive) {
        HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
        set(response, type, length, id, keepAlive);
        more.forEach(response.headers()::set);
        return response;
    }

    /** Returns a whole answer, after which the connection is closed. */
    static HttpResponse refusal(HttpError error, String id, ByteBufAllocator allocator) {
        byte[] bytes = (Json.line(error.json(id)) + "\n").getBytes(StandardCharsets.UTF_8);
        DefaultFullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(error.status()),
                allocator.buffer(bytes.length).writeBytes(bytes));
        set(response, JSON, OptionalLong.of(bytes.length), id, false);
        return response;
    }

    private static void set(HttpResponse response, String type, OptionalLong length, String id, boolean keepAlive) {
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, type)
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
                .set("x-content-type-options", "nosniff")
                .set("cross-origin-resource-policy", "same-origin")
                .set("x-request-id", id);
        if (length.isPresent()) {
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, length.getAsLong());
        } else {
            response.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        if (!keepAlive) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
    }
}
