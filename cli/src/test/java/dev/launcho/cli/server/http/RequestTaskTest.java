package dev.launcho.cli.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class RequestTaskTest {
    private static final Logger LOG = Logger.getLogger("dev.launcho.admin");

    private final List<String> told = new CopyOnWriteArrayList<>();

    @Test
    void write_thatFailsBeforeTheChannelIsKnownToBeClosed_isAnEverydayEnd() throws Exception {
        // The first piece fails, and the second learns of it, while the channel still says that it is active.
        assertThat(told(exchange -> {
                    OutputStream out = exchange.stream("text/plain", Duration.ofSeconds(1));
                    out.write("first".getBytes(UTF_8));
                    out.write("second".getBytes(UTF_8));
                }))
                .isEmpty();
    }

    @Test
    void file_thatCantBeRead_isToldWithTheRequest() throws Exception {
        assertThat(told(exchange -> {
                    throw new IOException("no space left");
                }))
                .singleElement()
                .asString()
                .contains("from 127.0.0.1 failed")
                .contains("no space left");
    }

    /** What the server's log has of one request that {@code handler} answered. */
    private List<String> told(dev.launcho.cli.server.http.RequestHandler handler) throws Exception {
        Handler listener = new Handler() {
            @Override
            public void publish(LogRecord record) {
                told.add(record.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        LOG.addHandler(listener);
        try {
            CompletableFuture<Thread> worker = new CompletableFuture<>();
            CountDownLatch done = new CountDownLatch(1);
            try (WorkerPools workers = new WorkerPools()) {
                HttpRouter router = new HttpRouter().add("GET", "/", exchange -> {
                    worker.complete(Thread.currentThread());
                    try {
                        handler.handle(exchange);
                    } finally {
                        done.countDown();
                    }
                });
                EmbeddedChannel channel = channel(router, workers);
                channel.writeInbound(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/"));
                assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
            }
            // What comes of it is told after the handler has ended.
            worker.get().join(30_000);
            assertThat(worker.get().isAlive()).isFalse();
        } finally {
            LOG.removeHandler(listener);
        }
        return told;
    }

    /** A channel that loses every piece of an answer, and never tells that it is closed. */
    private static EmbeddedChannel channel(HttpRouter router, WorkerPools workers) {
        RequestAuthenticator gate = new AdminGate();
        HttpConnection connection = new HttpConnection(
                gate,
                router,
                workers,
                new RequestIds(),
                new ClientConnections(),
                new TextBodies(Duration.ofSeconds(30)),
                new PlanPace(System::nanoTime),
                new RefusalPace(System::nanoTime));
        return new EmbeddedChannel(new Lossy(), connection) {
            @Override
            protected SocketAddress remoteAddress0() {
                return new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_000);
            }
        };
    }

    private static final class Lossy extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            ReferenceCountUtil.release(message);
            if (message instanceof HttpContent) {
                promise.setFailure(new IOException("broken pipe"));
            } else {
                promise.setSuccess();
            }
        }
    }
}
