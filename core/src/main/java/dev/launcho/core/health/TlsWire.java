package dev.launcho.core.health;

import dev.launcho.core.failure.ProbeFinding.Broken.Cause;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A connection in TLS. The threads of {@link TlsClient} do what takes long in a handshake, and own the engine
 * meanwhile; the prober's thread does all else. Between two calls no buffer is kept, only the bytes that wait: less
 * than one record.
 */
final class TlsWire implements ProbeConnection {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int FIRST_TYPE = 20;
    private static final int LAST_TYPE = 23;

    private final SocketChannel channel;
    private final ByteBuffer request;
    private final TlsClient client;
    private final Runnable resume;
    private @Nullable SSLEngine engine;
    private ByteBuffer in = NOTHING;
    private ByteBuffer out = NOTHING;
    private boolean recognized;
    private boolean away;
    private long awaySince;
    private long ownNanos;
    private @Nullable IOException broken;

    /**
     * @param host as in {@code health.host}; not empty
     * @param resume called by the prober's thread when there is work although the socket is silent
     */
    TlsWire(SocketChannel channel, ByteBuffer request, TlsClient client, String host, int port, Runnable resume) {
        this.channel = channel;
        this.request = request;
        this.client = client;
        this.resume = resume;
        work(() -> hello(host, port), false);
    }

    private void hello(String host, int port) {
        try {
            SSLEngine begun = client.engine(host, port);
            begun.beginHandshake();
            ByteBuffer hello = ByteBuffer.allocate(begun.getSession().getPacketBufferSize());
            begun.wrap(NOTHING.duplicate(), hello);
            engine = begun;
            out = copy(hello.flip());
        } catch (SSLException | GeneralSecurityException | RuntimeException e) {
            broken = new TlsProblem(Cause.HANDSHAKE, e);
        }
    }

    /** Runs a task on another thread. The prober's thread sees what the task wrote: the end of a task passes through its queue. */
    private void work(Runnable task, boolean begun) {
        away = true;
        awaySince = client.now();
        client.work(task, begun, () -> {
            away = false;
            ownNanos += client.now() - awaySince;
            resume.run();
        });
    }

    @Override
    public Optional<ByteBuffer> advance() throws IOException {
        if (away) {
            return Optional.of(NOTHING);
        }
        SSLEngine tls = engine;
        if (tls == null) {
            throw broken == null ? new TlsProblem(Cause.CLOSED) : broken;
        }
        ByteBuffer net = client.net().clear().put(in).flip();
        try {
            Optional<ByteBuffer> got = advance(tls, net);
            if (got.isEmpty() && isAsked(tls)) {
                throw new TlsProblem(Cause.CLIENT_CERTIFICATE);
            }
            return got;
        } catch (TlsProblem | UnsentBytes known) {
            throw known;
        } catch (SSLException e) {
            alert(tls);
            throw new TlsProblem(isAsked(tls) ? Cause.CLIENT_CERTIFICATE : Cause.HANDSHAKE, e);
        } catch (IOException e) {
            throw isAsked(tls) ? new TlsProblem(Cause.CLIENT_CERTIFICATE) : e;
        } finally {
            in = copy(net);
        }
    }

    private Optional<ByteBuffer> advance(SSLEngine tls, ByteBuffer net) throws IOException {
        boolean more = !net.hasRemaining();
        while (true) {
            flush();
            HandshakeStatus status = tls.getHandshakeStatus();
            if (status == HandshakeStatus.NEED_TASK) {
                work(() -> tasks(tls), true);
                return Optional.of(NOTHING);
            }
            boolean open = status == HandshakeStatus.NOT_HANDSHAKING && request.hasRemaining();
            if (status == HandshakeStatus.NEED_WRAP || open && broken == null) {
                if (out.hasRemaining()) {
                    return Optional.of(NOTHING);
                }
                wrap(tls);
                continue;
            }
            if (more) {
                int count = read(net);
                if (count <= 0) {
                    return nothing(tls, count < 0);
                }
                recognize(net);
            }
            ByteBuffer clear = client.clear().clear();
            SSLEngineResult result = tls.unwrap(net, clear);
            if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
                return nothing(tls, true);
            }
            if (clear.position() > 0) {
                return Optional.of(clear.flip());
            }
            more = result.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW
                    || result.bytesConsumed() == 0
                    || !net.hasRemaining();
        }
    }

    private static void tasks(SSLEngine tls) {
        for (Runnable task = tls.getDelegatedTask(); task != null; task = tls.getDelegatedTask()) {
            task.run();
        }
    }

    private void wrap(SSLEngine tls) throws SSLException {
        ByteBuffer sealed = ByteBuffer.allocate(tls.getSession().getPacketBufferSize());
        SSLEngineResult result = tls.wrap(isOpen(tls) ? request : NOTHING.duplicate(), sealed);
        out = sealed.flip();
        if (result.getStatus() != SSLEngineResult.Status.OK) {
            throw new SSLException("nothing can be sent: " + result.getStatus());
        }
    }

    /** Sends the other side an alert about what it has sent, if it still listens. */
    private void alert(SSLEngine tls) {
        try {
            wrap(tls);
            flush();
        } catch (SSLException nothing) {
            // Then the other side has reported the error itself.
            return;
        }
    }

    private static boolean isOpen(SSLEngine tls) {
        return tls.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }

    /** Sends the pending bytes. A server that takes nothing more and is gone may have said why, so what it has sent is read first. */
    private void flush() {
        if (broken == null && out.hasRemaining()) {
            try {
                channel.write(out);
            } catch (IOException e) {
                broken = e;
            }
        }
        if (broken != null || !out.hasRemaining()) {
            out = NOTHING;
        }
    }

    private int read(ByteBuffer net) throws IOException {
        net.compact();
        try {
            if (!net.hasRemaining()) {
                throw new SSLException("a record of more than " + net.capacity() + " bytes");
            }
            return channel.read(net);
        } finally {
            net.flip();
        }
    }

    private Optional<ByteBuffer> nothing(SSLEngine tls, boolean ended) throws IOException {
        IOException unsent = broken;
        if (unsent != null) {
            throw ended ? unsent : new UnsentBytes(unsent);
        }
        if (!ended) {
            return Optional.of(NOTHING);
        }
        if (!isOpen(tls) && !isAsked(tls)) {
            throw new TlsProblem(Cause.CLOSED);
        }
        return Optional.empty();
    }

    /** Every record begins with its type (RFC 8446, 5.1); other bytes belong to another protocol. */
    private void recognize(ByteBuffer net) throws TlsProblem {
        int type = net.get(net.position()) & 0xff;
        if (!recognized && (type < FIRST_TYPE || type > LAST_TYPE)) {
            throw new TlsProblem(type == 'H' || type == 'h' ? Cause.PLAIN_HTTP : Cause.NOT_TLS);
        }
        recognized = true;
    }

    private boolean isAsked(SSLEngine tls) {
        return client.certificates.wasAsked(tls);
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        return bytes.hasRemaining()
                ? ByteBuffer.allocate(bytes.remaining()).put(bytes).flip()
                : NOTHING;
    }

    @Override
    public int interest() {
        return away ? 0 : out.hasRemaining() ? SelectionKey.OP_WRITE | SelectionKey.OP_READ : SelectionKey.OP_READ;
    }

    @Override
    public long ownNanos() {
        return ownNanos + (away ? client.now() - awaySince : 0);
    }

    @Override
    public boolean waitsForHello() {
        return !recognized;
    }
}
