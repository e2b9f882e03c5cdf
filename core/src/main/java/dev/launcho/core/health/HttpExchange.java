package dev.launcho.core.health;

import dev.launcho.core.failure.ProbeFinding;
import dev.launcho.core.text.StatusCodes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** One GET and the beginning of its answer. Belongs to the prober's thread. */
final class HttpExchange {
    private final ProbeConnection wire;
    private final StatusCodes healthy;
    private final HttpAnswer answer = new HttpAnswer();
    private boolean ended;

    /** @param wire carries the request */
    HttpExchange(ProbeConnection wire, StatusCodes healthy) {
        this.wire = wire;
        this.healthy = healthy;
    }

    /** The result of the exchange. */
    record Finding(boolean healthy, ProbeFinding what) {}

    ProbeConnection wire() {
        return wire;
    }

    /** Returns whether the other side may still be sending; closing now would reset the connection. */
    boolean isOpenEnded() {
        return !ended;
    }

    /**
     * Sends the pending bytes, and reads what has come.
     *
     * @return empty while the answer is not known
     * @throws IOException if the connection broke before the answer was known
     */
    Optional<Finding> advance() throws IOException {
        try {
            while (true) {
                Optional<ByteBuffer> got = wire.advance();
                if (got.isEmpty()) {
                    return Optional.of(atEnd());
                }
                if (!got.get().hasRemaining()) {
                    return Optional.empty();
                }
                if (answer.take(got.get())) {
                    return Optional.of(finding());
                }
            }
        } catch (IOException broken) {
            Finding last = atEnd();
            if (answer.kind() == HttpAnswer.Kind.NOTHING) {
                throw broken;
            }
            return Optional.of(last);
        }
    }

    private Finding atEnd() {
        ended = true;
        answer.end();
        return finding();
    }

    private Finding finding() {
        return switch (answer.kind()) {
            case HTTP ->
                new Finding(
                        healthy.contains(answer.status()), new ProbeFinding.Answered(answer.status(), answer.reason()));
            case NOTHING -> new Finding(false, new ProbeFinding.Closed(answer.interim(), false));
            case TLS -> speaks(ProbeFinding.NoHttp.Speaks.TLS);
            case HTTP2 -> speaks(ProbeFinding.NoHttp.Speaks.HTTP2);
            case ENDLESS -> new Finding(false, new ProbeFinding.Closed(answer.interim(), true));
            case OTHER -> speaks(ProbeFinding.NoHttp.Speaks.OTHER);
        };
    }

    private static Finding speaks(ProbeFinding.NoHttp.Speaks what) {
        return new Finding(false, new ProbeFinding.NoHttp(what));
    }
}
