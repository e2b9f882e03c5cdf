package dev.launcho.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.failure.ProbeFinding;
import dev.launcho.core.health.HttpAnswer.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What servers really send, in pieces of every size. */
class HttpAnswerTest {
    private static final String OK = "HTTP/1.1 200 OK\r\n\r\n";
    private static final String FIELDS = "Server: x\r\nX-Long: a\r\n b\r\n\tc\r\n \r\nX: HTTP/1.1 500 No\r\n\r\n";

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of(OK, "200 OK"),
                Arguments.of("HTTP/1.0 200 OK\n\n", "200 OK"),
                Arguments.of("http/1.1 200 ok\r\nserver: x\r\n\r\n", "200 ok"),
                Arguments.of("HTTP/1.1 200\r\n\r\n", "200"),
                Arguments.of("HTTP/1.1 200 \r\n\r\n", "200"),
                Arguments.of("HTTP/1.1  200  Very  well \r\n\r\n", "200 Very  well"),
                Arguments.of("HTTP/2 200 \r\n\r\n", "200"),
                Arguments.of("\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n", "204 No Content"),
                Arguments.of("HTTP/1.1 200 OK", "200 OK"),
                Arguments.of("HTTP/1.1 302 Found\r\nLocation: /login\r\n\r\n<html>", "302 Found"),
                Arguments.of("HTTP/1.1 999 Odd\r\n\r\n", "999 Odd"),
                Arguments.of("HTTP/1.1 101 Switching Protocols\r\n\r\n" + OK, "101 Switching Protocols"),
                Arguments.of("HTTP/1.1 100 Continue\r\n\r\n" + OK, "200 OK"),
                Arguments.of("HTTP/1.1 100\n\nHTTP/1.1 200 OK\n\n", "200 OK"),
                Arguments.of("HTTP/1.1 103 Early Hints\r\n" + FIELDS + "HTTP/1.1 503 No\r\n\r\n", "503 No"),
                Arguments.of("HTTP/1.1 102 " + "x".repeat(2_000) + "\r\n\r\n" + OK, "200 OK"),
                Arguments.of(("HTTP/1.1 103 Early Hints\r\n" + FIELDS).repeat(5_000) + OK, "200 OK"),
                Arguments.of("HTTP/1.1 200 caf\u00e9 \u009b31m\r\n\r\n", "200 caf\u00e9 ?31m"));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void take_answersOfRealServers_finalStatusDecides(String bytes, String status) {
        for (int size : new int[] {Integer.MAX_VALUE, 1, 2, 7}) {
            HttpAnswer answer = taken(bytes, size);

            assertThat(answer.kind()).as("pieces of " + size).isEqualTo(Kind.HTTP);
            assertThat(new ProbeFinding.Answered(answer.status(), answer.reason()).words())
                    .isEqualTo(status);
            assertThat(answer.status()).isEqualTo(Integer.parseInt(status.substring(0, 3)));
        }
    }

    static Stream<Arguments> others() {
        return Stream.of(
                Arguments.of("", Kind.NOTHING),
                Arguments.of("\r\n\r\n", Kind.NOTHING),
                Arguments.of("HTTP/1.1 100 Continue\r\n\r\n", Kind.NOTHING),
                Arguments.of("HTTP/1.1 103 Early Hints\r\nLink: ", Kind.NOTHING),
                Arguments.of("HTTP/1.1 20", Kind.OTHER),
                Arguments.of("HTTP/1.1 twohundred\r\n", Kind.OTHER),
                Arguments.of("HTTP/1.1 2000 OK\r\n", Kind.OTHER),
                Arguments.of("HTTP/1.1 000 OK\r\n", Kind.OTHER),
                Arguments.of("HTTP/1.1\r\n", Kind.OTHER),
                Arguments.of("HTT", Kind.OTHER),
                Arguments.of("200 OK\r\n", Kind.OTHER),
                Arguments.of("SSH-2.0-OpenSSH_9\r\n", Kind.OTHER),
                Arguments.of("<html><body>HTTP/1.1 200 OK\r\n</body></html>", Kind.OTHER),
                Arguments.of("\0\0\0\n", Kind.OTHER),
                Arguments.of("HTTP/1.1 100 Continue\r\n\r\n<html>\n", Kind.OTHER),
                Arguments.of("HTTP/1.1 " + "x".repeat(600), Kind.OTHER),
                Arguments.of("\u0015\u0003\u0001\0\u0002\u0002F", Kind.TLS),
                Arguments.of("\u0016\u0003\u0003\0\n\n", Kind.TLS),
                Arguments.of("\u0015", Kind.OTHER),
                Arguments.of("\0\0\u0012\u0004\0\0\0\0\0\0\u0003\0\0\0d", Kind.HTTP2),
                Arguments.of("\0\0\u0012\u0001\0\0\0\0\0\0\u0003\0\0\0d", Kind.OTHER));
    }

    @ParameterizedTest
    @MethodSource("others")
    void take_whatIsNoAnswer_saysWhatItIs(String bytes, Kind kind) {
        for (int size : new int[] {Integer.MAX_VALUE, 1, 2, 7}) {
            assertThat(taken(bytes, size).kind()).as("pieces of " + size).isEqualTo(kind);
        }
    }

    /** It may send nothing more, and wait: no end of a line is waited for. */
    @ParameterizedTest
    @CsvSource({"S, OTHER", "HTTq, OTHER", "'\u0015\u0003\u0003', TLS", "'\u0015\u0003\u0009', OTHER"})
    void take_firstBytesThatAreNoHttp_decideAtOnce(String bytes, Kind kind) {
        HttpAnswer answer = new HttpAnswer();
        answer.take(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)));

        assertThat(answer.kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"'HTTP/1.1 103 Early Hints\r\n\r\n', ENDLESS", "'\r\n', OTHER"})
    void take_withoutEnd_isBounded(String again, Kind kind) {
        HttpAnswer answer = new HttpAnswer();
        byte[] bytes = again.getBytes(StandardCharsets.ISO_8859_1);
        long taken = 0;
        while (!answer.take(ByteBuffer.wrap(bytes)) && taken < 2 << 20) {
            taken += bytes.length;
        }
        assertThat(answer.kind()).isEqualTo(kind);
        assertThat(taken).isBetween(900L << 10, 1100L << 10);
    }

    /** Whatever comes, in whatever pieces, it is the same, and takes no more memory than a line. */
    @Test
    void take_randomBytes_piecesDoNotMatter() {
        long seed = Long.getLong("launcho.answer.seed", System.nanoTime());
        System.out.println("HttpAnswerTest: -Dlauncho.answer.seed=" + seed);
        Random random = new Random(seed);
        String[] words = {
            "HTTP/1.1 ", "100", "200 OK", "\r\n", "\n", " ", "103 Early", "\u0016", "\u0003", "\0", ":", "x"
        };
        for (int story = 0; story < 20_000; story++) {
            StringBuilder bytes = new StringBuilder();
            for (int n = random.nextInt(20); n > 0; n--) {
                bytes.append(words[random.nextInt(words.length)]);
            }
            HttpAnswer whole = taken(bytes.toString(), Integer.MAX_VALUE);
            HttpAnswer pieces = taken(bytes.toString(), 1 + random.nextInt(5));
            assertThat(pieces.kind()).as(bytes.toString()).isEqualTo(whole.kind());
            assertThat(pieces.status()).as(bytes.toString()).isEqualTo(whole.status());
            assertThat(pieces.reason()).as(bytes.toString()).isEqualTo(whole.reason());
        }
    }

    private static HttpAnswer taken(String text, int size) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        HttpAnswer answer = new HttpAnswer();
        boolean decided = false;
        for (int at = 0; at < bytes.length && !decided; at += size) {
            int count = Math.min(size, bytes.length - at);
            decided = answer.take(ByteBuffer.wrap(bytes, at, count));
            if (size == Integer.MAX_VALUE) {
                break;
            }
        }
        answer.end();
        return answer;
    }
}
