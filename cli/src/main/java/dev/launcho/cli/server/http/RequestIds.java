package dev.launcho.cli.server.http;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/** A name for each request, {@code 3f9a01c2-17}, by which an answer is found again in what the server printed. Any thread. */
public final class RequestIds {
    private final String run = HexFormat.of().toHexDigits(new SecureRandom().nextInt());
    private final AtomicLong last = new AtomicLong();

    String next() {
        return run + "-" + last.incrementAndGet();
    }
}
