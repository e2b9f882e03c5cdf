package dev.launcho.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.cli.server.FakeServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With {@code sed} and the like as the editor. */
class TargetEditCommandTest {
    @TempDir
    Path home;

    private FakeServer server;

    @BeforeEach
    void start() throws Exception {
        server = FakeServer.start(home);
        Cli.at(home).input("processes:\nservices:\n").run("target", "set", "-");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Cli.Result edit(String editor) {
        return Cli.at(home).with("EDITOR", editor).run("target", "edit");
    }

    private static String kept(Cli.Result result) throws Exception {
        Matcher path = Pattern.compile("your text is in (\\S+):").matcher(result.err());
        assertThat(path.find()).as(result.err()).isTrue();
        Path file = Path.of(path.group(1));
        String text = Files.readString(file);
        Files.delete(file);
        return text;
    }

    @Test
    void edit_changed_isSetAndTheFileIsGone() {
        Cli.Result result = edit("sed -i '1i # edited'");

        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(server.operations().target().text()).startsWith("# edited\n");
        assertThat(result.err()).doesNotContain("your text is in");
    }

    @Test
    void edit_unchanged_sendsNothing() {
        Cli.Result result = edit("true");

        assertThat(result.exit()).isZero();
        assertThat(result.err()).isEqualTo("No changes.\n");
        assertThat(server.operations().target().revision()).isEqualTo(1);
    }

    @Test
    void edit_invalidWithoutTerminal_keepsTheText() throws Exception {
        Cli.Result result = edit("sed -i s/services/servces/");

        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.err()).contains("servces").contains("1 error, nothing sent");
        assertThat(kept(result)).isEqualTo("processes:\nservces:\n");
        assertThat(server.operations().target().revision()).isEqualTo(1);
    }

    @Test
    void edit_invalidOnATerminal_opensTheEditorAgain() {
        // The first run breaks it, the second repairs it.
        Cli.Result result = Cli.at(home)
                .terminal(dev.launcho.cli.render.Console.Stream.IN)
                .input("\n")
                .with("VISUAL", "sed -i -e 's/^servces/# good\\nservices/;t' -e s/^services/servces/")
                .run("t", "edit");

        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(server.operations().target().text()).isEqualTo("processes:\n# good\nservices:\n");
    }

    @Test
    void edit_refusedByServer_keepsTheText() throws Exception {
        Cli.Result result = edit("sed -i '1i # bad'");

        assertThat(result.exit()).isEqualTo(3);
        assertThat(kept(result)).startsWith("# bad\n");
    }

    @Test
    void edit_brokenEditor_saysSo() throws Exception {
        Cli.Result result = edit("false");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("the editor \"false\" ended with status 1");
        assertThat(kept(result)).isEqualTo("processes:\nservices:\n");
    }
}
