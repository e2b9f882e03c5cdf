package dev.launcho.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever resets, and whatever is going on then: the other side is reset, and never sees a clean end. */
@ExtendWith(RepeatedAfterLoss.class)
class ResetMatrixTest extends BalancerFixture {
    enum Who {
        CLIENT,
        BACKEND
    }

    enum When {
        IDLE,
        IT_SENDS,
        IT_RECEIVES,
        THE_OTHER_HAS_FINISHED,
        IT_HAS_FINISHED
    }

    @ParameterizedTest
    @CsvSource({
        "CLIENT, IDLE",
        "CLIENT, IT_SENDS",
        "CLIENT, IT_RECEIVES",
        "CLIENT, THE_OTHER_HAS_FINISHED",
        "CLIENT, IT_HAS_FINISHED",
        "BACKEND, IDLE",
        "BACKEND, IT_SENDS",
        "BACKEND, IT_RECEIVES",
        "BACKEND, THE_OTHER_HAS_FINISHED",
        "BACKEND, IT_HAS_FINISHED"
    })
    void reset_isSeenByTheOtherSide(Who who, When when) throws Exception {
        CompletableFuture<Void> over = new CompletableFuture<>();
        CompletableFuture<Socket> accepted = new CompletableFuture<>();
        TestBackend a = backend("a", socket -> {
            accepted.complete(socket);
            over.get(120, TimeUnit.SECONDS);
        });
        serve(a.active());
        Socket client = connect().socket();
        Socket backend = accepted.get(30, TimeUnit.SECONDS);
        backend.setSoTimeout(TestClient.PATIENCE_MILLIS);
        exchange(client, backend);
        Socket resets = who == Who.CLIENT ? client : backend;
        Socket other = who == Who.CLIENT ? backend : client;

        boolean seen = play(when, resets, other);

        assertThat(seen).as("the other side was reset").isTrue();
        awaitActive(0);
        over.complete(null);
    }

    private boolean play(When when, Socket resets, Socket other) throws Exception {
        switch (when) {
            case IDLE -> {
                reset(resets);
                return readsReset(other);
            }
            case IT_SENDS -> {
                CompletableFuture<Boolean> reading = CompletableFuture.supplyAsync(() -> readsReset(other));
                for (int i = 0; i < 50; i++) {
                    resets.getOutputStream().write(new byte[20_000]);
                }
                reset(resets);
                return reading.get(60, TimeUnit.SECONDS);
            }
            case IT_RECEIVES -> {
                CompletableFuture<Boolean> writing = CompletableFuture.supplyAsync(() -> writesUntilReset(other));
                resets.getInputStream().readNBytes(500_000);
                reset(resets);
                return writing.get(60, TimeUnit.SECONDS);
            }
            case THE_OTHER_HAS_FINISHED -> {
                other.shutdownOutput();
                assertThat(resets.getInputStream().read()).isEqualTo(-1);
                reset(resets);
                return readsReset(other);
            }
            case IT_HAS_FINISHED -> {
                resets.shutdownOutput();
                assertThat(other.getInputStream().read()).isEqualTo(-1);
                reset(resets);
                // Reading tells nothing more once the end was read.
                return writesUntilReset(other);
            }
        }
        throw new AssertionError(when);
    }

    private static void exchange(Socket client, Socket backend) throws IOException {
        client.getOutputStream().write(1);
        assertThat(backend.getInputStream().read()).isEqualTo(1);
        backend.getOutputStream().write(2);
        assertThat(client.getInputStream().read()).isEqualTo(2);
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private static boolean readsReset(Socket socket) {
        byte[] piece = new byte[64 * 1024];
        try {
            while (socket.getInputStream().read(piece) >= 0) {
                // What came before.
            }
            return false;
        } catch (IOException broken) {
            return String.valueOf(broken.getMessage()).contains("reset");
        }
    }

    private static boolean writesUntilReset(Socket socket) {
        boolean[] broken = {false};
        await().atMost(SOON).pollDelay(java.time.Duration.ZERO).until(() -> {
            try {
                for (int i = 0; i < 20; i++) {
                    socket.getOutputStream().write(new byte[20_000]);
                }
                return false;
            } catch (IOException reset) {
                broken[0] = true;
                return true;
            }
        });
        return broken[0];
    }
}
