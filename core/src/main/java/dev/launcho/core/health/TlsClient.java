package dev.launcho.core.health;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.StandardConstants;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The resources that all checks by HTTPS share. They are the context with its remembered sessions, two threads for the
 * arithmetic of handshakes, and buffers of the prober's thread. It speaks TLS 1.2 and 1.3 with HTTP/1.1, and accepts any
 * certificate.
 */
final class TlsClient implements AutoCloseable {
    private static final int THREADS = 2;
    private static final int SESSIONS = 1_000;
    private static final int SESSION_SECONDS = 600;

    /** Room for the longest record, and for as much of the next. */
    private static final int NET_BYTES = 34 << 10;

    private static final int CLEAR_BYTES = 18 << 10;

    /** An address, which is no server name: RFC 6066, 3, excludes it. */
    private static final Pattern ADDRESS = Pattern.compile("[0-9]+(\\.[0-9]+){3}|\\[.*");

    private final AtomicInteger number = new AtomicInteger();
    private final ThreadPoolExecutor pool =
            new ThreadPoolExecutor(THREADS, THREADS, 10, TimeUnit.SECONDS, new PriorityBlockingQueue<>(), this::thread);
    private final AtomicLong works = new AtomicLong();
    private final Consumer<Runnable> order;
    private final LongSupplier ticker;
    private @Nullable ByteBuffer net;
    private @Nullable ByteBuffer clear;
    private @Nullable SSLContext context;

    final AnyCertificate certificates = new AnyCertificate();

    /** @param order runs a task on the prober's thread */
    TlsClient(Consumer<Runnable> order, LongSupplier ticker) {
        this.order = order;
        this.ticker = ticker;
        pool.allowCoreThreadTimeOut(true);
    }

    private Thread thread(Runnable task) {
        Thread thread = new Thread(task, "probe-tls-" + number.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    long now() {
        return ticker.getAsLong();
    }

    /**
     * Runs a long task, then {@code then} on the prober's thread. No more tasks wait than there are connections. Handshakes
     * that have begun come first. So of a thousand at once a few are under way, and those that wait for their turn lose no
     * time.
     *
     * @param begun whether the other side already waits
     */
    void work(Runnable task, boolean begun, Runnable then) {
        pool.execute(new Work(task, begun, works.getAndIncrement(), then, order));
    }

    private record Work(Runnable task, boolean begun, long number, Runnable then, Consumer<Runnable> order)
            implements Runnable, Comparable<Work> {
        @Override
        public void run() {
            try {
                task.run();
            } finally {
                order.accept(then);
            }
        }

        @Override
        public int compareTo(Work other) {
            return begun == other.begun ? Long.compare(number, other.number) : begun ? -1 : 1;
        }
    }

    /** Returns the buffer for received bytes, of the prober's thread. */
    ByteBuffer net() {
        ByteBuffer some = net == null ? ByteBuffer.allocate(NET_BYTES) : net;
        net = some;
        return some;
    }

    /** Returns the buffer for decrypted bytes, of the prober's thread. */
    ByteBuffer clear() {
        ByteBuffer some = clear == null ? ByteBuffer.allocate(CLEAR_BYTES) : clear;
        clear = some;
        return some;
    }

    /**
     * Makes an engine. Takes long the first time.
     *
     * @param host as in {@code health.host}; not empty
     */
    SSLEngine engine(String host, int port) throws GeneralSecurityException {
        String name = name(host);
        SSLEngine engine = context().createSSLEngine(name.isEmpty() ? "localhost" : name, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        parameters.setServerNames(name.isEmpty() ? List.of() : List.of(new ServerName(name)));
        engine.setSSLParameters(parameters);
        return engine;
    }

    private synchronized SSLContext context() throws GeneralSecurityException {
        SSLContext made = context;
        if (made == null) {
            made = SSLContext.getInstance("TLS");
            made.init(new KeyManager[] {certificates.keys}, new TrustManager[] {certificates.trust}, null);
            made.getClientSessionContext().setSessionCacheSize(SESSIONS);
            made.getClientSessionContext().setSessionTimeout(SESSION_SECONDS);
            context = made;
        }
        return made;
    }

    /** Returns the name to ask for; empty if the host is an address. */
    static String name(String host) {
        if (ADDRESS.matcher(host).lookingAt() && !isName(host)) {
            return "";
        }
        int colon = host.lastIndexOf(':');
        String name = colon < 0 ? host : host.substring(0, colon);
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    /** Returns whether something follows the four numbers that makes it a name: {@code 10.0.0.1.example.com}. */
    private static boolean isName(String host) {
        return !host.startsWith("[") && host.matches("[0-9]++(\\.[0-9]++){3}(\\.[^:]|[^:.0-9]).*");
    }

    /** A server name as it stands: {@code SNIHostName} refuses the underscore, which names here may have. */
    private static final class ServerName extends SNIServerName {
        ServerName(String name) {
            super(StandardConstants.SNI_HOST_NAME, name.getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
