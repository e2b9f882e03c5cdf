package dev.launcho.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A FIN ends its own direction, behind the last byte, and not the other one. */
class HalfCloseTest extends BalancerFixture {
    private static final byte[] BULK = bulk(32 * 1024 * 1024);

    @Test
    void clientFinFirst_slowReader_wholeReplyArrives() throws Exception {
        CompletableFuture<String> request = new CompletableFuture<>();
        TestBackend a = backend("a", socket -> {
            request.complete(new String(socket.getInputStream().readAllBytes()));
            socket.getOutputStream().write(BULK);
        });
        serve(a.active());
        TestClient client =
                closing(new TestClient(web, 16 * 1024)).send("give me all").finish();

        assertThat(request.get(30, TimeUnit.SECONDS)).isEqualTo("give me all");
        assertThat(readSlowly(client.in())).isEqualTo(sha256(BULK));
        awaitActive(0);
    }

    @Test
    void clientFinAtOnce_serverSpeaksFirst_wholeReplyArrives() throws Exception {
        TestBackend a = backend("a", socket -> socket.getOutputStream().write(BULK, 0, 1_000_000));
        serve(a.active());

        for (int i = 0; i < 20; i++) {
            assertThat(connect().finish().in().readAllBytes()).hasSize(1_000_000);
        }
    }

    @Test
    void backendFinFirst_slowBackend_wholeRequestArrives() throws Exception {
        CompletableFuture<String> received = new CompletableFuture<>();
        TestBackend a = backend("a", socket -> {
            socket.setReceiveBufferSize(16 * 1024);
            socket.getOutputStream().write("enough\n".getBytes());
            socket.shutdownOutput();
            received.complete(readSlowly(socket.getInputStream()));
        });
        serve(a.active());
        TestClient client = connect();

        assertThat(client.rest()).isEqualTo("enough\n");
        client.out().write(BULK);
        client.finish();

        assertThat(received.get(60, TimeUnit.SECONDS)).isEqualTo(sha256(BULK));
        awaitActive(0);
    }

    @Test
    void bothDirectionsAtOnce_everythingArrives() throws Exception {
        TestBackend a = backend("a", socket -> socket.getInputStream().transferTo(socket.getOutputStream()));
        serve(a.active());
        TestClient client = connect();
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> sendAll(client));

        assertThat(readSlowly(client.in())).isEqualTo(sha256(BULK));
        sending.get(30, TimeUnit.SECONDS);
    }

    @Test
    void normalEnd_isNoReset() throws Exception {
        CompletableFuture<Integer> backendSaw = new CompletableFuture<>();
        TestBackend a = backend("a", socket -> {
            socket.getOutputStream().write("bye\n".getBytes());
            socket.shutdownOutput();
            backendSaw.complete(socket.getInputStream().read());
        });
        serve(a.active());
        TestClient client = connect();

        assertThat(client.rest()).isEqualTo("bye\n");
        client.finish();

        assertThat(backendSaw.get(30, TimeUnit.SECONDS)).isEqualTo(-1);
        awaitActive(0);
        assertThat(client.in().read()).isEqualTo(-1);
    }

    private static void sendAll(TestClient client) {
        try {
            client.out().write(BULK);
            client.finish();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** With a pause now and then, so that everything on the way fills up. */
    private static String readSlowly(InputStream in) throws IOException {
        MessageDigest digest = digest();
        try (DigestInputStream hashed = new DigestInputStream(in, digest)) {
            byte[] piece = new byte[64 * 1024];
            long pieces = 0;
            while (hashed.read(piece) >= 0) {
                if (pieces++ % 50 == 0) {
                    LockSupport.parkNanos(1_000_000);
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        }
    }

    private static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(digest().digest(bytes));
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bulk(int size) {
        byte[] bytes = new byte[size];
        new Random(1).nextBytes(bytes);
        return bytes;
    }
}
