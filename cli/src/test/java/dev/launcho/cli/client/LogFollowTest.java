package dev.launcho.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.launcho.cli.server.FakeServer;
import dev.launcho.core.admin.LogSources;
import dev.launcho.core.logs.LogQuery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LogFollowTest {
    private static final LogSources.Selection WEB = new LogSources.Selection(List.of("web"), false);

    @TempDir
    Path home;

    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    private LogFollow follow(FakeServer server) throws Failure {
        return new LogFollow(
                new AdminClient(Login.find(server.home(), ""), "test", login -> {}), WEB, LogQuery.ALL.following(true));
    }

    private void run(LogFollow follow) {
        try {
            follow.run(
                    part -> {
                        String text = new String(part.bytes(), StandardCharsets.UTF_8);
                        if (!text.isEmpty()) {
                            seen.add(text);
                        }
                        if (text.contains("two")) {
                            throw new IOException("read enough");
                        }
                    },
                    () -> seen.add("broken"));
        } catch (Failure | IOException end) {
            seen.add("end: " + end.getMessage());
        }
    }

    /** Its place may be taken in the moment in which the server is back: others follow, too. */
    @Test
    void run_serverWithoutAPlaceAfterItsRestart_isAskedAgain() throws Exception {
        int port;
        Thread reader;
        try (FakeServer server = FakeServer.start(home)) {
            port = server.port();
            server.operations().logs().write("web", "calm-otter-1", "one\n");
            LogFollow follow = follow(server);
            reader = new Thread(() -> run(follow));
            reader.start();
            assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo("one\n");
        }
        assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo("broken");
        try (FakeServer server =
                FakeServer.start(home, port, operations -> operations.logs().refuse(2))) {
            server.operations().logs().write("web", "calm-otter-1", "two\n");
            assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo("two\n");
            reader.join();
        }
    }

    @Test
    void run_serverWithoutAPlaceAtTheFirstRequest_isAFailure() throws Exception {
        try (FakeServer server = FakeServer.start(home)) {
            server.operations().logs().refuse(1);

            assertThatThrownBy(() -> follow(server).run(part -> {}, () -> {}))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("too many logs");
        }
    }
}
