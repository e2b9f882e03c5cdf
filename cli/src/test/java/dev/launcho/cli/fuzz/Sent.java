package dev.launcho.cli.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What answers a server owes to some bytes. What is surely well-formed gets an answer each; of all else nobody can say how
 * much will come.
 *
 * @param text in ISO 8859-1
 * @param methods of the requests, in order, if all of them are well-formed
 */
record Sent(String text, List<String> methods) {
    private static final Pattern HEAD = Pattern.compile("([A-Z]{1,20}) /[!-~]{0,3000} HTTP/1\\.1\r\n"
            + "((?:(?:Host|Authorization|X-Launcho-User|Content-Length): [!-~][ -~]{0,200}\r\n){1,10})\r\n");
    private static final Pattern LENGTH = Pattern.compile("^Content-Length: ([0-9]{1,7})\r\n", Pattern.MULTILINE);

    static Sent of(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        List<String> methods = new ArrayList<>();
        Matcher head = HEAD.matcher(text);
        int at = 0;
        while (at < text.length()) {
            head.region(at, text.length());
            if (!head.lookingAt() || head.group(1).equals("CONNECT")) {
                return new Sent(text, List.of());
            }
            int length = length(head.group(2));
            if (length < 0 || head.end() + length > text.length()) {
                return new Sent(text, List.of());
            }
            methods.add(head.group(1));
            at = head.end() + length;
        }
        return new Sent(text, methods);
    }

    /** Of the body; negative if nobody can say. */
    private static int length(String headers) {
        int at = headers.indexOf("Content-Length");
        if (at < 0) {
            return 0;
        }
        Matcher length = LENGTH.matcher(headers);
        return length.find() && at == headers.lastIndexOf("Content-Length") ? Integer.parseInt(length.group(1)) : -1;
    }

    boolean wellFormed() {
        return !methods.isEmpty();
    }

    /** Whether an answer may go on and on, as logs do that are followed. */
    boolean endless() {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.contains("follow")
                || lower.contains("watch")
                || lower.contains("/rollouts")
                || lower.contains("/stream");
    }

    /** Whether some answer may have a length and no body. */
    boolean asksForHead() {
        return text.contains("HEAD");
    }
}
