package dev.launcho.core.health;

import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.failure.ProbeFinding;
import dev.launcho.core.model.HttpCheck;
import dev.launcho.core.model.Probe;
import dev.launcho.core.model.ProbeQuestion;
import dev.launcho.core.model.ProbeResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One TCP or HTTP probe over loopback that never blocks: 127.0.0.1 first, then ::1, one deadline over connecting, sending
 * and reading. Belongs to the thread of its selector.
 */
final class LoopbackProbe {
    private final Probe probe;
    private final int port;
    private final Object attachment;
    private final ProbeTools tools;
    private final Predicate<String> trusted;
    private long deadline;
    private final ByteBuffer header;
    private @Nullable HttpExchange http;
    private final LoopbackConnect connect;
    private boolean connected;
    private boolean held;
    private long heldSince;
    private boolean answered;
    private boolean late;
    private @Nullable SocketChannel channel;

    LoopbackProbe(Probe probe, Prober.Port port, Object attachment, ProbeTools tools, long now) {
        this(probe, port, attachment, tools, now, address -> true);
    }

    /**
     * @param attachment what the selector's keys carry
     * @param now of {@link System#nanoTime}
     * @param trusted whether a request may be sent to an address at once; else it {@link #isHeld waits} for {@link #release}
     */
    LoopbackProbe(
            Probe probe, Prober.Port port, Object attachment, ProbeTools tools, long now, Predicate<String> trusted) {
        this.trusted = trusted;
        this.probe = probe;
        this.port = port.number();
        this.attachment = attachment;
        this.connect = new LoopbackConnect(port.number(), tools, attachment);
        this.tools = tools;
        this.deadline = now + probe.timeout().toNanos();
        this.header = ByteBuffer.wrap(ProbeHeader.of(port.header()));
    }

    /** Returns the deadline by {@link System#nanoTime}; it moves while this server itself is at work for the probe. */
    long deadline() {
        return http == null ? deadline : deadline + http.wire().ownNanos();
    }

    /** Connects; returns the answer, if there is one already. */
    Optional<ProbeAnswer> begin() {
        return went(connect.begin());
    }

    /** Returns whether it is connected, and has sent nothing yet: who listens there has to be found out first. */
    boolean isHeld() {
        return held;
    }

    /** Returns the address that is connected to. */
    String address() {
        return connect.address();
    }

    /** Begins the time that does not count against the instance. */
    void hold(long now) {
        heldSince = now;
    }

    /** Sends the request, as the instance itself listens there; returns the answer, if there is one already. */
    Optional<ProbeAnswer> release(long now) {
        held = false;
        deadline += now - heldSince;
        SocketChannel open = channel;
        return open == null ? Optional.empty() : sent(open);
    }

    /** Continues after the selector has found something ready; returns the answer, once there is one. */
    Optional<ProbeAnswer> advance() {
        SocketChannel open = channel;
        if (held) {
            return Optional.empty();
        }
        if (open == null) {
            return went(connect.advance());
        }
        try {
            return http == null ? Optional.empty() : ask(http, open);
        } catch (IOException e) {
            return broken(e);
        }
    }

    private Optional<ProbeAnswer> went(LoopbackConnect.Progress progress) {
        return switch (progress) {
            case UNDER_WAY -> Optional.empty();
            case CONNECTED -> connected();
            case FAILED -> Optional.of(unconnected(connect.failure()));
        };
    }

    /** Ends a probe whose deadline has passed, and returns its answer. */
    ProbeAnswer late() {
        late = true;
        boolean toHello = http != null && http.wire().waitsForHello();
        return answer(false, new ProbeFinding.Silent(toHello, probe.timeout().toMillis()));
    }

    /**
     * Closes the probe, whose answer is not wanted any more. The application may finish sending it, unless it is late.
     *
     * @param now of {@link System#nanoTime}
     */
    void close(long now) {
        connect.close();
        SocketChannel open = channel;
        channel = null;
        if (open == null) {
            return;
        }
        if (http != null && (answered ? http.isOpenEnded() : !late)) {
            tools.farewells.add(open, now);
        } else {
            LingeringConnections.close(open);
        }
    }

    private Optional<ProbeAnswer> connected() {
        SocketChannel open = connect.take();
        channel = open;
        if (open == null) {
            return Optional.empty();
        }
        connected = true;
        if (probe.kind() == Probe.Kind.HTTP && !trusted.test(connect.address())) {
            held = true;
            SelectionKey key = open.keyFor(tools.selector);
            if (key != null) {
                key.interestOps(0);
            }
            return Optional.empty();
        }
        return sent(open);
    }

    private Optional<ProbeAnswer> sent(SocketChannel open) {
        try {
            if (probe.kind() == Probe.Kind.HTTP) {
                HttpExchange exchange =
                        new HttpExchange(wire(open), probe.http().healthy());
                http = exchange;
                return ask(exchange, open);
            }
            sendHeader(open);
            return Optional.of(answer(true, new ProbeFinding.Accepted()));
        } catch (IOException e) {
            return broken(e);
        }
    }

    private ProbeConnection wire(SocketChannel open) throws IOException {
        byte[] get = HttpRequest.of(probe, port);
        if (probe.http().scheme() == HttpCheck.Scheme.HTTP) {
            ByteBuffer request = ByteBuffer.allocate(header.remaining() + get.length);
            return new PlainWire(open, request.put(header).put(get).flip(), tools.some);
        }
        sendHeader(open);
        String host = HttpRequest.host(probe.http(), port);
        return new TlsWire(open, ByteBuffer.wrap(get), tools.tls, host, port, () -> tools.resume.accept(attachment));
    }

    private void sendHeader(SocketChannel open) throws IOException {
        if (header.hasRemaining()) {
            // A new socket has room for the few bytes of a header.
            new PlainWire(open, header, tools.some).sendNow();
        }
    }

    private Optional<ProbeAnswer> ask(HttpExchange exchange, SocketChannel open) throws IOException {
        Optional<HttpExchange.Finding> found = exchange.advance();
        answered = found.isPresent();
        if (!answered) {
            open.register(tools.selector, exchange.wire().interest(), attachment);
        }
        return found.map(f -> answer(f.healthy(), f.what()));
    }

    /** Returns the answer of a probe that reached neither address. */
    private ProbeAnswer unconnected(FailureKind failure) {
        return failure.isShortage()
                ? ProbeAnswer.unasked(question(), failure)
                : answer(false, new ProbeFinding.Unconnected(failure));
    }

    private Optional<ProbeAnswer> broken(IOException e) {
        drop();
        if (e instanceof UnsentBytes) {
            return Optional.of(ProbeAnswer.unasked(question(), FailureKind.NO_MEMORY));
        }
        return Optional.of(answer(
                false,
                e instanceof TlsProblem tls
                        ? tls.finding()
                        : new ProbeFinding.Broken(ProbeFinding.Broken.Cause.RESET, "")));
    }

    private void drop() {
        SocketChannel open = channel;
        channel = null;
        if (open != null) {
            LingeringConnections.close(open);
        }
    }

    private ProbeAnswer answer(boolean healthy, ProbeFinding finding) {
        return new ProbeAnswer(healthy, new ProbeResult(question(), finding), connected ? connect.address() : "");
    }

    private ProbeQuestion question() {
        return probe.kind() == Probe.Kind.HTTP
                ? ProbeQuestion.http(probe.path(), connect.address(), port)
                : ProbeQuestion.tcp(connect.address(), port);
    }
}
