package dev.launcho.proxy.header;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The single line of a version 1 header (section 2.1 of the specification): one blank between words, decimal numbers without
 * leading zeros, nothing else. Only its form is checked here; Netty's codec reads its meaning. Pure.
 */
final class HeaderLine {
    private static final String PORTS = " (?:0|[1-9][0-9]{0,4}) (?:0|[1-9][0-9]{0,4})";
    private static final Pattern SHAPE = Pattern.compile(
            "PROXY (?:UNKNOWN(?: .*)?|TCP4 [0-9.]+ [0-9.]+" + PORTS + "|TCP6 [0-9A-Fa-f:.]+ [0-9A-Fa-f:.]+" + PORTS
                    + ")",
            Pattern.DOTALL);

    private HeaderLine() {}

    /** Checks the form of the line. @param length of the line with its carriage return and line feed */
    static void check(byte[] got, int length) throws MalformedHeader {
        String line = new String(got, 0, length - 2, StandardCharsets.ISO_8859_1);
        if (!SHAPE.matcher(line).matches()) {
            throw new MalformedHeader("\"" + line.replaceAll("[^ -~]", "?")
                    + "\" is not PROXY TCP4 or TCP6, two addresses and two ports, nor PROXY UNKNOWN");
        }
    }
}
