package dev.launcho.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.cli.render.Console;
import dev.launcho.cli.server.FakeServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretCommandTest {
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
    void set_valueOnTheCommandLine_isStoredAsItIs() throws Exception {
        assertThat(run("secret", "set", "URL", "postgres://ü/?a=b c").exit()).isZero();

        assertThat(server.operations().secret("URL")).isEqualTo("postgres://ü/?a=b c");
    }

    @Test
    void set_withoutValue_readsStandardInputButForOneLineEnd() throws Exception {
        Cli.at(home).input("two\nlines\n\n").run("secret", "set", "PEM");

        assertThat(server.operations().secret("PEM")).isEqualTo("two\nlines\n");
    }

    @Test
    void set_dash_readsStandardInput() throws Exception {
        Cli.at(home).input("value\r\n").run("s", "set", "X", "-");

        assertThat(server.operations().secret("X")).isEqualTo("value");
    }

    @Test
    void set_valueThatLooksLikeAnOption_goesAfterTwoDashes() throws Exception {
        Cli.Result wrong = run("s", "set", "X", "--value");

        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.err()).contains("goes after --");

        assertThat(run("s", "set", "--", "X", "--value").exit()).isZero();
        assertThat(server.operations().secret("X")).isEqualTo("--value");
    }

    @Test
    void get_one_isTheBareValue() {
        run("s", "set", "A", "1");

        assertThat(run("secret", "get", "A").out()).isEqualTo("1\n");
    }

    @Test
    void get_severalWithOneMissing_printsTheOthersAndExits4() {
        run("s", "set", "A", "1");
        run("s", "set", "C", "3");

        Cli.Result result = run("secrets", "get", "A", "B", "C");

        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.out()).isEqualTo("A: 1\nC: 3\n");
        assertThat(result.err()).isEqualTo("error: there is no secret \"B\"\n");
    }

    @Test
    void ls_some_areNamesOnly() {
        run("s", "set", "B", "hidden");
        run("s", "set", "A", "hidden");

        assertThat(run("s", "ls").out()).isEqualTo("A\nB\n");
        assertThat(run("s", "ls", "-o", "json").out()).contains("\"A\"").doesNotContain("hidden");
    }

    @Test
    void rm_several_goesOnAfterAFailure() {
        run("s", "set", "A", "1");

        Cli.Result result = run("s", "rm", "B", "A");

        assertThat(result.exit()).isEqualTo(4);
        assertThat(server.operations().secretNames()).isEmpty();
    }

    @Test
    void get_onATerminal_masksUnlessRevealed() {
        run("s", "set", "A", "hunter2");

        Cli.Result masked = Cli.at(home).terminal(Console.Stream.OUT).run("s", "get", "A");
        assertThat(masked.exit()).isZero();
        assertThat(masked.out()).isEqualTo("••••••••\n");
        assertThat(masked.err()).contains("--reveal");
        assertThat(Cli.at(home)
                        .terminal(Console.Stream.OUT)
                        .run("s", "get", "A", "--reveal")
                        .out())
                .isEqualTo("hunter2\n");
        assertThat(Cli.at(home)
                        .terminal(Console.Stream.OUT)
                        .run("s", "get", "B")
                        .exit())
                .isEqualTo(4);
    }

    @Test
    void set_valueOnTheCommandLineOfATerminal_isWarnedOf() {
        assertThat(Cli.at(home)
                        .terminal(Console.Stream.ERR)
                        .run("s", "set", "A", "hunter2")
                        .err())
                .contains("shell's history")
                .doesNotContain("hunter2");
        assertThat(run("s", "set", "A", "hunter2").err()).doesNotContain("history");
    }

    @Test
    void set_dryRun_namesWhatItWouldReplaceAndSetsNothing() {
        Cli.Result result = run("s", "set", "NEW", "x", "--dry-run");

        assertThat(result.exit()).isZero();
        assertThat(result.err()).contains("rev 0 → 1");
        assertThat(server.operations().secretNames()).isEmpty();
    }
}
