package dev.launcho.cli.server.wire;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import java.util.ArrayList;
import java.util.List;

/**
 * The headers of a request, at most {@value #MOST}, with the body's framing as the client sent it. Empty headers take many
 * times the memory of their bytes. The decoder drops a Content-Length beside a Transfer-Encoding, and merges several into
 * one. Confined to the event loop.
 */
public final class FramingHeaders extends DefaultHttpHeaders {
    public static final HttpHeadersFactory FACTORY = new HttpHeadersFactory() {
        @Override
        public HttpHeaders newHeaders() {
            return new FramingHeaders();
        }

        @Override
        public HttpHeaders newEmptyHeaders() {
            return new FramingHeaders();
        }
    };

    /** As Apache's LimitRequestFields. */
    private static final int MOST = 100;

    private int count;
    private final List<String> lengths = new ArrayList<>(1);
    private final List<String> codings = new ArrayList<>(1);

    @Override
    public HttpHeaders add(CharSequence name, Object value) {
        note(name, value);
        return super.add(name, value);
    }

    @Override
    public HttpHeaders add(String name, Object value) {
        note(name, value);
        return super.add(name, value);
    }

    private void note(CharSequence name, Object value) {
        if (++count > MOST) {
            throw new TooLongHttpHeaderException("more than " + MOST + " headers");
        }
        if (HttpHeaderNames.CONTENT_LENGTH.contentEqualsIgnoreCase(name)) {
            lengths.add(value.toString());
        } else if (HttpHeaderNames.TRANSFER_ENCODING.contentEqualsIgnoreCase(name)) {
            codings.add(value.toString());
        }
    }

    /** Returns every Content-Length that the client sent. */
    public List<String> lengths() {
        return lengths;
    }

    /** Returns every Transfer-Encoding that the client sent. */
    public List<String> codings() {
        return codings;
    }
}
