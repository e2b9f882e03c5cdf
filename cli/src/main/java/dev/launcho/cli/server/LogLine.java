package dev.launcho.cli.server;

import dev.launcho.core.text.QuotedText;
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

/** A formatter of log records that gives them the form of the events that the server prints. Stateless. */
final class LogLine extends Formatter {
    /** Installs the formatter. Loads its classes at once, since later there may be no file descriptor left for them. */
    static void install() {
        LogLine line = new LogLine();
        line.format(new LogRecord(Level.WARNING, "warming up"));
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            handler.setFormatter(line);
        }
    }

    static String text(Instant at, String severity, String subject, String message) {
        return at.truncatedTo(ChronoUnit.MILLIS) + " " + severity.toLowerCase(Locale.ROOT) + " " + subject + ": "
                + QuotedText.clean(message);
    }

    @Override
    public String format(LogRecord logged) {
        String severity = logged.getLevel().equals(Level.SEVERE)
                ? "error"
                : logged.getLevel().getName();
        String line = text(logged.getInstant(), severity, "server", formatMessage(logged)) + System.lineSeparator();
        return logged.getThrown() == null ? line : line + trace(logged.getThrown());
    }

    /** Returns the stack trace of an internal fault; nothing else is logged with an exception. */
    private static String trace(Throwable fault) {
        StringWriter trace = new StringWriter();
        fault.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }
}
