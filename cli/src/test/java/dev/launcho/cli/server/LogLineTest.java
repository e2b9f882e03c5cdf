package dev.launcho.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogLineTest {
    private static String format(Level level, String message, Throwable fault) {
        LogRecord logged = new LogRecord(level, message);
        logged.setInstant(Instant.parse("2026-11-22T23:27:23.123456Z"));
        logged.setThrown(fault);
        return new LogLine().format(logged);
    }

    @Test
    void format_warning_isALineLikeAnEvent() {
        assertThat(format(Level.WARNING, "127.0.0.1:5000 lets {clients} wait", null))
                .isEqualTo("2026-11-22T23:27:23.123Z warning server: 127.0.0.1:5000 lets {clients} wait\n");
    }

    @Test
    void format_faultOfOurs_isFollowedByWhereItCameFrom() {
        assertThat(format(Level.SEVERE, "opening the services' addresses failed", new IllegalStateException("broken")))
                .startsWith("2026-11-22T23:27:23.123Z error server: opening the services' addresses failed\n"
                        + "java.lang.IllegalStateException: broken\n\tat ");
    }
}
