package dev.launcho.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ProxyProtocol;
import dev.launcho.core.text.HostPort;
import dev.launcho.core.traffic.Routes;
import dev.launcho.proxy.listen.ConnectTimeouts;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that resets before its backend is connected: what has arrived by then reaches an instance before the reset does. */
@ExtendWith(RepeatedAfterLoss.class)
class EarlyResetTest extends BalancerFixture {
    private static final String V1 = "PROXY TCP4 203.0.113.7 198.51.100.1 40000 443\r\n";

    /** What its connections saw, each as "BYTES bytes, ENDING". */
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();

    @Override
    void forget() {
        seen.clear();
    }

    private TestBackend recording() throws IOException {
        return backend("a", socket -> seen.add(EndOfInput.of(socket)));
    }

    /** Nobody listens there. */
    private static Routes.Backend refusing(String id) throws IOException {
        HostPort free = freeAddress("127.0.0.1");
        return new Routes.Backend(new InstanceId(id), free, Routes.Rotation.ACTIVE);
    }

    private void sendAndReset(String bytes) throws IOException {
        connect().send(bytes).reset();
    }

    private void awaitSeen(String what, int times) {
        await().atMost(SOON).untilAsserted(() -> assertThat(seen).hasSize(times).containsOnly(what));
        awaitActive(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 5_000, 60_000})
    void connecting_allBytesArriveBeforeTheReset(int size) throws Exception {
        serve(recording().active());

        for (int i = 0; i < 20; i++) {
            sendAndReset("x".repeat(size));
        }

        awaitSeen(size + " bytes, reset", 20);
        assertThat(counted().bytesIn()).isEqualTo(20L * size);
    }

