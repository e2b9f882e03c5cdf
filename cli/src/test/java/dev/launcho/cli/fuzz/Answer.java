package dev.launcho.cli.fuzz;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One answer of a server, read strictly.
 *
 * @param head from the status line to the empty one
 */
public record Answer(String head, String body) {
    private static final int LONGEST_HEAD = 64 * 1024;
    private static final Pattern HEAD =
            Pattern.compile("HTTP/1\\.1 ([1-5][0-9][0-9]) [ -~]*\r\n(?:[a-z-]+: [ -~]*\r\n)*\r\n");
    private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: ([0-9]{1,9})\r\n");

    /** The server wrote what is no answer. */
    public static final class Broken extends IOException {
        private static final long serialVersionUID = 1L;

        Broken(String message) {
            super(message);
        }
    }

    /**
     * @param toHead whether it answers a HEAD request
     * @param endless whether one part of what comes in parts is enough
     * @return empty at the end of what the server sends
     * @throws EOFException if that is in the middle of an answer
     */
    public static Optional<Answer> read(InputStream in, boolean toHead, boolean endless) throws IOException {
        while (true) {
            String head = head(in);
            if (head.isEmpty()) {
                return Optional.empty();
            }
            Matcher parts = HEAD.matcher(head);
            if (!parts.matches()) {
                throw new Broken("this is no head of an answer: " + head);
            }
            if (!parts.group(1).equals("100")) {
                return Optional.of(new Answer(head, toHead ? "" : body(head, in, endless)));
            }
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder(256);
        for (int c = in.read(); c >= 0; c = in.read()) {
            head.append((char) c);
            int length = head.length();
            if (c == '\n' && length >= 4 && head.indexOf("\r\n\r\n", length - 4) >= 0) {
                return head.toString();
            }
            if (length > LONGEST_HEAD) {
                throw new Broken("the head of an answer does not end: " + head.substring(0, 200));
            }
        }
        if (!head.isEmpty()) {
            throw new EOFException("an answer ended with: " + head);
        }
        return "";
    }

    private static String body(String head, InputStream in, boolean endless) throws IOException {
        Matcher length = LENGTH.matcher(head);
        if (length.find()) {
            return exactly(in, Integer.parseInt(length.group(1)));
        }
        if (!head.contains("\r\ntransfer-encoding: chunked\r\n")) {
            throw new Broken("an answer without a length: " + head);
        }
        StringBuilder body = new StringBuilder();
        while (true) {
            int size = size(in);
            body.append(exactly(in, size));
            if (!exactly(in, 2).equals("\r\n")) {
                throw new Broken("a part of an answer does not end after " + size + " bytes");
            }
            if (size == 0 || endless) {
                return body.toString();
            }
        }
    }

    private static int size(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.indexOf("\r\n") < 0) {
            line.append(exactly(in, 1));
            if (line.length() > 12) {
                throw new Broken("this is no length of a part of an answer: " + line);
            }
        }
        return Integer.parseInt(line.substring(0, line.length() - 2), 16);
    }

    private static String exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("an answer ended " + (length - bytes.length) + " bytes early");
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    public int status() {
        return Integer.parseInt(head.substring(9, 12));
    }

    /** Whether no other answer follows on this connection. */
    boolean last() {
        return head.contains("\r\nconnection: close\r\n");
    }
}
