package dev.launcho.cli.server.notify;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * The delivery of messages by HTTP POST. It follows no redirect, keeps no cookie, and reads {@value BoundedAnswer#MOST} bytes of
 * an answer at most. Any thread; blocks for {@link #patience} at most.
 */
final class HttpDelivery implements AutoCloseable {
    /** The whole time of an attempt. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int DIGITS = 6;

    private final TlsSource tls;
    private final Duration patience;
    private final String server;
    private final InstantSource clock;
    private final ExecutorService threads;
    private final Set<CompletableFuture<?>> exchanges = ConcurrentHashMap.newKeySet();
    private Optional<HttpClient> client = Optional.empty();

    /**
     * @param server the name of this server in messages
     * @param clock for signatures
     * @param tls asked for once, at the first delivery; may block
     */
    HttpDelivery(String server, InstantSource clock, Duration patience, TlsSource tls) {
        this.server = server;
        this.clock = clock;
        this.patience = patience;
        this.tls = tls;
        // One request of each receiver is under way at most, and those of tests: so many threads there are.
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "notify-http");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The source of the TLS of clients. */
    interface TlsSource {
        SSLContext get() throws IOException, GeneralSecurityException;
    }

    private synchronized HttpClient client() throws IOException, GeneralSecurityException {
        if (client.isEmpty()) {
            client = Optional.of(HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(patience)
                    .sslContext(tls.get())
                    .executor(threads)
                    .build());
        }
        return client.get();
    }

    /** Delivers a message, or says why not. */
    DeliveryResult send(ReceiverEndpoint to, NotifyMessage message) throws InterruptedException {
        return sendAll(List.of(to), message).get(0);
    }

    /** Delivers a message to all of these at the same time. @return a result for each, in their order */
    List<DeliveryResult> sendAll(List<ReceiverEndpoint> to, NotifyMessage message) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        List<DeliveryResult> results = new ArrayList<>();
        try {
            for (ReceiverEndpoint one : to) {
                CompletableFuture<HttpResponse<String>> answer = begin(one, message);
                answers.add(answer);
                exchanges.add(answer);
            }
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                results.add(result(answer, Math.max(0, end - System.nanoTime())));
            }
            return results;
        } finally {
            answers.forEach(answer -> answer.cancel(true)); // Closes the connection of an exchange that has not ended.
            answers.forEach(exchanges::remove);
        }
    }

    private CompletableFuture<HttpResponse<String>> begin(ReceiverEndpoint to, NotifyMessage message) {
        try {
            return client().sendAsync(request(to, message), head -> new BoundedAnswer());
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            // A receiver must not end the server, whatever the JVM makes of its URL.
            return CompletableFuture.failedFuture(e);
        }
    }

    private DeliveryResult result(CompletableFuture<HttpResponse<String>> answer, long nanos)
            throws InterruptedException {
        try {
            HttpResponse<String> got = answer.get(nanos, TimeUnit.NANOSECONDS);
            return DeliveryResult.answered(got.statusCode(), got.body(), retryAfter(got));
        } catch (ExecutionException e) {
            return DeliveryResult.failed(words(e.getCause()));
        } catch (TimeoutException e) {
            return DeliveryResult.failed(late());
        } catch (CancellationException e) {
            return DeliveryResult.failed("the connection broke");
        }
    }

    private HttpRequest request(ReceiverEndpoint to, NotifyMessage message) {
        byte[] body = MessageBody.of(message, to.template(), server);
        String time = Long.toString(clock.instant().getEpochSecond());
        HttpRequest.Builder request = HttpRequest.newBuilder(to.url().uri())
                .timeout(patience)
                .header("Content-Type", "application/json")
                .header("User-Agent", "launcho")
                .header(MessageSignature.ID, message.id())
                .header(MessageSignature.TIME, time)
                .POST(BodyPublishers.ofByteArray(body));
        if (to.signs()) {
            request.header(MessageSignature.SIGNATURE, MessageSignature.of(to.key(), time, body));
        }
        if (!to.url().user().isEmpty()) {
            byte[] user = to.url().user().getBytes(StandardCharsets.UTF_8);
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(user));
        }
        return request.build();
    }

    /** Reads the header in its form of seconds (RFC 9110, 10.2.3). */
    private static Optional<Duration> retryAfter(HttpResponse<?> answer) {
        return answer.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("[0-9]{1," + DIGITS + "}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    }

    private String late() {
        return "it has not answered within " + patience.toSeconds() + " s";
    }

    /** Returns the failure in words of our own: those of the JVM may quote the URL, or what came from the receiver. */
    private String words(Throwable cause) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof HttpTimeoutException) {
                return late();
            }
            if (t instanceof UnresolvedAddressException) {
                return "its host has no address: is the name right?";
            }
            if (t instanceof SSLException) {
                return "its certificate is not trusted, or is for another name, or it speaks no TLS";
            }
            if (t instanceof GeneralSecurityException) {
                return "the file of this machine's certificate authorities can't be used";
            }
        }
        if (cause instanceof ConnectException) {
            return "it can't be reached: the connection is refused, or there is no route";
        }
        return cause instanceof IOException
                ? "the connection broke"
                : "it can't be asked: " + cause.getClass().getSimpleName();
    }

    /** Breaks what is under way and lets the client go. Its threads end by themselves: it would take their absence for a fault. */
    @Override
    public void close() {
        exchanges.forEach(exchange -> exchange.cancel(true));
        synchronized (this) {
            client = Optional.empty();
        }
    }
}
