package dev.launcho.core.yaml;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.yaml.snakeyaml.reader.StreamReader;

/** Turns bytes into a text that SnakeYAML accepts; checks size, encoding and characters, and reports places. */
final class YamlText {
    static final int MOST_BYTES = 1 << 20;

    private YamlText() {}

    /** Decodes a file; empty only if it is too big. Bytes that can't be decoded are replaced, so that the rest can be checked too. */
    static Optional<String> decode(byte[] bytes, Problems problems) {
        if (bytes.length > MOST_BYTES) {
            tooBig(bytes.length, problems);
            return Optional.empty();
        }
        CharsetDecoder strict = StandardCharsets.UTF_8.newDecoder();
        CharBuffer good = CharBuffer.allocate(bytes.length);
        CoderResult result = strict.decode(ByteBuffer.wrap(bytes), good, true);
        if (result.isError()) {
            Place place = new Place();
            good.flip().codePoints().forEach(place::pass);
            problems.add(place.line, place.column, 1, "not UTF-8 text", "save the file as UTF-8");
        }
        return Optional.of(clean(new String(bytes, StandardCharsets.UTF_8), problems));
    }

    /** Works like {@link #decode}, for a text that is decoded already. */
    static Optional<String> check(String text, Problems problems) {
        int size = text.getBytes(StandardCharsets.UTF_8).length;
        if (size > MOST_BYTES) {
            tooBig(size, problems);
            return Optional.empty();
        }
        return Optional.of(clean(text, problems));
    }

    private static void tooBig(int size, Problems problems) {
        problems.add(1, 1, 1, "the file has " + size + " bytes, more than 1 MiB", "put large data into a resource");
    }

    private static String clean(String text, Problems problems) {
        String body = text.startsWith("\uFEFF") ? text.substring(1) : text;
        if (StreamReader.isPrintable(body)) {
            return body;
        }
        StringBuilder clean = new StringBuilder(body.length());
        Place place = new Place();
        body.codePoints().forEach(c -> {
            boolean good = StreamReader.isPrintable(c);
            if (!good) {
                problems.add(place.line, place.column, 1, "the character " + name(c) + " can't stand in YAML", "");
            }
            clean.appendCodePoint(good ? c : 0xFFFD);
            place.pass(c);
        });
        return clean.toString();
    }

    /** Returns the name of a refused character; SnakeYAML refuses none above U+FFFF. */
    private static String name(int c) {
        return c == 0 ? "NUL" : "U+" + HexFormat.of().withUpperCase().toHexDigits((char) c);
    }

    /** Line and column, counted as SnakeYAML does. */
    private static final class Place {
        private int line = 1;
        private int column = 1;
        private int last;

        void pass(int c) {
            boolean secondHalf = c == '\n' && last == '\r';
            if (c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029) {
                line += secondHalf ? 0 : 1;
                column = 1;
            } else {
                column++;
            }
            last = c;
        }
    }
}
