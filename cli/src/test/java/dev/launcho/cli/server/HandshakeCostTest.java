package dev.launcho.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.launcho.cli.protocol.AuthFile;
import dev.launcho.core.store.HomeDirectory;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Random;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client without a token can't choose what makes a handshake dear. A JVM of its own: Java reads the limits once. */
@Tag("attack")
class HandshakeCostTest {
    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;
    private static final int FFDHE2048 = 0x0100;
    private static final int FFDHE8192 = 0x0104;
    private static final int SECP256R1 = 0x0017;
    private static final int SECP384R1 = 0x0018;
    private static final int SECP521R1 = 0x0019;
    private static final int X25519 = 0x001d;
    private static final int TLS13_AES_128 = 0x1301;
    private static final int DHE_RSA_AES_128_GCM = 0x009e;
    private static final int ECDHE_RSA_AES_128_GCM = 0xc02f;

    @TempDir
    static Path directory;

    private static Process server;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        server = StreamingTest.start(directory.resolve("home"), 64);
        BufferedReader out = server.inputReader();
        port = Integer.parseInt(out.readLine().replace("listening on ", ""));
    }

    @AfterAll
    static void stop() throws Exception {
        server.destroyForcibly().waitFor();
    }

    @Test
    void tls13_withFfdheAlone_isRefused() throws Exception {
        assertThat(answer(hello(TLS13_AES_128, true, FFDHE8192))).isEqualTo(ALERT);
        assertThat(answer(hello(TLS13_AES_128, true, FFDHE2048))).isEqualTo(ALERT);
        assertThat(answer(hello(TLS13_AES_128, true, SECP256R1))).isEqualTo(HANDSHAKE);
    }

    @Test
    void tls12_withDheAlone_isRefused() throws Exception {
        assertThat(answer(hello(DHE_RSA_AES_128_GCM, false, FFDHE8192))).isEqualTo(ALERT);
        assertThat(answer(hello(DHE_RSA_AES_128_GCM, false, SECP256R1))).isEqualTo(ALERT);
        assertThat(answer(hello(ECDHE_RSA_AES_128_GCM, false, SECP256R1))).isEqualTo(HANDSHAKE);
    }

    /** The same groups are all that health checks by HTTPS offer: an application with a certificate of any curve stays healthy. */
    @Test
    void ellipticCurves_areAllTaken() throws Exception {
        for (int group : new int[] {X25519, SECP256R1, SECP384R1, SECP521R1}) {
            assertThat(answer(hello(TLS13_AES_128, true, group)))
                    .as("%04x", group)
                    .isEqualTo(HANDSHAKE);
            assertThat(answer(hello(ECDHE_RSA_AES_128_GCM, false, group)))
                    .as("%04x", group)
                    .isEqualTo(HANDSHAKE);
        }
    }

    /** Else a client without a token could have the server compute keys again and again, on one connection. */
    @Test
    void tls12_secondHandshake_isRefused() throws Exception {
        HomeDirectory home = new HomeDirectory(directory.resolve("home"));
        String token = AuthFile.read(home.serverAuth()).token();
        try (SSLSocket socket = RawSockets.connect(port)) {
            socket.setSoTimeout(30_000);
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            String request = "GET /v1/status HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\n\r\n";
            for (int i = 0; i < 2; i++) { // The connection stays open.
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                assertThat(answer(socket.getInputStream())).startsWith("HTTP/1.1 200 ");
            }

            socket.startHandshake(); // Only sends its greeting.

            assertThatThrownBy(() -> socket.getInputStream().read())
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("handshake_failure");
        }
    }

    private static String answer(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            assertThat(c).as("answer so far: " + head).isNotNegative();
            head.append((char) c);
        }
        in.readNBytes(Integer.parseInt(head.toString().replaceAll("(?s).*content-length: ([0-9]+).*", "$1")));
        return head.toString();
    }

    /** The type of the first record (RFC 8446, 5.1) that answers a greeting. */
    private int answer(byte[] hello) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(hello);
            return new DataInputStream(socket.getInputStream()).readUnsignedByte();
        }
    }

    /** A greeting (RFC 8446, 4.1.2) with one suite and one group, and without a key share: the server has to ask for one. */
    private static byte[] hello(int suite, boolean tls13, int group) throws IOException {
        byte[] random = new byte[32];
        new Random(1).nextBytes(random);
        String extensions = "000a00040002" + hex(group) // supported_groups
                + "000b00020100" // ec_point_formats
                + "000d000a0008" + "0804040108050403" // signature_algorithms
                + (tls13 ? "002b0003020304" + "003300020000" : ""); // supported_versions, key_share
        byte[] body = HexFormat.of()
                .parseHex("0303" + HexFormat.of().formatHex(random) + "00" + "0002" + hex(suite) + "0100"
                        + hex(extensions.length() / 2) + extensions);
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(record);
        out.writeByte(HANDSHAKE);
        out.writeShort(0x0301);
        out.writeShort(body.length + 4);
        out.writeInt(0x01000000 | body.length);
        out.write(body);
        return record.toByteArray();
    }

    private static String hex(int number) {
        return String.format("%04x", number);
    }
}
