package dev.launcho.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.launcho.core.model.ProxyProtocol;
import dev.launcho.core.text.HostPort;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code proxy_protocol}: a backend is told who its client is, before anything else. */
class SendHeaderTest extends BalancerFixture {
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

    private final CompletableFuture<String> seen = new CompletableFuture<>();

    private TestBackend recording() throws Exception {
        return backend(
                "a",
                socket ->
                        seen.complete(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1)));
    }

    private String seen() throws Exception {
        return seen.get(30, TimeUnit.SECONDS);
    }

    private String v1(TestClient client) {
        return "PROXY TCP4 127.0.0.1 127.0.0.1 " + client.socket().getLocalPort() + " " + web.port() + "\r\n";
    }

    private static byte[] v2(String familyAndAddresses, int length, int from, int to) {
        byte[] start = HexFormat.of().parseHex(SIGNATURE + "21" + familyAndAddresses.substring(0, 2));
        byte[] addresses = HexFormat.of().parseHex(familyAndAddresses.substring(2));
        return ByteBuffer.allocate(16 + length)
                .put(start)
                .putShort((short) length)
                .put(addresses)
                .putShort((short) from)
                .putShort((short) to)
                .array();
    }

    @Test
    void v1_comesBeforeTheClientsFirstByte() throws Exception {
        serve(Rules.send(ProxyProtocol.V1), recording().active());

        TestClient client = connect().send("hello").finish();

        assertThat(seen()).isEqualTo(v1(client) + "hello");
        awaitActive(0);
        assertThat(counted().bytesIn()).as("the header is not the client's").isEqualTo(5);
    }

    @Test
    void v2_comesBeforeTheClientsFirstByte() throws Exception {
        serve(Rules.send(ProxyProtocol.V2), recording().active());

        TestClient client = connect().send("hello").finish();

        byte[] header = v2("117f0000017f000001", 12, client.socket().getLocalPort(), web.port());
        assertThat(seen()).isEqualTo(new String(header, StandardCharsets.ISO_8859_1) + "hello");
    }

    @Test
    void ipv6_bothVersions() throws Exception {
        assumeThat(hasIpv6Loopback()).isTrue();
        web = freeAddress("::1");
        serve(Rules.send(ProxyProtocol.V1), recording().active());
        TestClient first = connect().finish();
        assertThat(seen()).isEqualTo("PROXY TCP6 ::1 ::1 " + first.socket().getLocalPort() + " " + web.port() + "\r\n");

        CompletableFuture<byte[]> second = new CompletableFuture<>();
        TestBackend b =
                backend("b", socket -> second.complete(socket.getInputStream().readAllBytes()));
        serve(Rules.send(ProxyProtocol.V2), b.active());
        TestClient client = connect().finish();
        String loopback = "00000000000000000000000000000001";
        assertThat(second.get(30, TimeUnit.SECONDS))
                .isEqualTo(v2("21" + loopback + loopback, 36, client.socket().getLocalPort(), web.port()));
    }

    /** The kernel shows an IPv4 client of an IPv6 wildcard as an IPv6 address. */
    @Test
    void ipv4ClientOfTheIpv6Wildcard_isToldAsIpv4() throws Exception {
        assumeThat(hasIpv6Loopback()).isTrue();
        HostPort loopback = web;
        web = new HostPort("::", web.port());
        serve(Rules.send(ProxyProtocol.V1), recording().active());

        TestClient client = closing(new TestClient(loopback)).finish();

        assertThat(seen()).isEqualTo(v1(client));
    }

    @Test
    void serverSpeaksFirst_silentClient_headerIsThereAllTheSame() throws Exception {
        TestBackend a = backend("a", socket -> {
            seen.complete(new String(socket.getInputStream().readNBytes(30), StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write("welcome\n".getBytes());
        });
        serve(Rules.send(ProxyProtocol.V1), a.active());

        TestClient client = connect();

        assertThat(client.line()).isEqualTo("welcome");
        assertThat(v1(client)).startsWith(seen());
    }

    @Test
    void retried_onlyWhoTakesTheConnectionGetsIt() throws Exception {
        TestBackend dead = echo("dead");
        dead.stopListening();
        serve(Rules.send(ProxyProtocol.V1), dead.active(), recording().active());

        TestClient client = connect().send("x").finish();

        assertThat(seen()).isEqualTo(v1(client) + "x");
    }

    @Test
    void held_getsItWhenReleased() throws Exception {
        serve(Rules.send(ProxyProtocol.V1), HOLD);
        TestClient client = connect().send("early").finish();
        awaitHeld(1);

        serve(Rules.send(ProxyProtocol.V1), HOLD, recording().active());

        assertThat(seen()).isEqualTo(v1(client) + "early");
    }

    @Test
    void bulk_nothingIsLostBehindIt() throws Exception {
        byte[] bulk = new byte[16 * 1024 * 1024];
        new Random(5).nextBytes(bulk);
        CompletableFuture<byte[]> got = new CompletableFuture<>();
        TestBackend a = backend("a", socket -> {
            InputStream in = socket.getInputStream();
            in.readNBytes(28);
            got.complete(in.readAllBytes());
        });
        serve(Rules.send(ProxyProtocol.V2), a.active());

        TestClient client = connect();
        client.out().write(bulk);
        client.finish();

        assertThat(got.get(60, TimeUnit.SECONDS)).isEqualTo(bulk);
        awaitActive(0);
    }
}
