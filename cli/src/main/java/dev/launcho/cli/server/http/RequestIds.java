package dev.launcho.cli.server.http;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/** A source of request ids, such as {@code 3f9a01c2-17}, that link an answer to the server's output. Any thread. */
public final class RequestIds {
    private final String run = HexFormat.of().toHexDigits(new SecureRandom().nextInt());
    private final AtomicLong last = new AtomicLong();

    String next() {
        return run + "-" + last.incrementAndGet();
    }
}
