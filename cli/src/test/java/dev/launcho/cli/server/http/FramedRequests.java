package dev.launcho.cli.server.http;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Requests with a body, about half of them framed wrongly in one place. */
final class FramedRequests {
    private static final String[] SIZES = {
        "zz",
        "ffffffffffffffff",
        "7fffffffffffffff",
        "80000000",
        "100000000",
        "-1",
        "+5",
        "0x5",
        " 5",
        "5 ",
        "5 5",
        "",
        "5;",
        "5;a",
        "5;a=b",
        "5 ;a",
        "5\t",
        "\u00005",
        "5\u0000",
        "00000000000005",
        "5,5",
        "g",
        "5g",
        "0;x=y",
        "1e1"
    };
    private static final String[] ENDS = {"\n", "\r", "", "\r\r\n", "\n\r", " \r\n", "x\r\n"};
    private static final String[] TRAILERS = {
        "X: y\r\n", "X:y\r\nZ: w\r\n", "no colon\r\n", ": y\r\n", "X : y\r\n", " X: y\r\n", "X: \u0001\r\n", "X: y\n"
    };
    private static final String[] LENGTHS = {
        "-1",
        "+1",
        "1 1",
        "1, 1",
        "0x1",
        "",
        " ",
        "1e1",
        "99999999999999999999",
        "9223372036854775807",
        "1\u0000",
        "\u0661"
    };
    private static final String[] CODINGS = {
        "gzip",
        "gzip, chunked",
        "chunked, gzip",
        "chunked, chunked",
        "identity",
        "xchunked",
        "chunked;q=1",
        "\"chunked\"",
        "chunked\u0000",
        "CHUNKED",
        " chunked ",
        "\tchunked"
    };

    /** A body of any route, a text, and one that a worker reads as it comes. */
    private static final String[] PATHS = {"/v1/body", "/v1/text", "/v1/upload"};

    private final Random random;

    FramedRequests(long seed) {
        random = new Random(seed);
    }

    byte[] next() {
        String body = body();
        String request = random.nextInt(3) == 0 ? withLength(body) : chunked(body);
        if (random.nextInt(6) == 0) {
            request = mutated(request);
        }
        return request.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Where to cut the bytes in the sending, as segments of TCP would be. */
    int cut(int length) {
        return random.nextInt(4) == 0 ? length : 1 + random.nextInt(length);
    }

    private String body() {
        StringBuilder body = new StringBuilder();
        int length = random.nextInt(4) == 0 ? random.nextInt(3) : random.nextInt(60);
        for (int i = 0; i < length; i++) {
            body.append("abc012\r\n0;:".charAt(random.nextInt(11)));
        }
        return body.toString();
    }

    private String head(String fields) {
        String version = random.nextInt(40) == 0 ? "HTTP/1.0" : "HTTP/1.1";
        return "PUT " + one(PATHS) + " " + version + "\r\nHost: x\r\n" + fields + "Connection: close\r\n\r\n";
    }

    private String withLength(String body) {
        int length = body.length();
        return switch (random.nextInt(8)) {
            case 0 -> head("Content-Length: " + one(LENGTHS) + "\r\n") + body;
            case 1 -> head("Content-Length: " + (length + 1 + random.nextInt(9)) + "\r\n") + body;
            case 2 ->
                head("Content-Length: " + length + "\r\nContent-Length: " + (length + random.nextInt(2)) + "\r\n")
                        + body;
            case 3 -> head("Content-Length: " + length + "\r\nTransfer-Encoding: " + one(CODINGS) + "\r\n") + body;
            default -> head("Content-Length: " + length + "\r\n") + body;
        };
    }

    private String chunked(String body) {
        int wrong = random.nextInt(14);
        String coding = wrong == 0 ? one(CODINGS) : "chunked";
        String more = wrong == 1 ? "Content-Length: " + body.length() + "\r\n" : "";
        more = wrong == 2 ? "Transfer-Encoding: chunked\r\n" : more;
        StringBuilder text = new StringBuilder(head("Transfer-Encoding: " + coding + "\r\n" + more));
        int from = 0;
        int spoilt = random.nextInt(3);
        for (int i = 0; from < body.length(); i++) {
            int length = 1 + random.nextInt(body.length() - from);
            boolean here = i == spoilt;
            text.append(
                    here && wrong == 3 ? one(SIZES) : size(length + (here && wrong == 4 ? 1 - random.nextInt(3) : 0)));
            text.append(here && wrong == 5 ? one(ENDS) : "\r\n");
            text.append(body, from, from + length);
            text.append(here && wrong == 6 ? one(ENDS) : "\r\n");
            from += length;
        }
        text.append(wrong == 7 ? one(SIZES) : "0").append(wrong == 8 ? one(ENDS) : "\r\n");
        text.append(wrong == 9 || wrong == 10 ? one(TRAILERS) : "");
        return text.append(wrong == 11 ? "" : wrong == 12 ? one(ENDS) : "\r\n").toString();
    }

    private String size(int length) {
        String hex = Integer.toHexString(Math.max(0, length));
        String spelt = random.nextBoolean() ? hex : "0" + hex.toUpperCase(java.util.Locale.ROOT);
        return random.nextInt(8) == 0 ? spelt + ";name=value" : spelt;
    }

    /** With one byte changed, taken out, or put in, behind the request line. */
    private String mutated(String request) {
        int first = request.indexOf("\r\n") + 2;
        int at = first + random.nextInt(request.length() - first);
        String odd = String.valueOf("\r\n0;:, f\u0000\u00ff".charAt(random.nextInt(10)));
        return switch (random.nextInt(3)) {
            case 0 -> request.substring(0, at) + odd + request.substring(at + 1);
            case 1 -> request.substring(0, at) + request.substring(at + 1);
            default -> request.substring(0, at) + odd + request.substring(at);
        };
    }

    private String one(String[] of) {
        return of[random.nextInt(of.length)];
    }
}
