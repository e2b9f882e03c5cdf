package dev.launcho.proxy.header;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.launcho.core.model.ProxyProtocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is a header, where it ends, and what is none. */
class HeaderReaderTest {
    private static final long SEED = Long.getLong("launcho.headers.seed", System.nanoTime());
    private static final int ROUNDS = Integer.getInteger("launcho.headers.rounds", 20_000);
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final String ADDRESSES = "cb007107" + "c6336401" + "9c4001bb";

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] v2(String behindTheSignature) {
        return HexFormat.of().parseHex(SIGNATURE + behindTheSignature);
    }

    private static Optional<ProxyAddresses> read(byte[] header) throws MalformedHeader {
        HeaderReader reader = new HeaderReader();
        assertThat(reader.take(header)).as("complete").isTrue();
        assertThat(reader.rest()).isEmpty();
        return reader.ends();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PROXY UNKNOWN\r\n",
                "PROXY UNKNOWN ffff:f...f:ffff ffff:f...f:ffff 65535 65535\r\n",
            })
    void v1Unknown_isNobodys(String line) throws MalformedHeader {
        assertThat(read(ascii(line))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // LOCAL with nothing, with addresses, with what is none; PROXY of no family, of UDP, of unix sockets.
                "20000000",
                "2011000c" + ADDRESSES,
                "20000003ffffff",
                "21000000",
                "2112000c" + ADDRESSES
            })
    void v2WithoutATcpClient_isNobodys(String digits) throws MalformedHeader {
        assertThat(read(v2(digits))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n\r\n",
                "PROXY TCP4 203.0.113.7 198.51.100.1 40000\r\n",
                "PROXY TCP4 203.0.113.7 198.51.100.1 40000 443 1\r\n",
                "PROXY TCP4 203.0.113.777 198.51.100.1 40000 443\r\n",
                "PROXY TCP4 ::1 ::1 40000 443\r\n",
                "PROXY TCP6 203.0.113.7 198.51.100.1 40000 443\r\n",
                "PROXY TCP4 203.0.113.7 198.51.100.1 70000 443\r\n",
                "PROXY TCP4 203.0.113.7 198.51.100.1 -1 443\r\n",
                "PROXY TCP4 203.0.113.7 198.51.100.1 x 443\r\n",
                "PROXY TCP9 203.0.113.7 198.51.100.1 40000 443\r\n",
                "PROXY TCP4 203.0.113.7 198.51.100.1 40000 443\n",
                "PROXY TCP4  203.0.113.7 198.51.100.1 40000 443\r\n",
                "PROXY TCP4 203.0.113.7 198.51.100.1 040000 443\r\n",
                "PROXY TCP4 203.0.113.7 198.51.100.1 +4000 443\r\n",
                "PROXY TCP4 203.0.113.7 198.51.100.1 40000 443 \r\n",
                "PROXY TCP4 203.0.113.7 198.51.100.1 40000 443\r\r\n",
                "PROXY TCP6 [2001:db8::1] ::1 40000 443\r\n",
                "PROXY TCP6 fe80::1%1 ::1 40000 443\r\n",
                "PROXY UNKNOWNS\r\n",
                "PROXY localhost localhost 1 2\r\n",
                "PROXY \r\n",
                "proxy TCP4 203.0.113.7 198.51.100.1 40000 443\r\n",
                "\r\nPROXY UNKNOWN\r\n"
            })
    void malformedV1_isTold(String line) {
        assertThatThrownBy(() -> read(ascii(line)))
                .isInstanceOf(MalformedHeader.class)
                .hasMessageNotContaining("netty");
    }

    @Test
    void malformedV1_saysWhatItWas() {
        assertThatThrownBy(() -> read(ascii("PROXY TCP4 203.0.113.7\u001b[2J 443\r\n")))
                .hasMessage("\"PROXY TCP4 203.0.113.7?[2J 443\" is not PROXY TCP4 or TCP6, two addresses and two ports,"
                        + " nor PROXY UNKNOWN");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Version 1 and 3, and a command that does not exist: told before the rest has come.
                "11",
                "31",
                "22",
                // Addresses that do not fit the length.
                "21110004cb007107",
                "2121000c" + ADDRESSES,
                // A family and a protocol that do not exist.
                "2141000c" + ADDRESSES,
                "2113000c" + ADDRESSES,
                // A part about TLS that is too short.
                "21110010" + ADDRESSES + "20000107",
                // Extensions that are longer than the header, or end within it.
                "2111000f" + ADDRESSES + "04ffff",
                "21110010" + ADDRESSES + "04000200",
                "2111000e" + ADDRESSES + "0400",
                // More than 4096 bytes: told by the length alone.
                "2111fff0",
                "21110ff1"
            })
    void malformedV2_isTold(String digits) {
        assertThatThrownBy(() -> read(v2(digits)))
                .isInstanceOf(MalformedHeader.class)
                .hasMessageNotContaining("netty");
    }

    @Test
    void lineWithoutAnEnd_isToldAtItsBound() throws MalformedHeader {
        HeaderReader reader = new HeaderReader();
        assertThat(reader.take(ascii("PROXY UNKNOWN " + "x".repeat(92)))).isFalse();

        assertThatThrownBy(() -> reader.take(ascii("x")))
                .isInstanceOf(MalformedHeader.class)
                .hasMessageContaining("107");
    }

    @Test
    void largest_isRead() throws MalformedHeader {
        int length = HeaderReader.MOST - 16;
        String start = "2111" + HexFormat.of().toHexDigits((short) length) + ADDRESSES;
        int extension = length - 12 - 3;
        byte[] header =
                Arrays.copyOf(v2(start + "04" + HexFormat.of().toHexDigits((short) extension)), HeaderReader.MOST);

        assertThat(read(header).orElseThrow().client().getPort()).isEqualTo(40_000);
    }

    @Test
    void mixedFamilies_areNeverMade() throws Exception {
        InetSocketAddress v4 = new InetSocketAddress(InetAddress.getByName("10.0.0.1"), 1);
        InetSocketAddress v6 = new InetSocketAddress(InetAddress.getByName("::1"), 2);

        assertThat(ProxyAddresses.of(v4, v6)).isEmpty();
        assertThat(ProxyAddresses.of(null, v4)).isEmpty();
    }

    /** Whatever is written is read, in pieces of any size, with bytes behind it that stay as they are. */
    @Test
    void written_inRandomPieces_isReadBack() throws Exception {
        Random random = new Random(SEED);
        System.out.println("headers: -Dlauncho.headers.seed=" + SEED);
        HeaderWriter writer = new HeaderWriter();
        for (int round = 0; round < ROUNDS / 20; round++) {
            Optional<ProxyAddresses> ends = randomEnds(random);
            byte[] header = writer.write(random.nextBoolean() ? ProxyProtocol.V1 : ProxyProtocol.V2, ends);
            byte[] rest = new byte[random.nextInt(30)];
            random.nextBytes(rest);
            byte[] all = Arrays.copyOf(header, header.length + rest.length);
            System.arraycopy(rest, 0, all, header.length, rest.length);

            HeaderReader reader = new HeaderReader();
            int at = 0;
            boolean complete = false;
            while (!complete) {
                int most = Math.min(all.length - at, 1 + random.nextInt(40));
                complete = reader.take(Arrays.copyOfRange(all, at, at + most));
                at += most;
                assertThat(complete).isEqualTo(at >= header.length);
            }

            assertThat(reader.ends()).isEqualTo(ends);
            assertThat(reader.rest()).isEqualTo(Arrays.copyOfRange(all, header.length, at));
        }
    }

    /** Nothing but a result or {@link MalformedHeader} comes of headers with a byte or two changed, or cut short. */
    @Test
    void mutated_neverThrowsAnythingElse() {
        Random random = new Random(SEED);
        HeaderWriter writer = new HeaderWriter();
        int read = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] header =
                    writer.write(random.nextBoolean() ? ProxyProtocol.V1 : ProxyProtocol.V2, randomEnds(random));
            for (int i = random.nextInt(3); i > 0; i--) {
                header[random.nextInt(header.length)] = (byte) random.nextInt(256);
            }
            HeaderReader reader = new HeaderReader();
            try {
                if (reader.take(Arrays.copyOf(header, header.length - random.nextInt(2)))) {
                    reader.ends();
                    read++;
                }
            } catch (MalformedHeader malformed) {
                assertThat(malformed.getMessage()).isNotBlank().doesNotContain("netty");
            }
        }
        assertThat(read).isPositive();
    }

    private static Optional<ProxyAddresses> randomEnds(Random random) {
        if (random.nextInt(8) == 0) {
            return Optional.empty();
        }
        int bytes = random.nextBoolean() ? 4 : 16;
        return ProxyAddresses.of(address(random, bytes), address(random, bytes));
    }

    private static InetSocketAddress address(Random random, int bytes) {
        byte[] address = new byte[bytes];
        random.nextBytes(address);
        try {
            // No connection has port 0, and the codec refuses it.
            return new InetSocketAddress(InetAddress.getByAddress(address), 1 + random.nextInt(65_535));
        } catch (java.net.UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
