package dev.launcho.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import dev.launcho.cli.server.FakeServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotifyCommandsTest {
    @TempDir
    Path home;

    private FakeServer server;

    @BeforeEach
    void start() throws Exception {
        server = FakeServer.start(home);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Cli.Result run(String... arguments) {
        return Cli.at(home).run(arguments);
    }

    @Test
    void ls_receivers_areATableOrJson() throws Exception {
        assertThat(run("notify", "ls").out()).contains("https://hooks.example").contains("failed,recovered");
        JsonArray all =
                JsonParser.array().from(run("notify", "ls", "-o", "json").out());
        assertThat((JsonObject) all.get(0))
                .containsEntry("number", 1)
                .containsEntry("signed", true)
                .containsEntry("state", "ok")
                .containsEntry("since", "")
                .containsEntry("dropped", 5);

        server.operations().receivers().fail("it answers 500");

        assertThat(run("notify", "ls").out()).contains("failing").contains(": it answers 500");
    }

    @Test
    void test_receiverThatTakesIt_isDelivered() {
        Cli.Result result = run("notify", "test");

        assertThat(result.exit()).isZero();
        assertThat(result.out()).isEqualTo("1  https://hooks.example  delivered; it answers: thank you\n");
    }

    @Test
    void test_receiverThatDoesNot_failsAndSaysWhy() {
        server.operations().receivers().fail("it answers 500");

        Cli.Result result = run("notify", "test", "--url", "1");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out())
                .isEqualTo("1  https://hooks.example  not delivered, it answers 500; it answers: thank you\n");
    }

    @Test
    void test_receiverThatIsNotThere_isNotFound() {
        Cli.Result result = run("notify", "test", "--url", "2");

        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.err()).contains("there is no receiver 2, server.notify in launcho-config.yaml has 1");
    }

    @Test
    void notify_withoutReceivers_saysWhatToType() {
        server.operations().receivers().remove();

        assertThat(run("notify", "ls").out())
                .isEqualTo("no receivers: name some in server.notify of launcho-config.yaml\n");
        Cli.Result result = run("notify", "test");
        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.err()).contains("has no receivers").contains("name some in server.notify");
    }
}
