package dev.launcho.core.text;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The forms in which programs write the value of a secret: as it is, in JSON, URLs and Base64, and each long line of it. A value of
 * more than {@value #LONGEST} characters has only the first of these and its lines, so that forms take little time and memory.
 */
public final class SecretForms {
    /** Least characters of a value. Shorter ones would be found everywhere. */
    public static final int SHORTEST = 8;

    /**
     * Least characters of a line of a value with several, if it has not both letters and digits. Shorter ones are often
     * ordinary words, such as names of keys.
     */
    private static final int SHORTEST_WORDS = 16;

    private static final int LONGEST = 64 * 1024;

    private SecretForms() {}

    /** Returns the forms of a value without its outer blanks, that value first; empty if it is too short. */
    public static Set<String> of(String secret) {
        String value = secret.strip();
        Set<String> forms = new LinkedHashSet<>();
        if (isLong(value, SHORTEST)) {
            forms.add(value);
            if (value.length() <= LONGEST) {
                forms.add(value.replace("\n", "\r\n"));
                forms.addAll(JsonForms.of(value));
                forms.add(URLEncoder.encode(value, StandardCharsets.UTF_8));
                forms.add(URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"));
                forms.addAll(Base64Forms.of(value));
            }
            value.lines()
                    .map(String::strip)
                    // The first and last line of a key or certificate hold no secret.
                    .filter(line ->
                            isLong(line, isMixed(line) ? SHORTEST : SHORTEST_WORDS) && !line.startsWith("-----"))
                    .forEach(forms::add);
        }
        return forms;
    }

    private static boolean isMixed(String line) {
        return line.codePoints().anyMatch(Character::isLetter)
                && line.codePoints().anyMatch(Character::isDigit);
    }

    private static boolean isLong(String text, int least) {
        return text.codePointCount(0, text.length()) >= least;
    }
}
