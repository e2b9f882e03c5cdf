package dev.launcho.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.cli.server.FakeServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
    void edit_underTheScript_givesTheEditorTheUsersOwnLocale() {
        Path seen = home.resolve("locale");
        Cli cli = Cli.at(home).with("EDITOR", "f() { echo \"${LC_ALL-none} ${LANGUAGE-none}\" >>" + seen + "; }; f");

        cli.run("target", "edit");
        cli.with("LAUNCHO_LC_ALL", "de_DE.UTF-8").with("LAUNCHO_LANGUAGE", "de").run("target", "edit");

        assertThat(seen).content().isEqualTo("none none\nde_DE.UTF-8 de\n");
    }

    /** Latin-1: the bytes were replaced by U+FFFD and sent. */
    @Test
    void edit_toWhatIsNotUtf8_isRefusedAndKeptAsItIs() throws Exception {
        Cli.Result result = edit("printf 'processes: [] # gr\\374n\\n' >");

        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.err()).contains("UTF-8");
        assertThat(server.operations().target().revision()).isEqualTo(1);
        Matcher path = Pattern.compile("your text is in (\\S+):").matcher(result.err());
        assertThat(path.find()).isTrue();
        Path file = Path.of(path.group(1));
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).isEqualTo("processes: [] # gr\u00fcn\n");
        Files.delete(file);
    }

    @Test
    void edit_invalidTwice_keepsTheText() throws Exception {
        Cli.Result result = edit("sed -i s/services/servces/");

        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.err()).contains("servces").contains("1 error, nothing sent");
        assertThat(kept(result)).endsWith(".json\nprocesses:\nservces:\n");
        assertThat(server.operations().target().revision()).isEqualTo(1);
    }

    @Test
    void edit_invalid_opensTheEditorAgainWithTheProblemsAboveIt() throws Exception {
        Path seen = home.resolve("seen");
        // The first run breaks it, the second keeps what it was shown, and repairs it.
        Cli.Result result = edit("f() { cp \"$1\" " + seen
                + "; sed -i -e 's/^servces/# good\\nservices/;t' -e s/^services/servces/ \"$1\"; }; f");

        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(server.operations().target().text()).isEqualTo("processes:\n# good\nservices:\n");
        assertThat(seen)
                .content()
                .startsWith("# launcho>> not sent.")
                .contains("\n# launcho>> ", ":5:1: unknown key \"servces\"");
    }

    @Test
    void edit_somebodyElseWasQuicker_exits5WithADiffAndKeepsTheText() throws Exception {
        String other = home.resolve("other.yaml").toString();
        Files.writeString(Path.of(other), "processes:\n# theirs\nservices:\n");
        Cli.Result result = edit(
                "f() { echo '# mine' >> \"$1\"; touch " + home + "/go; while test -e " + home
                        + "/go; do sleep 0.05; done; }; f",
                () -> Cli.at(home).run("target", "set", other));

        assertThat(result.exit()).isEqualTo(5);
        assertThat(result.err())
                .contains("revision 1 → 2:")
                .contains("  +# theirs\n")
                .contains("is at revision 2 now");
        assertThat(kept(result)).endsWith("services:\n# mine\n");
        assertThat(server.operations().target().text()).contains("# theirs").doesNotContain("mine");
    }

    /** @param meanwhile is done while the editor is open */
    private Cli.Result edit(String editor, Runnable meanwhile) throws Exception {
        Thread other = new Thread(() -> {
            await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(home.resolve("go")));
            meanwhile.run();
            home.resolve("go").toFile().delete();
        });
        other.start();
        Cli.Result result = edit(editor);
        other.join();
        return result;
    }

    @Test
    void edit_refusedByServer_keepsTheText() throws Exception {
        Cli.Result result = edit("sed -i '1i # bad'");

        assertThat(result.exit()).isEqualTo(3);
        assertThat(kept(result)).startsWith("# bad\n").doesNotContain("# launcho>>");
    }

    @Test
    void edit_brokenEditor_saysSo() throws Exception {
        Cli.Result result = edit("false");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("the editor \"false\" ended with status 1");
        assertThat(kept(result)).endsWith(".json\nprocesses:\nservices:\n");
    }
}
