package dev.launcho.cli.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("attack")
class FailureLogTest {
    private static final Logger LOG = Logger.getLogger("dev.launcho.admin");

    private final AtomicLong now = new AtomicLong();
    private final FailureLog failures = new FailureLog(now::get);
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord record) {
            if (record.getMessage().contains("from test")) {
                records.add(record);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        LOG.addHandler(listener);
    }

    @AfterEach
    void stop() {
        LOG.removeHandler(listener);
    }

    private static RuntimeException failure() {
        return new IllegalStateException("broken");
    }

    @Test
    void failed_oneKindAgainAndAgain_isRecordedOnceAMinuteAndCounted() {
        assertThat(failures.failed("r1", "test", failure())).isEqualTo("r1");
        for (int i = 2; i < 100; i++) {
            assertThat(failures.failed("r" + i, "test", failure())).isEqualTo("r1");
        }
        now.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(failures.failed("r100", "test", failure())).isEqualTo("r100");

        assertThat(records).hasSize(2);
        assertThat(records.get(1).getMessage()).contains("request r100 ", "98 others since request r1");
    }

    @Test
    void failed_anotherKind_isRecordedToo() {
        failures.failed("r1", "test", failure());
        failures.failed("r2", "test", new IllegalArgumentException("other"));
        failures.failed("r3", "test", new IOException("disk is full"));

        assertThat(records).hasSize(3);
        assertThat(records.get(2).getMessage()).contains("disk is full");
    }

    @Test
    void failed_stackOverflow_hasAShortTrace() {
        try {
            forEver(0);
        } catch (StackOverflowError deep) {
            failures.failed("r1", "test", deep);
        }

        assertThat(records.get(0).getThrown().getStackTrace()).hasSizeLessThanOrEqualTo(100);
    }

    private static int forEver(int n) {
        return forEver(n + 1) + 1;
    }
}
