package dev.launcho.core.health;

import java.nio.ByteBuffer;

/** The first line of an HTTP answer, as its bytes come in. It decides; headers and body are not read. One thread. */
final class StatusLine {
    private static final int LONGEST = 512;

    private final StringBuilder line = new StringBuilder();

    /** Takes the bytes between position and limit; whether the line is complete, or longer than anybody means it. */
    boolean take(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            char c = (char) (bytes.get() & 0xff);
            if (c == '\n' || line.length() == LONGEST) {
                return true;
            }
            if (c >= ' ') {
                line.append(c);
            }
        }
        return false;
    }

    /** Any 2xx or 3xx. */
    boolean healthy() {
        String[] words = words();
        return isAnswer(words) && words[1].charAt(0) >= '2' && words[1].charAt(0) <= '3';
    }

    /** {@code 503 Service Unavailable}, or what it is instead of a status. */
    String text() {
        String[] words = words();
        if (!isAnswer(words)) {
            return line.isEmpty() ? "closed without an answer" : "no HTTP answer";
        }
        return line.substring(words[0].length() + 1).trim();
    }

    private String[] words() {
        return line.toString().split(" ", 3);
    }

    private static boolean isAnswer(String[] words) {
        return words.length >= 2 && words[0].startsWith("HTTP/") && words[1].matches("[0-9]{3}");
    }
}
