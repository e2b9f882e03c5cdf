package dev.launcho.cli.server.http;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The log of requests that failed by a fault of the server. Of each kind of failure it has one record a minute, and counts
 * the others. Else a client that repeats a request of few bytes would fill the disk with stack traces. Any thread.
 */
final class FailureLog {
    private static final System.Logger LOG = System.getLogger("dev.launcho.admin");
    private static final long EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int MOST_KINDS = 100;
    /** A stack that has overflowed has a thousand. */
    private static final int MOST_FRAMES = 100;

    private final LongSupplier ticker;
    private final Map<String, Recorded> kinds = new HashMap<>();

    private static final class Recorded {
        private final long at;
        private final String request;
        private int others;

        Recorded(long at, String request) {
            this.at = at;
            this.request = request;
        }
    }

    /** @param ticker nanoseconds, as {@link System#nanoTime} */
    FailureLog(LongSupplier ticker) {
        this.ticker = ticker;
    }

    /** Records a failure with its stack trace. @return the id of the request whose record has the details */
    String failed(String request, String from, Throwable cause) {
        StackTraceElement[] frames = cause.getStackTrace();
        String place = cause instanceof Error || frames.length == 0 ? "" : " at " + frames[0];
        if (frames.length > MOST_FRAMES) {
            cause.setStackTrace(Arrays.copyOf(frames, MOST_FRAMES));
        }
        return record(
                cause.getClass().getName() + place,
                request,
                others -> LOG.log(Level.ERROR, line(request, from) + others, cause));
    }

    /** Records a failure of the system, such as a full disk, in one line. */
    void failed(String request, String from, IOException cause) {
        record(
                cause.getClass().getName(),
                request,
                others -> LOG.log(Level.WARNING, line(request, from) + ": " + cause + others));
    }

    private static String line(String request, String from) {
        return "admin: request " + request + " from " + from + " failed";
    }

    private interface Line {
        void write(String others);
    }

    private synchronized String record(String kind, String request, Line line) {
        long now = ticker.getAsLong();
        Recorded last = kinds.get(kind);
        if (last != null && now - last.at < EVERY_NANOS) {
            last.others++;
            return last.request;
        }
        if (kinds.size() >= MOST_KINDS) {
            kinds.clear();
        }
        kinds.put(kind, new Recorded(now, request));
        line.write(
                last == null || last.others == 0
                        ? ""
                        : " (as did " + last.others + " others since request " + last.request + ")");
        return request;
    }
}
