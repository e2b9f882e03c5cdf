package dev.launcho.cli.server;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Gives what is logged the form of the events that the server prints beside it. Stateless. */
final class LogLine extends Formatter {
    /** For everything that is logged from now on. Loads what it needs, since later there may be no descriptor for that. */
    static void install() {
        LogLine line = new LogLine();
        line.format(new LogRecord(Level.WARNING, "warming up"));
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            handler.setFormatter(line);
        }
    }

    static String text(Instant at, String severity, String subject, String message) {
        return at.truncatedTo(ChronoUnit.MILLIS) + " " + severity.toLowerCase(Locale.ROOT) + " " + subject + ": "
                + message;
    }

    @Override
    public String format(LogRecord logged) {
        String severity = logged.getLevel().equals(Level.SEVERE)
                ? "error"
                : logged.getLevel().getName();
        String line = text(logged.getInstant(), severity, "server", formatMessage(logged)) + System.lineSeparator();
        return logged.getThrown() == null ? line : line + trace(logged.getThrown());
    }

    /** Of a fault of ours; nothing else is logged with one. */
    private static String trace(Throwable fault) {
        StringWriter trace = new StringWriter();
        fault.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }
}