    @Test
    void connecting_bytesThenFinThenReset_allOfThemArriveInOrder() throws Exception {
        serve(recording().active());

        for (int i = 0; i < 20; i++) {
            connect().send("x".repeat(5_000)).finish().reset();
        }

        awaitSeen("5000 bytes, end", 20);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 60_000})
    void backendThatDoesNotAnswer_theNextOneGetsTheBytes(int size) throws Exception {
        restart(ConnectTimeouts.USUAL);
        MuteBackend mute = closing(new MuteBackend());
        serve(mute.active(), recording().active());

        for (int i = 0; i < 4; i++) {
            sendAndReset("x".repeat(size));
        }

        awaitSeen(size + " bytes, reset", 4);
    }

    @Test
    void backendThatRefuses_theNextOneGetsTheBytes() throws Exception {
        serve(refusing("b"), refusing("c"), recording().active());

        for (int i = 0; i < 10; i++) {
            sendAndReset("x".repeat(5_000));
        }

        awaitSeen("5000 bytes, reset", 10);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 60_000})
    void held_theFirstReadyBackendGetsTheBytes(int size) throws Exception {
        serve(HOLD);
        for (int i = 0; i < 10; i++) {
            sendAndReset("x".repeat(size));
        }
        await().atMost(SOON).until(() -> counted().accepted() == 10);
        awaitHeld(10);

        serve(HOLD, recording().active());

        awaitSeen(size + " bytes, reset", 10);
    }

    @Test
    void held_resetWhileItWaits_theFirstReadyBackendGetsTheBytes() throws Exception {
        serve(HOLD);
        TestClient client = connect().send("x".repeat(5_000));
        TestClient finished = connect().send("x".repeat(5_000)).finish();
        TestClient silent = connect();
        awaitHeld(3);

        client.reset();
        silent.reset();
        awaitHeld(2);
        serve(HOLD, recording().active());

        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(seen).containsExactlyInAnyOrder("5000 bytes, reset", "5000 bytes, end"));
        finished.close();
        awaitActive(0);
    }

    @Test
    void held_withoutAByte_isHeldNoLonger() throws Exception {
        TestBackend a = recording();
        serve(HOLD);
        long before = OpenFiles.count();
        for (int i = 0; i < 10; i++) {
            connect().reset();
            connect().finish().reset();
        }
        await().atMost(SOON).until(() -> counted().accepted() == 20);

        // One that has been accepted is held a moment later.
        OpenFiles.awaitAtMost(before);
        awaitHeld(0);

        serve(HOLD, a.active());
        awaitActive(0);
        assertThat(a.accepted()).isZero();
    }

    @Test
    void dialling_withoutAByte_endsTheAttempt() throws Exception {
        MuteBackend mute = closing(new MuteBackend());
        TestBackend a = recording();
        serve(mute.active());
        connect().reset();
        await().atMost(SOON).until(() -> counted().accepted() == 1);

        serve(mute.active(), a.active());

        await().atMost(SOON).until(() -> counted().refused() + counted(a).active() == 0);
        assertThat(seen).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 60_000})
    void proxyHeader_whatIsBehindItArrivesBeforeTheReset(int size) throws Exception {
        serve(Rules.accept("127.0.0.0/8"), recording().active());

        for (int i = 0; i < 10; i++) {
            sendAndReset(V1 + "x".repeat(size));
        }

        awaitSeen(size + " bytes, reset", 10);
        assertThat(counted().bytesIn()).isEqualTo(10L * size);
        assertThat(counted().rejected()).isZero();
    }

    @Test
    void proxyHeaderOnly_held_isHeldNoLonger() throws Exception {
        TestBackend a = recording();
        serve(Rules.accept("127.0.0.0/8"), HOLD);
        long before = OpenFiles.count();
        for (int i = 0; i < 10; i++) {
            sendAndReset(V1);
        }
        await().atMost(SOON).until(() -> counted().accepted() == 10);

        // One that has been accepted is held a moment later.
        OpenFiles.awaitAtMost(before);
        awaitHeld(0);

        serve(Rules.accept("127.0.0.0/8"), HOLD, a.active());
        awaitActive(0);
        assertThat(a.accepted()).isZero();
    }

    @Test
    void proxyHeader_held_theFirstReadyBackendGetsTheBytes() throws Exception {
        serve(Rules.accept("127.0.0.0/8"), HOLD);
        for (int i = 0; i < 10; i++) {
            sendAndReset(V1 + "x".repeat(5_000));
        }
        await().atMost(SOON).until(() -> counted().accepted() == 10);
        awaitHeld(10);

        serve(Rules.accept("127.0.0.0/8"), HOLD, recording().active());

        awaitSeen("5000 bytes, reset", 10);
    }

    /** The backend is told whose connection it was, though its kernel doesn't know any more. */
    @Test
    void sentHeader_namesTheClient() throws Exception {
        Queue<String> heads = new ConcurrentLinkedQueue<>();
        TestBackend a = backend("a", socket -> {
            heads.add(new String(socket.getInputStream().readNBytes(22)));
            seen.add(EndOfInput.of(socket));
        });
        serve(Rules.relay(ProxyProtocol.V1, "10.0.0.0/8"), a.active());

        for (int i = 0; i < 10; i++) {
            sendAndReset("x".repeat(5_000));
        }

        await().atMost(SOON).until(() -> seen.size() == 10);
        assertThat(heads).containsOnly("PROXY TCP4 127.0.0.1 1");
        assertThat(seen).allMatch(each -> each.endsWith(" bytes, reset"));
    }

    @Test
    void limitPerSource_allBytesArriveBeforeTheReset() throws Exception {
        serve(Rules.mostPerSource(100), recording().active());

        for (int i = 0; i < 20; i++) {
            sendAndReset("x".repeat(5_000));
        }

        awaitSeen("5000 bytes, reset", 20);
    }

    /** It speaks first, so that a write to the client is the first thing that fails. */
    @Test
    void serverSpeaksFirst_allBytesArriveBeforeTheReset() throws Exception {
        TestBackend a = backend("a", socket -> {
            seen.add(EndOfInput.afterSaying(socket, "welcome\n"));
        });
        serve(a.active());

        for (int i = 0; i < 50; i++) {
            sendAndReset("x".repeat(5_000));
        }

        awaitSeen("5000 bytes, reset", 50);
    }

    /** The same the other way round. NIO has to have seen that it is connected, see {@code NioEngineTest}. */
    @ParameterizedTest
    @ValueSource(ints = {1, 100, 60_000})
    void backendSendsAndResetsAtOnce_clientGetsTheBytesAndTheReset(int size) throws Exception {
        TestBackend a = backend("a", socket -> {
            if (engine == EngineKind.NIO) {
                socket.getInputStream().read();
            }
            socket.getOutputStream().write(new byte[size]);
            socket.setSoLinger(true, 0);
        });
        serve(a.active());

        for (int i = 0; i < 20; i++) {
            TestClient client = connected();
            if (engine == EngineKind.NIO) {
                client.send("x");
            }
            assertThat(EndOfInput.of(client.socket())).isEqualTo(size + " bytes, reset");
        }
        awaitActive(0);
    }

    /** A reset that comes while a client still connects is told by its connect, with a proxy and without. */
    private TestClient connected() throws IOException {
        while (true) {
            try {
                return connect();
            } catch (SocketException reset) {
                assertThat(reset).hasMessageContaining("reset");
            }
        }
    }

    /** A slow reader takes longer than a stalled one is given. */
    @Test
    void slowBackend_takesAllAsLongAsItTakesSome() throws Exception {
        int size = 700_000;
        TestBackend a = backend("a", socket -> {
            socket.setReceiveBufferSize(8 * 1024);
            seen.add(EndOfInput.of(socket, 10_000, Duration.ofMillis(100)));
        });
        serve(a.active());
        TestClient client = connect().send("x".repeat(size));
        await().atMost(SOON).until(() -> counted().bytesIn() == size);

        client.reset();

        await().atMost(Duration.ofSeconds(60)).until(() -> !seen.isEmpty());
        assertThat(seen).containsOnly(size + " bytes, reset");
    }

    @ParameterizedTest
    @ValueSource(ints = {100_000, 1_000_000, 8_000_000})
    void uploadThatNobodyTakes_finAndReset_isOverAfterSomeSeconds(int size) throws Exception {
        CompletableFuture<Void> over = new CompletableFuture<>();
        TestBackend a = backend("a", socket -> over.get(60, TimeUnit.SECONDS));
        serve(a.active());
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            TestClient client = connect();
            clients.add(client);
            CompletableFuture.runAsync(() -> sendUntilRefused(client, size));
        }
        awaitActive(5);
        await().atMost(SOON).until(() -> counted().bytesIn() >= 5 * 100_000L);

        for (TestClient client : clients) {
            client.finish().reset();
        }

        await().atMost(SOON).until(() -> counted().active() == 0);
        over.complete(null);
    }

    private static void sendUntilRefused(TestClient client, int size) {
        try {
            client.out().write(new byte[size]);
        } catch (IOException reset) {
            // As wanted.
        }
    }
}
