package dev.launcho.cli.deploy;

import dev.launcho.core.text.QuotedText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The name of a file as the kernel has it: a text with one character (U+0000 to U+00FF) for each byte. A name need not
 * be UTF-8, and the patterns of Git match bytes.
 */
final class RawName {
    private static final char UNKNOWN = '\uFFFD';

    private RawName() {}

    /** Returns a path with {@code /} between its names, whatever the encoding of this process is. */
    static String of(Path path) {
        List<String> names = new ArrayList<>();
        path.forEach(name -> names.add(ofOne(name)));
        return (path.isAbsolute() ? "/" : "") + String.join("/", names);
    }

    private static String ofOne(Path name) {
        String text = name.toString();
        if (text.indexOf(UNKNOWN) < 0) {
            return ofText(text);
        }
        // The text has lost bytes; the URI has them all, as %XX.
        String uri = name.toUri().getRawPath();
        String path = uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
        return unescaped(path.substring(path.lastIndexOf('/') + 1));
    }

    private static String unescaped(String escaped) {
        StringBuilder raw = new StringBuilder();
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c == '%') {
                raw.append((char) Integer.parseInt(escaped, i + 1, i + 3, 16));
                i += 2;
            } else {
                raw.append(c);
            }
        }
        return raw.toString();
    }

    /** Returns a text as the bytes of its UTF-8 form. */
    static String ofText(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    static byte[] bytes(String raw) {
        return raw.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Returns the name for a person, on one line. */
    static String shown(String raw) {
        return QuotedText.clean(new String(bytes(raw), StandardCharsets.UTF_8));
    }
}
