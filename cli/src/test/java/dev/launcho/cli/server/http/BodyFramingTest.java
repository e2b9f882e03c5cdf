package dev.launcho.cli.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Bodies that a strict reader of RFC 9112 would not take are refused, and nothing of them is stored; all others arrive as
 * they are. {@code -Dlauncho.fuzz.framings} says how many are tried, {@code -Dlauncho.fuzz.seed} which.
 */
@Tag("attack")
class BodyFramingTest {
    private static final int CASES = Integer.getInteger("launcho.fuzz.framings", 2_000);
    private static final long SEED = Long.getLong("launcho.fuzz.seed", new Random().nextInt(1_000_000));

    private final BlockingQueue<byte[]> stored = new LinkedBlockingQueue<>();
    private final WorkerPools workers = new WorkerPools();
    private final EventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("framing", true), NioIoHandler.newFactory());

    private int port;

    @BeforeEach
    void listen() {
        listen(Duration.ofSeconds(30));
    }

    /** @param patience for a text */
    private void listen(Duration patience) {
        RequestHandler store = exchange -> {
            stored.add(exchange.body().readAllBytes());
            exchange.json(new JsonObject());
        };
        HttpRouter router = new HttpRouter()
                .add("PUT", "/v1/body", store)
                .add(HttpRoute.of("PUT", "/v1/text", store).text(1_000_000))
                .add(HttpRoute.of("PUT", "/v1/upload", store).upload());
        RequestAuthenticator gate = new AdminGate();
        RequestIds ids = new RequestIds();
        ClientConnections visitors = new ClientConnections();
        TextBodies texts = new TextBodies(patience);
        Channel listener = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.AUTO_READ, false)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        visitors.arrived(channel);
                        new HttpConnection(
                                        gate,
                                        router,
                                        workers,
                                        ids,
                                        visitors,
                                        texts,
                                        new PlanPace(System::nanoTime),
                                        new RefusalPace(System::nanoTime))
                                .listen(channel.pipeline());
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
        port = ((InetSocketAddress) listener.localAddress()).getPort();
    }

    @AfterEach
    void end() {
        workers.close();
        loops.shutdownGracefully();
    }

    @Test
    void body_withABrokenChunk_isRefusedAndNotStored() throws Exception {
        for (String broken : List.of("zz\r\n", "ffffffffffffffff\r\n", "-1\r\n", "4\r\nmorex\r\n0\r\n\r\n")) {
            for (String path : List.of("/v1/body", "/v1/text", "/v1/upload")) {
                String request =
                        "PUT " + path + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n";
                byte[] bytes = (request + broken).getBytes(StandardCharsets.ISO_8859_1);
                String answer = send(bytes, bytes.length, false);

                assertThat(answer)
                        .as(path + ": " + broken)
                        .startsWith("HTTP/1.1 400 ")
                        .containsIgnoringCase("connection: close");
                assertThat(stored).isEmpty();
            }
        }
    }

    @Test
    void text_thatIsNotCompleteInTime_isRefused() throws Exception {
        listen(Duration.ofMillis(200));
        byte[] request =
                "PUT /v1/text HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nshort".getBytes(StandardCharsets.UTF_8);

        assertThat(send(request, request.length, false)).startsWith("HTTP/1.1 408 ");
        assertThat(stored).isEmpty();
    }

    @Test
    void bodies_ofAllFramings_areStoredJustWhereAStrictReaderTakesThem() throws Exception {
        System.out.println("framing: " + CASES + " bodies, -Dlauncho.fuzz.seed=" + SEED);
        FramedRequests requests = new FramedRequests(SEED);
        List<String> faults = new ArrayList<>();
        int right = 0;
        for (int i = 0; i < CASES && faults.size() < 10; i++) {
            byte[] request = requests.next();
            StrictFraming.Reading reading = StrictFraming.of(request);
            Optional<byte[]> expected = reading.body();
            String answer = send(request, requests.cut(request.length), expected.isEmpty());
            String text = new String(request, StandardCharsets.ISO_8859_1);
            boolean ok = answer.startsWith("HTTP/1.1 200 ");
            byte[] got = ok ? stored.remove() : null;
            if (!stored.isEmpty()) {
                faults.add("stored, and answered " + answer + ": " + quoted(text));
                stored.clear();
            } else if (ok != expected.isPresent() && !(reading.oddExtension() && !ok)) {
                faults.add((ok ? "taken" : "refused with " + answer) + ": " + quoted(text));
            } else if (ok && !java.util.Arrays.equals(got, expected.get())) {
                faults.add("stored " + quoted(new String(got, StandardCharsets.ISO_8859_1)) + " of " + quoted(text));
            } else if (!ok && !answer.isEmpty() && !answer.matches("(?s)HTTP/1.1 (400|413|431) .*")) {
                faults.add("answered " + answer + ": " + quoted(text));
            }
            right += ok ? 1 : 0;
        }
        assertThat(faults).as("seed " + SEED).isEmpty();
        assertThat(right).as("bodies that are right").isBetween(CASES / 10, CASES * 9 / 10);
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\r", "\\r").replace("\n", "\\n").replace("\0", "\\0") + "\"";
    }

    /** The answer, until the server closes. @param finish whether the client says that it sends no more */
    private String send(byte[] request, int cut, boolean finish) throws IOException {
        StringBuilder answer = new StringBuilder();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(30_000);
            socket.setTcpNoDelay(true);
            socket.setSoLinger(true, 0);
            write(socket, request, cut, finish);
            // Some of them ask for the connection to stay open.
            InputStream in = socket.getInputStream();
            int length = 0;
            for (int c = in.read(); c >= 0; c = in.read()) {
                answer.append((char) c);
                if (c == '\n' && answer.toString().endsWith("\r\n\r\n")) {
                    length = Integer.parseInt(answer.toString().replaceAll("(?s).*content-length: ([0-9]+).*", "$1"));
                    break;
                }
            }
            return answer + new String(in.readNBytes(length), StandardCharsets.UTF_8);
        } catch (SocketTimeoutException e) {
            return "nothing";
        } catch (SocketException closed) {
            return answer.toString(); // The server need not read what comes after it has closed.
        }
    }

    /** As much as the server takes: one that has enough closes while more of it is on its way. */
    private static void write(Socket socket, byte[] request, int cut, boolean finish) throws IOException {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(request, 0, cut);
            out.write(request, cut, request.length - cut);
            if (finish) {
                socket.shutdownOutput();
            }
        } catch (SocketException closed) {
            return;
        }
    }
}
