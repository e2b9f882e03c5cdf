package dev.launcho.cli.fuzz;

import dev.launcho.cli.protocol.Auth;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests over one connection for as long as that can be used, then over the next. Each connection comes from an
 * address of its own, as a server slows down those that show wrong tokens; and resumes the session of the one before.
 * For one thread.
 */
final class RequestCaller implements AutoCloseable {
    /** Stand in a request for the tokens of the server that it is sent to. */
    static final String ADMIN = "TOKEN-OF-THE-ADMIN";

    static final String READER = "TOKEN-OF-A-READER";

    /** When the server is silent for so long after what may be half a request, it is told that no more will come. */
    private static final int QUIET_MILLIS = 50;

    private static final int PATIENCE_MILLIS = 20_000;
    private static final AtomicInteger ADDRESSES = new AtomicInteger();

    /** Of so many callers one speaks TLS 1.3; to resume a session of TLS 1.2 takes a tenth of the time. */
    private static final int SLOW_ONES = 8;

    private static final AtomicInteger CALLERS = new AtomicInteger();

    /**
     * What the server sends; when it is silent for a while, in the middle of an answer or not, it is told that no more will come,
     * and what then comes goes on where it was.
     */
    private static final class Answers extends FilterInputStream {
        private final SSLSocket socket;

        Answers(SSLSocket socket, InputStream in) {
            super(in);
            this.socket = socket;
        }

        @Override
        public int read() throws IOException {
            try {
                return in.read();
            } catch (SocketTimeoutException quiet) {
                sendNoMore(quiet);
                return in.read();
            }
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            try {
                return in.read(to, offset, length);
            } catch (SocketTimeoutException quiet) {
                sendNoMore(quiet);
                return in.read(to, offset, length);
            }
        }

        private void sendNoMore(SocketTimeoutException quiet) throws IOException {
            if (socket.isOutputShutdown()) {
                throw quiet;
            }
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.shutdownOutput();
        }
    }

    private final int port;
    private final Auth auth;
    private final SSLContext tls;
    private final String protocol = CALLERS.getAndIncrement() % SLOW_ONES == 0 ? "TLSv1.3" : "TLSv1.2";
    private @Nullable SSLSocket socket;
    private @Nullable InputStream input;

    /** @param tls none but this caller uses it, so that a session is there to be resumed */
    RequestCaller(int port, Auth auth, SSLContext tls) {
        this.port = port;
        this.auth = auth;
        this.tls = tls;
    }

    /**
     * The answers; none if the server closed without any, as it may to what is no HTTP.
     *
     * @throws SocketTimeoutException if it does nothing for twenty seconds
     * @throws IOException if what it sends is no answer
     */
    List<Answer> call(byte[] request) throws IOException {
        Sent sent = Sent.of(request);
        List<Answer> answers = new ArrayList<>();
        try {
            SSLSocket to = connected();
            write(to.getOutputStream(), request);
            to.setSoTimeout(sent.wellFormed() ? PATIENCE_MILLIS : QUIET_MILLIS);
            read(sent.wellFormed() ? input : new Answers(to, input), sent, answers);
        } catch (SocketTimeoutException e) {
            close();
            throw e;
        } catch (Answer.Broken e) {
            close();
            if (sent.wellFormed() || !sent.asksForHead()) {
                throw e; // Else it may be that a body was looked for where there was none, or the other way round.
            }
        } catch (SSLException | SocketException | EOFException e) {
            close(); // A server may cut off what it can't read; that it lives is seen at the next connection.
        }
        if (!sent.wellFormed() || sent.endless() || answers.stream().anyMatch(Answer::last)) {
            close();
        }
        return answers;
    }

    private static void read(InputStream from, Sent sent, List<Answer> answers) throws IOException {
        while (!sent.wellFormed() || answers.size() < sent.methods().size()) {
            boolean toHead =
                    sent.wellFormed() ? sent.methods().get(answers.size()).equals("HEAD") : sent.asksForHead();
            Optional<Answer> answer = Answer.read(from, toHead, sent.endless());
            answer.ifPresent(answers::add);
            if (answer.isEmpty() || answer.get().last() || sent.endless()) {
                return;
            }
        }
    }

    private SSLSocket connected() throws IOException {
        SSLSocket now = socket;
        if (now == null) {
            int n = ADDRESSES.incrementAndGet();
            InetAddress from = InetAddress.getByAddress(
                    new byte[] {127, (byte) (1 + (n >> 16) % 250), (byte) (n >> 8), (byte) (1 + n % 250)});
            now = (SSLSocket) tls.getSocketFactory().createSocket("127.0.0.1", port, from, 0);
            now.setTcpNoDelay(true);
            now.setEnabledProtocols(new String[] {protocol});
            socket = now;
            input = new BufferedInputStream(now.getInputStream());
        }
        return now;
    }

    /** Mostly at once, else in a few pieces; the same ones for the same request. */
    private void write(OutputStream out, byte[] request) throws IOException {
        byte[] bytes = new String(request, StandardCharsets.ISO_8859_1)
                .replace(ADMIN, auth.token())
                .replace(READER, auth.readOnlyToken())
                .getBytes(StandardCharsets.ISO_8859_1);
        Random random = new Random(Arrays.hashCode(request));
        int at = 0;
        for (int pieces = random.nextInt(8); pieces < 4 && at < bytes.length; pieces++) {
            int length = random.nextInt(bytes.length - at + 1);
            out.write(bytes, at, length);
            at += length;
        }
        out.write(bytes, at, bytes.length - at);
    }

    @Override
    public void close() throws IOException {
        SSLSocket last = socket;
        socket = null;
        input = null;
        if (last != null) {
            last.close();
        }
    }
}
