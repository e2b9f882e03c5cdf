package dev.launcho.cli.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes something odd of something good; the same for the same random numbers. */
final class Mutations {
    private static final List<String> ODD = List.of(
            "\0",
            "\r\n",
            "\n",
            "\t",
            " ",
            "%00",
            "%2e%2e%2f",
            "../",
            "${",
            "$${X}",
            "{{",
            "[[",
            "]",
            "}",
            "&a ",
            "*a",
            "!!java.lang.Runtime ",
            "!!binary ",
            "<<: ",
            "---\n",
            "...\n",
            "? ",
            "- ",
            ": ",
            "#",
            "|\n",
            ">-\n",
            "'",
            "\"",
            "\\",
            "~",
            "null",
            "true",
            "-1",
            "9223372036854775808",
            "1e999",
            "0x7fffffff",
            "NaN",
            "\u202e",
            "\ud83d\ude00",
            "\ufeff",
            "é",
            "%",
            "?",
            "&",
            "=",
            ";",
            "(",
            "(a+)+",
            "[^",
            "{999999999}",
            "1.7976931348623157e308",
            "00000000000000000000",
            "Transfer-Encoding: chunked\r\n",
            "Content-Length: 7\r\n",
            "Expect: 100-continue\r\n",
            "Connection: upgrade\r\n");

    private final Random random;

    Mutations(Random random) {
        this.random = random;
    }

    byte[] of(String good) {
        byte[] bytes = good.getBytes(StandardCharsets.UTF_8);
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes = once(bytes);
        }
        return bytes;
    }

    private byte[] once(byte[] bytes) {
        int at = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
        int length = Math.min(bytes.length - at, 1 + random.nextInt(12));
        return switch (random.nextInt(7)) {
            case 0 -> spliced(bytes, at, 0, odd().getBytes(StandardCharsets.UTF_8));
            case 1 -> spliced(bytes, at, length, new byte[0]);
            case 2 -> spliced(bytes, at, length, noise(length));
            case 3 -> spliced(bytes, at, 0, Arrays.copyOfRange(bytes, at, at + length));
            case 4 -> spliced(bytes, at, 0, repeated(few(2000)));
            case 5 -> spliced(bytes, at, bytes.length - at, new byte[0]);
            default -> spliced(bytes, at, Math.min(1, length), noise(1));
        };
    }

    String odd() {
        return ODD.get(random.nextInt(ODD.size()));
    }

    byte[] noise(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    /** From one to {@code most}: mostly few, sometimes many. */
    int few(int most) {
        return 1 + random.nextInt(1 + random.nextInt(1 + random.nextInt(most)));
    }

    private byte[] repeated(int times) {
        return odd().repeat(times).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] spliced(byte[] bytes, int at, int without, byte[] with) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + with.length);
        out.write(bytes, 0, at);
        out.writeBytes(with);
        out.write(bytes, at + without, bytes.length - at - without);
        return out.toByteArray();
    }
}
