package dev.launcho.cli.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Whole requests, put in ways that HTTP/1.1 allows, or does not. */
final class BrokenHttp {
    private static final List<String> SIZES =
            List.of("-1", "0x5", "5;a=b", "ffffffff", "7fffffff", "8000000000000000", " 5", "5 ", "", "g", "00000005");

    private static final List<String> LENGTHS =
            List.of("-1", "+5", "5, 5", "5\r\nContent-Length: 6", "9223372036854775807", "1e3", "", "0x10", "99999");

    private static final List<String> HEADERS = List.of(
            "Expect: 100-continue",
            "Expect: nothing",
            "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA",
            "Upgrade: websocket\r\nConnection: Upgrade",
            "Connection: close, keep-alive",
            "Connection: content-length",
            "Transfer-Encoding: chunked",
            "Transfer-Encoding: gzip, chunked",
            "Transfer-Encoding: identity",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
            "Transfer-Encoding : chunked",
            "Host: a\r\nHost: b",
            "Content-Encoding: gzip",
            "Range: bytes=0-1,1-2,-1",
            "Origin: https://evil.example",
            "Cookie: a=b",
            "X:",
            ": x",
            "X: a\r\n b",
            "X: \0",
            "X: \u00ff",
            "Trailer: X");

    private static final List<String> VERSIONS = List.of(
            "HTTP/1.0", "HTTP/0.9", "HTTP/2.0", "HTTP/1.9", "HTTP/9.9", "http/1.1", "HTTP/1.1 x", "", "ICAP/1.0");

    private final Random random;
    private final Mutations mutations;

    BrokenHttp(Random random, Mutations mutations) {
        this.random = random;
        this.mutations = mutations;
    }

    byte[] of(Supplier<byte[]> requests) {
        byte[] request = requests.get();
        return switch (random.nextInt(8)) {
            case 0 -> bytes(with(text(request), "Content-Length: " + one(LENGTHS)));
            case 1 -> chunked(text(request));
            case 2 -> bytes(with(text(request), bomb()));
            case 3 -> pipelined(requests);
            case 4 -> Arrays.copyOf(request, random.nextInt(request.length));
            case 5 -> bytes(text(request).replaceFirst("HTTP/1\\.1", one(VERSIONS)));
            case 6 ->
                bytes(text(request).replace("\r\n", one(List.of("\n", "\r", "\r\r\n", "\n\r", " \r\n", "\t\r\n"))));
            default -> bytes(with(text(request), one(HEADERS)));
        };
    }

    private byte[] chunked(String request) {
        int body = request.indexOf("\r\n\r\n") + 4;
        StringBuilder text = new StringBuilder(request.substring(0, body).replaceAll("Content-Length: [0-9]+\r\n", ""));
        text.insert(text.length() - 2, "Transfer-Encoding: chunked\r\nConnection: close\r\n");
        for (int at = body; at < request.length(); ) {
            int length = Math.min(request.length() - at, mutations.few(1000));
            text.append(random.nextInt(20) == 0 ? one(SIZES) : Integer.toHexString(length))
                    .append("\r\n")
                    .append(request, at, at + length)
                    .append(random.nextInt(50) == 0 ? mutations.odd() : "\r\n");
            at += length;
        }
        return bytes(text.append(random.nextInt(10) == 0 ? mutations.odd() : "0\r\n")
                .append(random.nextInt(4) == 0 ? bomb() + "\r\n\r\n" : "\r\n")
                .toString());
    }

    /** Many headers, or a long one. */
    private String bomb() {
        return random.nextBoolean()
                ? "X: y\r\n".repeat(mutations.few(5000)) + "X: y"
                : "X: " + "y".repeat(mutations.few(100_000));
    }

    private byte[] pipelined(Supplier<byte[]> requests) {
        StringBuilder text = new StringBuilder();
        for (int i = 1 + random.nextInt(1 + random.nextInt(20)); i >= 0; i--) {
            text.append(text(requests.get()));
        }
        return random.nextInt(4) == 0 ? mutations.of(text.toString()) : bytes(text.toString());
    }

    /** With one more header. */
    private String with(String request, String header) {
        int at = request.indexOf("\r\n") + 2;
        return request.substring(0, at) + header + "\r\n" + request.substring(at);
    }

    private String one(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
