package dev.launcho.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A reset of one side is a reset for the other one, never a clean end. */
@ExtendWith(RepeatedAfterLoss.class)
class ResetTest extends BalancerFixture {
    @Test
    void clientResets_backendIsReset() throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        TestBackend a = backend("a", socket -> seen.complete(EndOfInput.of(socket)));
        serve(a.active());
        TestClient client = connect().send("hello");
        awaitActive(1);

        client.reset();

        assertThat(seen.get(30, TimeUnit.SECONDS)).isEqualTo("5 bytes, reset");
        awaitActive(0);
    }

    @Test
    void backendResets_clientGetsTheBytesAndTheReset() throws Exception {
        TestBackend a = backend("a", socket -> {
            socket.getOutputStream().write(new byte[50_000]);
            // Until the client has answered, its bytes are not discarded by our own reset.
            socket.getInputStream().read();
            socket.getOutputStream().write(new byte[50_000]);
            socket.getInputStream().read();
            socket.setSoLinger(true, 0);
        });
        serve(a.active());
        TestClient client = connect();
        client.in().readNBytes(50_000);
        client.send("x");
        client.in().readNBytes(50_000);
        client.send("y");

        assertThat(client.isReset()).isTrue();
        awaitActive(0);
    }

    @Test
    void backendResets_clientReadsLater_nothingOfWhatWasReadIsLost() throws Exception {
        CompletableFuture<Void> reset = new CompletableFuture<>();
        TestBackend a = backend("a", socket -> {
            socket.getOutputStream().write(new byte[40_000]);
            reset.get(30, TimeUnit.SECONDS);
            socket.setSoLinger(true, 0);
        });
        serve(a.active());
        TestClient client = connect();
        await().until(() -> counted().bytesOut() == 40_000);
        reset.complete(null);
        awaitActive(0);

        assertThat(EndOfInput.of(client.socket())).isEqualTo("40000 bytes, reset");
    }

    @Test
    void clientResetsAfterItsFin_backendWritesOn_isReset() throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        CompletableFuture<Void> gone = new CompletableFuture<>();
        TestBackend a = backend("a", socket -> {
            socket.getInputStream().readAllBytes();
            gone.get(30, TimeUnit.SECONDS);
            try {
                for (int i = 0; i < 10_000; i++) {
                    socket.getOutputStream().write(new byte[10_000]);
                }
                seen.complete("all written");
            } catch (SocketException e) {
                seen.complete("broken");
            }
        });
        serve(a.active());
        TestClient client = connect().send("x").finish();
        awaitActive(1);
        client.reset();
        gone.complete(null);

        assertThat(seen.get(30, TimeUnit.SECONDS)).isEqualTo("broken");
        awaitActive(0);
    }

    @Test
    void backendResets_muchOnItsWayToASlowClient_allThatWasReadArrivesFirst() throws Exception {
        CompletableFuture<Void> reset = new CompletableFuture<>();
        TestBackend a = backend("a", socket -> {
            socket.getOutputStream().write(new byte[2 * 1024 * 1024]);
            reset.get(30, TimeUnit.SECONDS);
            socket.setSoLinger(true, 0);
        });
        serve(a.active());
        TestClient client = closing(new TestClient(web, 16 * 1024));
        await().until(() -> counted().bytesOut() == 2 * 1024 * 1024);
        reset.complete(null);
        await().until(() -> a.open() == 0);

        assertThat(EndOfInput.of(client.socket())).isEqualTo("2097152 bytes, reset");
        awaitActive(0);
    }

    @Test
    void clientResets_whileItIsNotReadBecauseTheBackendIsSlow_backendIsReset() throws Exception {
        CompletableFuture<Void> look = new CompletableFuture<>();
        CompletableFuture<String> seen = new CompletableFuture<>();
        TestBackend a = backend("a", socket -> {
            look.get(90, TimeUnit.SECONDS);
            seen.complete(EndOfInput.of(socket));
        });
        serve(a.active());
        TestClient client = connect();
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> sendUntilBroken(client));
        long[] before = {-1};
        await().pollInterval(Duration.ofMillis(200))
                .until(() -> counted().bytesIn() > 0
                        && before[0] == (before[0] = counted().bytesIn()));

        client.reset();

        // Not before the backend has taken what had been read, or its time is over.
        await().atMost(SOON).until(() -> counted().active() == 0);
        sending.get(30, TimeUnit.SECONDS);
        look.complete(null);
        assertThat(seen.get(30, TimeUnit.SECONDS)).endsWith("bytes, reset");
    }

    @Test
    void backendEndsAndThenResets_clientGetsTheEnd() throws Exception {
        CompletableFuture<Void> heard = new CompletableFuture<>();
        TestBackend a = backend("a", socket -> {
            socket.getOutputStream().write("bye\n".getBytes());
            socket.shutdownOutput();
            heard.get(30, TimeUnit.SECONDS);
            socket.setSoLinger(true, 0);
        });
        serve(a.active());
        TestClient client = connect();

        assertThat(client.rest()).isEqualTo("bye\n");
        heard.complete(null);

        awaitActive(0);
        await().atMost(SOON).until(() -> isBroken(client));
        awaitActive(0);
    }

    private static boolean isBroken(TestClient client) {
        try {
            client.send("x");
            return false;
        } catch (IOException broken) {
            return true;
        }
    }

    private static void sendUntilBroken(TestClient client) {
        try {
            while (true) {
                client.out().write(new byte[64 * 1024]);
            }
        } catch (IOException reset) {
            // As wanted.
        }
    }

    @Test
    void close_openConnection_isResetOnBothSides() throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        TestBackend a = backend("a", socket -> seen.complete(EndOfInput.of(socket)));
        serve(a.active());
        TestClient client = connect().send("hello");
        awaitActive(1);

        balancer.close();

        assertThat(client.isReset()).isTrue();
        assertThat(seen.get(30, TimeUnit.SECONDS)).endsWith("reset");
        assertThatThrownBy(() -> new TestClient(web)).isInstanceOf(IOException.class);
    }
}
