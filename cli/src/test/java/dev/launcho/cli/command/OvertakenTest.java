package dev.launcho.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.cli.server.FakeServer;
import dev.launcho.core.intent.RequestRefused;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody else changes the target after a plan was shown, and before it is carried out. */
class OvertakenTest {
    @TempDir
    Path home;

    private FakeServer server;
    private final AtomicInteger changes = new AtomicInteger();

    @BeforeEach
    void start() throws Exception {
        server = FakeServer.start(home);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** @param times how often somebody is quicker */
    private void overtaken(int times) {
        server.operations().onChange(() -> {
            if (changes.incrementAndGet() <= times) {
                server.operations().targets().overtake();
            }
        });
    }

    private Cli.Result run(String... arguments) {
        return Cli.at(home).run(arguments);
    }

    @Test
    void rollback_overtaken_isNotMadeAndExits5() {
        overtaken(1);

        Cli.Result result = run("rollback", "--no-wait");

        assertThat(result.exit()).isEqualTo(5);
        assertThat(result.err())
                .startsWith("server: 127.0.0.1:" + server.port() + "   rev 0 → 1\n")
                .endsWith("error: the target is at revision 1 now\n");
        assertThat(changes).as("what it goes back to may be another one now").hasValue(1);
    }

    @Test
    void secretSet_overtaken_showsAnewAndKeepsTheValue() throws RequestRefused {
        overtaken(1);

        Cli.Result result = Cli.at(home).input("hunter2").run("secret", "set", "URL", "--no-wait");

        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.err())
                .contains("   rev 0 → 1\n")
                .contains("notice: somebody else changed the target just now, planning again\n")
                .contains("   rev 1 → 2\n");
        assertThat(server.operations().secret("URL")).isEqualTo("hunter2");
    }

    @Test
    void secretSet_overtakenEachTime_isNotMadeAndExits5() {
        overtaken(Integer.MAX_VALUE);

        Cli.Result result = run("secret", "set", "URL", "x");

        assertThat(result.exit()).isEqualTo(5);
        assertThat(result.err()).contains("error: the target is at revision 5 now");
        assertThat(server.operations().secretNames()).isEmpty();
    }

    @Test
    void targetSet_overtaken_showsAnew() throws Exception {
        overtaken(1);
        Path file = Files.writeString(home.resolve("target.yaml"), "processes: []\n");

        Cli.Result result = run("target", "set", "--no-wait", file.toString());

        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.err())
                .contains("   rev 0 → 1\n")
                .contains("planning again")
                .contains("   rev 1 → 2\n");
    }
}
