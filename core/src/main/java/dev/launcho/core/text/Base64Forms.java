package dev.launcho.core.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The Base64 of a text that stands within another one, as a password in {@code user:password} of HTTP's Basic authentication.
 * The bytes before it shift it by 0, 2 or 4 bits (RFC 4648). A character at its border has bits of its neighbours, too, and is left out.
 */
final class Base64Forms {
    private static final List<Base64.Encoder> ALPHABETS =
            List.of(Base64.getEncoder().withoutPadding(), Base64.getUrlEncoder().withoutPadding());
    private static final int BITS = 6;

    private Base64Forms() {}

    /** Returns the text by itself, and what is the same wherever it stands, in both alphabets. */
    static Set<String> of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Set<String> forms = new LinkedHashSet<>();
        for (Base64.Encoder alphabet : ALPHABETS) {
            forms.add(alphabet.encodeToString(bytes));
            for (int before = 0; before < 3; before++) {
                forms.add(inner(alphabet, bytes, before));
            }
        }
        return forms;
    }

    private static String inner(Base64.Encoder alphabet, byte[] bytes, int before) {
        byte[] shifted = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, shifted, before, bytes.length);
        int from = (before * Byte.SIZE + BITS - 1) / BITS;
        int to = shifted.length * Byte.SIZE / BITS;
        return new String(Arrays.copyOfRange(alphabet.encode(shifted), from, to), StandardCharsets.US_ASCII);
    }
}
