package dev.launcho.cli.render;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A filter that makes text safe for a terminal. It shows what would control the terminal (C0, DEL, C1, and characters
 * that reorder the text around them) as {@code cat -v} and editors do. The output of a program must not type commands,
 * change the screen, or hide a line. Tabs and line ends stay, CR LF too.
 */
public final class VisibleBytes {
    private static final int ESCAPE_BIT = 0x40;
    private static final int DELETE = 0x7f;
    /** The range of C1 controls, which come as lone bytes or as characters in UTF-8. */
    private static final int FIRST_C1 = 0x80;

    private static final int LAST_C1 = 0x9f;

    private VisibleBytes() {}

    /** @param bytes whole lines, in UTF-8 except for damaged parts */
    public static byte[] of(byte[] bytes) {
        int first = firstUnfit(bytes);
        if (first == bytes.length) {
            return bytes;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 16);
        for (int i = 0; i < bytes.length; ) {
            int length = sequence(bytes, i);
            if (length == 0) {
                i += show(bytes, i, out);
            } else {
                showOrCopy(bytes, i, length, out);
                i += length;
            }
        }
        return out.toByteArray();
    }

    private static int firstUnfit(byte[] bytes) {
        int i = 0;
        while (i < bytes.length && (bytes[i] >= ' ' && bytes[i] != DELETE || bytes[i] == '\n' || bytes[i] == '\t')) {
            i++;
        }
        return i;
    }

    /** Writes one byte that is ASCII, or no part of a UTF-8 character; returns how many bytes are done. */
    private static int show(byte[] bytes, int at, ByteArrayOutputStream out) {
        int b = bytes[at] & 0xff;
        boolean lineEnd = b == '\r' && at + 1 < bytes.length && bytes[at + 1] == '\n';
        if (b == '\n' || b == '\t' || lineEnd || b >= ' ' && b < DELETE || b > LAST_C1) {
            out.write(b);
        } else if (b < ' ' || b == DELETE) {
            out.write('^');
            out.write(b ^ ESCAPE_BIT);
        } else {
            text(String.format(Locale.ROOT, "\\x%02x", b), out);
        }
        return 1;
    }

    private static void showOrCopy(byte[] bytes, int at, int length, ByteArrayOutputStream out) {
        int character = new String(bytes, at, length, StandardCharsets.UTF_8).codePointAt(0);
        if (character >= FIRST_C1 && character <= LAST_C1 || reorders(character)) {
            text(String.format(Locale.ROOT, "<U+%04X>", character), out);
        } else {
            out.write(bytes, at, length);
        }
    }

    /** Returns whether it is a bidirectional embedding, override or isolate, or another line end (Unicode, UAX 9). */
    private static boolean reorders(int character) {
        return character >= 0x202a && character <= 0x202e
                || character >= 0x2066 && character <= 0x2069
                || character == 0x2028
                || character == 0x2029;
    }

    /** Returns the length of the character of two to four bytes that begins here; 0 if none does. */
    private static int sequence(byte[] bytes, int at) {
        int b = bytes[at] & 0xff;
        int length = b >= 0xc2 && b < 0xe0 ? 2 : b >= 0xe0 && b < 0xf0 ? 3 : b >= 0xf0 && b < 0xf5 ? 4 : 0;
        if (length == 0 || at + length > bytes.length) {
            return 0;
        }
        for (int i = 1; i < length; i++) {
            if ((bytes[at + i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return isShortest(b, bytes[at + 1] & 0xff) ? length : 0;
    }

    /**
     * Returns whether a sequence is the shortest form of its character, and no surrogate (RFC 3629, 4). In a longer form a
     * lenient terminal would find an escape.
     */
    private static boolean isShortest(int first, int second) {
        return switch (first) {
            case 0xe0 -> second >= 0xa0;
            case 0xed -> second < 0xa0;
            case 0xf0 -> second >= 0x90;
            case 0xf4 -> second < 0x90;
            default -> true;
        };
    }

    private static void text(String text, ByteArrayOutputStream out) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
