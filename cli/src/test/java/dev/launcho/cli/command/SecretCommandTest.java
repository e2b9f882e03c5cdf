package dev.launcho.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.cli.render.Console;
import dev.launcho.cli.server.FakeServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest(name = "{0}")
    @MethodSource("piped")
    void set_fromAPipe_dropsOneLineEndAndSaysSo(String input, String stored) throws Exception {
        Cli.Result result = Cli.at(home).input(unescaped(input)).run("secret", "set", "PIPED");

        assertThat(server.operations().secret("PIPED")).isEqualTo(unescaped(stored));
        assertThat(result.err().contains("notice: the line end after the value is left out; --raw keeps it\n"))
                .isEqualTo(!input.equals(stored));
        assertThat(result.err()).doesNotContain("hunter2");

        Cli.at(home).input(unescaped(input)).run("secret", "set", "RAW", "--raw");
        assertThat(server.operations().secret("RAW")).isEqualTo(unescaped(input));
    }

    /** What comes in, and what is stored of it, with line ends written as {@code \n} and {@code \r}. */
    static Stream<Arguments> piped() {
        return Stream.of(
                Arguments.of("hunter2", "hunter2"),
                Arguments.of("hunter2\\n", "hunter2"),
                Arguments.of("hunter2\\r\\n", "hunter2"),
                Arguments.of("hunter2\\r", "hunter2\\r"),
                Arguments.of("hunter2\\n\\n", "hunter2\\n"),
                Arguments.of("hunter2\\r\\n\\r\\n", "hunter2\\r\\n"),
                Arguments.of("two\\nlines\\n", "two\\nlines"),
                Arguments.of("\\nhunter2 ", "\\nhunter2 "),
                Arguments.of(" ü💥\\t\\n", " ü💥\\t"));
    }

    private static String unescaped(String text) {
        return text.replace("\\n", "\n").replace("\\r", "\r").replace("\\t", "\t");
    }

    @Test
    void set_dash_readsStandardInput() throws Exception {
        Cli.at(home).input("value\r\n").run("s", "set", "X", "-");

        assertThat(server.operations().secret("X")).isEqualTo("value");
    }

    @Test
    void set_file_isReadAsAPipeIs() throws Exception {
        Path file = Files.writeString(home.resolve("Schlüssel"), "value\n");

        assertThat(run("s", "set", "X", "--file", file.toString()).err()).contains("--raw keeps it");
        assertThat(server.operations().secret("X")).isEqualTo("value");

        assertThat(run("s", "set", "X", "--raw", "--file=" + file).err()).doesNotContain("--raw keeps it");
        assertThat(server.operations().secret("X")).isEqualTo("value\n");

        Cli.at(home).input("from a pipe").run("s", "set", "X", "--file", "-");
        assertThat(server.operations().secret("X")).isEqualTo("from a pipe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n"})
    void set_nothingFromAPipe_isRefusedAndNamesTheWay(String input) throws Exception {
        run("s", "set", "X", "before");

        Cli.Result result = Cli.at(home).input(input).run("s", "set", "X");

        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.err()).contains("nothing sent", "launcho secret set X ''");
        assertThat(server.operations().secret("X")).isEqualTo("before");
        assertThat(run("s", "set", "X", "").exit()).isZero();
        assertThat(server.operations().secret("X")).isEmpty();
    }

    @Test
    void set_onlyALineEndRaw_isThatLineEnd() throws Exception {
        assertThat(Cli.at(home).input("\n").run("s", "set", "X", "--raw").exit())
                .isZero();
        assertThat(server.operations().secret("X")).isEqualTo("\n");

        assertThat(Cli.at(home).input("").run("s", "set", "X", "--raw").exit()).isEqualTo(3);
    }

    @Test
    void set_bytesThatAreNoText_areRefused() {
        byte[] latin = {'p', (byte) 0xe4, '\n'};
        byte[] nul = {'p', 0, 'q'};

        for (Cli.Result result : List.of(
                Cli.at(home).input(latin).run("s", "set", "X"),
                Cli.at(home).input(latin).run("s", "set", "X", "--raw"),
                Cli.at(home).terminal(Console.Stream.IN).input(latin).run("s", "set", "X"),
                run("s", "set", "X", "p\uFFFD"))) {
            assertThat(result.exit()).isEqualTo(3);
            assertThat(result.err()).contains("is not UTF-8 text, nothing sent", "launcho resource up FILE");
        }
        Cli.Result zero = Cli.at(home).input(nul).run("s", "set", "X");
        assertThat(zero.exit()).isEqualTo(3);
        assertThat(zero.err()).contains("standard input has a NUL character", "launcho resource up FILE");
        assertThat(server.operations().secretNames()).isEmpty();
    }

    @Test
    void set_valueBesideRawOrFile_isAMistake() {
        assertThat(run("s", "set", "X", "v", "--raw").exit()).isEqualTo(2);
        assertThat(run("s", "set", "X", "v", "--file", "f").exit()).isEqualTo(2);
        assertThat(run("s", "set", "X", "-", "--file", "f").exit()).isEqualTo(2);
        assertThat(run("s", "set", "X", "--file", home + "/none").err()).contains("there is no file " + home + "/none");
        assertThat(server.operations().secretNames()).isEmpty();
    }

    @Test
    void set_lineEndInTheArgument_isKept() throws Exception {
        assertThat(run("s", "set", "X", "value\n").err()).doesNotContain("line end");

        assertThat(server.operations().secret("X")).isEqualTo("value\n");
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
