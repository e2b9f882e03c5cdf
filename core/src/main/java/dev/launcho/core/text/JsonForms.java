package dev.launcho.core.text;

import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;

/** The spellings of a text in a JSON string, as usual programs write it. */
final class JsonForms {
    private static final HexFormat SMALL = HexFormat.of();
    private static final HexFormat CAPITAL = HexFormat.of().withUpperCase();

    private JsonForms() {}

    static Set<String> of(String text) {
        String json = json(text);
        Set<String> forms = new LinkedHashSet<>();
        for (String each : new String[] {json, ascii(json, "", SMALL), ascii(json, "", CAPITAL)}) {
            forms.add(each);
            forms.add(each.replace("/", "\\/")); // As PHP writes it.
        }
        forms.add(escaped(json, "<>&\u2028\u2029", SMALL)); // As Go writes it.
        forms.add(ascii(json.replace("\\\"", "\\u0022"), "<>&'+`", CAPITAL)); // As .NET writes it.
        return forms;
    }

    private static String json(String text) {
        return text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t")
                .replace("\b", "\\b")
                .replace("\f", "\\f");
    }

    /** Returns JSON of ASCII only, as Python and others write it. @param more characters that are escaped, too */
    private static String ascii(String json, String more, HexFormat digits) {
        StringBuilder text = new StringBuilder(json.length());
        for (char c : json.toCharArray()) {
            append(text, c, c >= 0x7f || more.indexOf(c) >= 0, digits);
        }
        return text.toString();
    }

    private static String escaped(String json, String which, HexFormat digits) {
        StringBuilder text = new StringBuilder(json.length());
        for (char c : json.toCharArray()) {
            append(text, c, which.indexOf(c) >= 0, digits);
        }
        return text.toString();
    }

    private static void append(StringBuilder text, char c, boolean escaped, HexFormat digits) {
        if (escaped) {
            text.append("\\u").append(digits.toHexDigits(c));
        } else {
            text.append(c);
        }
    }
}
