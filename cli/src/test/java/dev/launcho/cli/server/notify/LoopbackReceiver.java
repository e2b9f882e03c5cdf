package dev.launcho.cli.server.notify;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.launcho.core.config.NotifyKind;
import dev.launcho.core.config.NotifyReceiver;
import dev.launcho.core.config.NotifyTemplate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A receiver of messages on a loopback port. */
public final class LoopbackReceiver implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Got> got = new CopyOnWriteArrayList<>();

    /** A request. */
    public record Got(String path, Map<String, List<String>> headers, String body) {
        String header(String name) {
            return Optional.ofNullable(headers.get(name)).map(all -> all.get(0)).orElse("");
        }
    }

    private LoopbackReceiver(HttpServer server) {
        this.server = server;
    }

    /** @param handler answers a request whose body was read */
    public static LoopbackReceiver start(HttpHandler handler) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        LoopbackReceiver receiver = new LoopbackReceiver(server);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            receiver.got.add(new Got(exchange.getRequestURI().toString(), exchange.getRequestHeaders(), body));
            try (exchange) {
                handler.handle(exchange);
            }
        });
        server.setExecutor(receiver.threads);
        server.start();
        return receiver;
    }

    public static LoopbackReceiver start() throws IOException {
        return start(exchange -> answer(exchange, 200, "ok"));
    }

    static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook/path-key";
    }

    /** Returns the requests, oldest first. */
    public List<Got> got() {
        return List.copyOf(got);
    }

    static ReceiverEndpoint endpoint(String url, String secret) {
        return endpoint(url, secret, NotifyTemplate.JSON);
    }

    static ReceiverEndpoint endpoint(String url, String secret, NotifyTemplate template) {
        NotifyReceiver receiver = new NotifyReceiver(url, EnumSet.allOf(NotifyKind.class), template, secret, "");
        return ReceiverEndpoint.of(List.of(receiver), name -> Optional.empty()).get(0);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
