package dev.launcho.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Much at once. */
class BulkTest extends BalancerFixture {
    private static final byte[] MEBIBYTE = mebibyte();

    @Test
    void bothDirections100MiBAtOnce_everythingArrives() throws Exception {
        CompletableFuture<String> request = new CompletableFuture<>();
        TestBackend a = backend("a", socket -> {
            CompletableFuture<String> reading = hashing(socket);
            send(socket, 100);
            request.complete(reading.get(120, TimeUnit.SECONDS));
        });
        serve(a.active());
        TestClient client = connect();

        CompletableFuture<String> reply = hashing(client.socket());
        send(client.socket(), 100);

        String expected = sha256(100);
        assertThat(reply.get(120, TimeUnit.SECONDS)).isEqualTo(expected);
        assertThat(request.get(120, TimeUnit.SECONDS)).isEqualTo(expected);
        awaitActive(0);
        assertThat(counted().bytesIn()).isEqualTo(100L * 1024 * 1024);
        assertThat(counted().bytesOut()).isEqualTo(100L * 1024 * 1024);
    }

    /** A direction that is bulk now and then, with a slow reader and small messages in between. */
    @Test
    void bulkAndSmallInTurns_everythingArrives() throws Exception {
        TestBackend a = backend("a", socket -> {
            OutputStream out = socket.getOutputStream();
            for (int i = 0; i < 20; i++) {
                out.write(MEBIBYTE);
                for (int j = 0; j < 50; j++) {
                    out.write(MEBIBYTE, j, 100);
                    LockSupport.parkNanos(20_000);
                }
                socket.getInputStream().read();
            }
        });
        serve(a.active());
        TestClient client = closing(new TestClient(web, 32 * 1024));

        byte[] read = new byte[MEBIBYTE.length];
        for (int i = 0; i < 20; i++) {
            assertThat(client.in().readNBytes(read, 0, read.length)).isEqualTo(read.length);
            assertThat(read).isEqualTo(MEBIBYTE);
            for (int j = 0; j < 50; j++) {
                assertThat(client.in().readNBytes(100)).isEqualTo(java.util.Arrays.copyOfRange(MEBIBYTE, j, j + 100));
            }
            client.send("n");
        }
        assertThat(client.in().read()).isEqualTo(-1);
    }

    private static CompletableFuture<String> hashing(Socket socket) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                MessageDigest digest = digest();
                InputStream in = socket.getInputStream();
                byte[] piece = new byte[128 * 1024];
                for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                    digest.update(piece, 0, count);
                }
                return HexFormat.of().formatHex(digest.digest());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void send(Socket socket, int mebibytes) throws IOException {
        for (int i = 0; i < mebibytes; i++) {
            socket.getOutputStream().write(MEBIBYTE);
        }
        socket.shutdownOutput();
    }

    private static String sha256(int mebibytes) {
        MessageDigest digest = digest();
        for (int i = 0; i < mebibytes; i++) {
            digest.update(MEBIBYTE);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] mebibyte() {
        byte[] bytes = new byte[1024 * 1024];
        new Random(2).nextBytes(bytes);
        return bytes;
    }
}
