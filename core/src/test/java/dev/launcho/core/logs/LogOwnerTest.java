package dev.launcho.core.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.launcho.core.model.InstanceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The owner of a file can make whoever opens it wait: a log of earlier servers does not stay its user's. */
@Tag("attack")
class LogOwnerTest {
    private static final int NOBODY = 65_534;
    private static final InstanceId ONE = new InstanceId("calm-otter-1");

    @TempDir
    Path dir;

    private final Map<InstanceId, String> running = new HashMap<>();
    private LogWatch watch;
    private Path log;

    @BeforeEach
    void given() throws IOException {
        assumeThat(Files.getAttribute(dir, "unix:uid")).as("root only").isEqualTo(0);
        LogSpool spool = new LogSpool(dir);
        log = spool.file("web", ONE);
        LogSpool.create(log);
        Files.setAttribute(log, "unix:uid", NOBODY);
        watch = new LogWatch(spool, () -> Map.copyOf(running), warning -> {});
    }

    @Test
    void begin_logOfOneThatHasEnded_isTakenBack() throws IOException {
        watch.begin();

        assertThat(Files.getAttribute(log, "unix:uid")).isEqualTo(0);
    }

    /** A program that runs may open /dev/stderr anew. */
    @Test
    void look_logOfOneThatEnds_isTakenBackThen() throws IOException {
        running.put(ONE, "web");
        watch.begin();
        watch.look();
        assertThat(Files.getAttribute(log, "unix:uid")).isEqualTo(NOBODY);

        running.clear();
        watch.look();

        assertThat(Files.getAttribute(log, "unix:uid")).isEqualTo(0);
    }
}
