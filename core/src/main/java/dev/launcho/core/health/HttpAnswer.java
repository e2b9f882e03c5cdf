package dev.launcho.core.health;

import dev.launcho.core.failure.ProbeFinding;
import java.nio.ByteBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A parser of the beginning of an HTTP answer. The status of the final answer decides; its fields and body are not
 * read. Interim answers (1xx) before it are skipped (RFC 9110, 15.2). Lenient where real servers are: any version, a
 * line end without CR, no reason phrase, empty lines before the status. One thread.
 */
final class HttpAnswer {
    /** Characters of a status line that are examined; the rest of a longer line is skipped. */
    private static final int LONGEST = 512;

    /** Most bytes up to the end of the deciding status line. */
    private static final int MOST = 1 << 20;

    private static final String NAME = "http/";
    private static final Pattern STATUS = Pattern.compile(
            "HTTP/[0-9]+(?:\\.[0-9]+)?[ \\t]+([1-9][0-9]{2})(?:[ \\t]+(.*))?", Pattern.CASE_INSENSITIVE);

    /** No interim answer here: a check asks for no other protocol, and nothing more would follow (RFC 9110, 15.2.2). */
    private static final int SWITCHING_PROTOCOLS = 101;

    private static final int FIRST_FINAL = 200;

    private final Preface preface = new Preface();
    private final StringBuilder line = new StringBuilder();
    private Part part = Part.STATUS;
    private boolean empty = true;
    private int count;
    private Kind kind = Kind.NOTHING;
    private int status;
    private String reason = "";
    private String interim = "";

    private enum Part {
        STATUS,
        /** Header fields of an interim answer. */
        FIELDS
    }

    /** The kind of answer that has come. */
    enum Kind {
        /** Not yet a whole answer. */
        NOTHING,
        HTTP,
        /** A TLS record. */
        TLS,
        /** A frame of HTTP/2. */
        HTTP2,
        /** More interim answers than any server intends to send. */
        ENDLESS,
        OTHER
    }

    /** Takes the bytes between position and limit, up to those that decide. Returns whether the answer is decided. */
    boolean take(ByteBuffer bytes) {
        while (kind == Kind.NOTHING && bytes.hasRemaining()) {
            if (++count > MOST) {
                kind = interim.isEmpty() ? Kind.OTHER : Kind.ENDLESS;
            } else {
                take(bytes.get() & 0xff);
            }
        }
        return kind != Kind.NOTHING;
    }

    /** Ends the input; the bytes so far have to decide. */
    void end() {
        if (kind == Kind.NOTHING && part == Part.STATUS && !empty) {
            statusLine();
        }
    }

    Kind kind() {
        return kind;
    }

    /** Returns the status, from 100 to 999, if the kind is {@link Kind#HTTP}. */
    int status() {
        return status;
    }

    /** Returns the reason phrase; may be empty. */
    String reason() {
        return reason;
    }

    /** Returns status and reason of the last interim answer; empty if there was none. */
    String interim() {
        return interim;
    }

    private void take(int b) {
        if (b == '\n') {
            lineEnd();
            return;
        }
        if (b == '\r') {
            return;
        }
        empty = false;
        if (part == Part.FIELDS) {
            return;
        }
        if (interim.isEmpty()) {
            kind = preface.take(b);
        }
        line.append(isPrintable(b) ? (char) b : '?');
        if (kind == Kind.NOTHING && line.length() == LONGEST) {
            statusLine();
        }
    }

    private static boolean isPrintable(int b) {
        return b >= ' ' && b < 0x7f || b >= 0xa0 || b == '\t';
    }

    private void lineEnd() {
        if (part == Part.FIELDS) {
            // A line of blanks continues the field before it; only an empty line ends the fields.
            part = empty ? Part.STATUS : Part.FIELDS;
        } else if (!empty) {
            statusLine();
        }
        empty = true;
    }

    private void statusLine() {
        Matcher found = STATUS.matcher(line);
        if (!found.matches()) {
            kind = Kind.OTHER;
            return;
        }
        status = Integer.parseInt(found.group(1));
        reason = found.group(2) == null ? "" : found.group(2).trim();
        if (status >= FIRST_FINAL || status == SWITCHING_PROTOCOLS) {
            kind = Kind.HTTP;
            return;
        }
        interim = new ProbeFinding.Answered(status, reason).words();
        line.setLength(0);
        part = Part.FIELDS;
    }

    /** The first bytes, by which another protocol is recognised at once. It may never send the end of a line. */
    private static final class Preface {
        private static final int TLS_ENOUGH = 3;
        private static final int FRAME = 9;
        private static final int ALERT = 21;
        private static final int HANDSHAKE = 22;

        private final int[] head = new int[FRAME];
        private int count;

        /** Returns {@link Kind#NOTHING} while the bytes may still be HTTP, and if they are. */
        Kind take(int b) {
            if (count == FRAME) {
                return Kind.NOTHING;
            }
            head[count++] = b;
            if (isHttp()) {
                return Kind.NOTHING;
            }
            if (head[0] == ALERT || head[0] == HANDSHAKE) {
                return count < TLS_ENOUGH ? Kind.NOTHING : head[1] == 3 && head[2] <= 4 ? Kind.TLS : Kind.OTHER;
            }
            if (head[0] == 0) {
                return count < FRAME ? Kind.NOTHING : isSettings() ? Kind.HTTP2 : Kind.OTHER;
            }
            return Kind.OTHER;
        }

        private boolean isHttp() {
            for (int i = 0; i < Math.min(count, NAME.length()); i++) {
                if (Character.toLowerCase(head[i]) != NAME.charAt(i)) {
                    return false;
                }
            }
            return true;
        }

        /** Returns whether this is a server's first frame: type 4, on stream 0 (RFC 9113, 3.4 and 4.1). */
        private boolean isSettings() {
            return head[3] == 4 && (head[5] | head[6] | head[7] | head[8]) == 0;
        }
    }
}
