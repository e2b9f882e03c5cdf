package dev.launcho.cli.client;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A reader of the text parts of an HTTP answer. It leaves the stream at the first byte of the body. */
final class HeadReader {
    private static final int LONGEST_LINE = 16 * 1024;
    private static final int MOST_HEADERS = 100;

    private final InputStream in;

    HeadReader(InputStream in) {
        this.in = new BufferedInputStream(in, 32 * 1024);
    }

    /** @param headers by lower-case name */
    record Head(int status, Map<String, String> headers) {}

    InputStream stream() {
        return in;
    }

    Head head() throws IOException {
        String[] words = line().split(" ", 3);
        if (words.length < 2 || !words[0].startsWith("HTTP/1.") || !words[1].matches("[1-5][0-9][0-9]")) {
            throw new IOException("that is not an HTTP answer");
        }
        Map<String, String> headers = new TreeMap<>();
        for (String line : fields()) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IOException("not a header: " + line);
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new Head(Integer.parseInt(words[1]), headers);
    }

    /** Returns the lines up to the next empty line: the headers, or the trailers of a chunked body. */
    List<String> fields() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (lines.size() == MOST_HEADERS) {
                throw new IOException("the answer has more than " + MOST_HEADERS + " headers");
            }
            lines.add(line);
        }
        return lines;
    }

    String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection broke in the middle of an answer");
            }
            if (line.length() == LONGEST_LINE) {
                throw new IOException("a line of the answer is too long");
            }
            line.append((char) c);
        }
        return line.toString().replace("\r", "");
    }
}
