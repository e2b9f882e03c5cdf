package dev.launcho.cli.server.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** RFC 9112, to the letter: what the body of a request is, if its framing is right. Knows nothing of Netty. */
final class StrictFraming {
    private static final String TOKEN = "[-!#$%&'*+.^_`|~0-9A-Za-z]+";
    private static final Pattern SIZE = Pattern.compile("0*([0-9A-Fa-f]{1,8})([ \\t]*;.*)?");
    private static final Pattern EXTENSION =
            Pattern.compile("(?:[ \\t]*;[ \\t]*" + TOKEN + "[ \\t]*(?:=[ \\t]*" + TOKEN + ")?)*");
    private static final Pattern FIELD = Pattern.compile(TOKEN + ":[ \\t]*[!-~\\x80-\\xff \\t]*");

    private final String text;
    private int at;
    private boolean oddExtension;

    private StrictFraming(byte[] request) {
        text = new String(request, StandardCharsets.ISO_8859_1);
    }

    /**
     * What there is.
     *
     * @param body of the first request; empty if there is none, or not the whole of one
     * @param oddExtension whether a chunk has an extension that is not well-formed. It changes nothing of what the body is,
     *     so a reader may take it or not.
     */
    record Reading(Optional<byte[]> body, boolean oddExtension) {}

    static Reading of(byte[] request) {
        StrictFraming framing = new StrictFraming(request);
        Optional<byte[]> body = framing.read().map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
        return new Reading(body, framing.oddExtension);
    }

    private Optional<String> read() {
        Optional<String> requestLine = line();
        if (requestLine.isEmpty()) {
            return Optional.empty();
        }
        List<String> lengths = new ArrayList<>();
        List<String> codings = new ArrayList<>();
        for (Optional<String> field = field(); !field.equals(Optional.of("")); field = field()) {
            if (field.isEmpty() || !FIELD.matcher(field.get()).matches()) {
                return Optional.empty();
            }
            int colon = field.get().indexOf(':');
            String value = field.get().substring(colon + 1).strip();
            switch (field.get().substring(0, colon).toLowerCase(Locale.ROOT)) {
                case "content-length" -> lengths.add(value);
                case "transfer-encoding" -> codings.add(value.toLowerCase(Locale.ROOT));
                default -> {}
            }
        }
        if (!codings.isEmpty()) {
            boolean alone = lengths.isEmpty() && codings.equals(List.of("chunked"));
            return alone && requestLine.get().endsWith("HTTP/1.1") ? chunks() : Optional.empty();
        }
        if (lengths.isEmpty()) {
            return Optional.of("");
        }
        return lengths.size() == 1 && lengths.get(0).matches("[0-9]{1,9}")
                ? take(Integer.parseInt(lengths.get(0)))
                : Optional.empty();
    }

    private Optional<String> chunks() {
        StringBuilder body = new StringBuilder();
        while (true) {
            var size = SIZE.matcher(line().orElse("none"));
            if (!size.matches()) {
                return Optional.empty();
            }
            String extension = size.group(2);
            oddExtension |= extension != null && !EXTENSION.matcher(extension).matches();
            long length = Long.parseLong(size.group(1), 16);
            if (length == 0) {
                return trailers() ? Optional.of(body.toString()) : Optional.empty();
            }
            Optional<String> chunk = length > text.length() ? Optional.empty() : take((int) length);
            if (chunk.isEmpty() || !line().equals(Optional.of(""))) {
                return Optional.empty();
            }
            body.append(chunk.get());
        }
    }

    private boolean trailers() {
        for (Optional<String> field = field(); field.isPresent(); field = field()) {
            if (field.get().isEmpty()) {
                return true;
            }
            if (!FIELD.matcher(field.get()).matches()) {
                return false;
            }
        }
        return false;
    }

    /** A line with those that go on with it (obs-fold), which a server may read as one with a space between. */
    private Optional<String> field() {
        Optional<String> field = line();
        while (field.isPresent()
                && !field.get().isEmpty()
                && at < text.length()
                && " \t".indexOf(text.charAt(at)) >= 0) {
            String before = field.get();
            field = line().map(more -> before + " " + more.strip());
        }
        return field;
    }

    /** Up to CR LF; empty if there is none, or a lone one of them before it. */
    private Optional<String> line() {
        int end = text.indexOf("\r\n", at);
        if (end < 0) {
            return Optional.empty();
        }
        String line = text.substring(at, end);
        at = end + 2;
        return line.indexOf('\n') >= 0 || line.indexOf('\r') >= 0 ? Optional.empty() : Optional.of(line);
    }

    private Optional<String> take(int count) {
        if (text.length() - at < count) {
            return Optional.empty();
        }
        at += count;
        return Optional.of(text.substring(at - count, at));
    }
}
