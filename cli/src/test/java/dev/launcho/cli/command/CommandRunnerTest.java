package dev.launcho.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.server.FakeServer;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class CommandRunnerTest {
    @TempDir
    static Path home;

    private static FakeServer server;

    @BeforeAll
    static void start() throws Exception {
        server = FakeServer.start(home);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Cli.Result run(String... arguments) {
        return Cli.at(home).run(arguments);
    }

    /** The words of every command, as {@code target set}. */
    static Stream<String> everyCommand() {
        return words("", CommandRunner.model(new CommandContext(Cli.nowhere(), java.util.Map.of())));
    }

    private static Stream<String> words(String before, CommandLine line) {
        return line.getSubcommands().entrySet().stream()
                .flatMap(entry -> Stream.concat(
                        Stream.of((before + " " + entry.getKey()).strip()),
                        words(before + " " + entry.getKey(), entry.getValue())));
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void help_ofEveryCommand_hasAnExampleAndTheCommonOptions(String words) {
        Cli.Result result = run((words + " --help").split(" "));

        assertThat(result.exit()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out())
                .startsWith("Usage: launcho ")
                .containsPattern("Examples?:\n  .*launcho ")
                .contains("--home")
                .contains("-w, --which");
        assertThat(result.out().lines().mapToInt(String::length).max().orElse(0))
                .isLessThanOrEqualTo(80);
    }

    @Test
    void run_withoutCommand_printsHelp() {
        assertThat(run().out()).startsWith("Usage: launcho ");
        assertThat(run("target").out()).startsWith("Usage: launcho target ");
    }

    @Test
    void run_typo_suggests() {
        Cli.Result result = run("statsu");

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isEqualTo("""
                        error: there is no command "statsu"
                          did you mean launcho status?
                          try launcho --help
                        """);
    }

    @ParameterizedTest
    @CsvSource({
        "validate x.yaml, did you mean launcho target validate?",
        "edit, did you mean launcho target edit?",
        "ls, did you mean launcho resource ls or launcho secret ls or launcho token ls or launcho notify ls?",
        "get target, did you mean launcho target get?",
        "secret lst, did you mean launcho secret ls?",
        "secret list, did you mean launcho secret ls?",
        "s delete A, did you mean launcho secret rm?",
        "resource list, did you mean launcho resource ls?",
        "target diff x, did you mean launcho target plan?",
        "log web, did you mean launcho logs?",
        "apply -f x.yaml, to deploy: launcho target set FILE",
        "ps, to see what runs: launcho status",
        "describe web, to see why a process is in its state: launcho why NAME",
        "undo, did you mean launcho rollback?",
    })
    void run_wordOfAnotherPlaceOrTool_saysWhatToType(String typed, String hint) {
        Cli.Result result = run(typed.split(" "));

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("error: there is no command \"").contains("\n  " + hint + "\n");
    }

    @Test
    void run_wordThatIsNoCommandOfAnybody_suggestsNothing() {
        assertThat(run("frobnicate").err()).isEqualTo("""
                        error: there is no command "frobnicate"
                          try launcho --help
                        """);
    }

    @Test
    void run_noNumber_isToldByTheNameOfTheArgument() {
        assertThat(run("rollback", "x").err()).contains("error: invalid value for REV: 'x' is not a whole number\n");
        assertThat(run("logs", "web", "--tail", "x").err())
                .contains("error: invalid value for option '--tail': 'x' is not a whole number\n");
    }

    @Test
    void run_unknownOption_suggests() {
        assertThat(run("target", "set", "--no-wiat", "x").err()).contains("did you mean launcho target set --no-wait?");
    }

    @Test
    void run_missingArgument_isAUsageError() {
        Cli.Result result = run("logs");

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).startsWith("error: missing required parameter: 'NAME'");
    }

    @Test
    void logs_unknown_exits4() {
        assertThat(run("logs", "nobody").exit()).isEqualTo(4);
    }

    @Test
    void restart_process_waitsForIt() {
        Cli.Result result = run("restart-process", "web");

        assertThat(result.exit()).isZero();
        assertThat(result.err()).contains("~ web: 2 instances are replaced");
        assertThat(result.out()).startsWith("✓ ");
        assertThat(run("restart", "wbe").exit()).isEqualTo(4);
    }

    @Test
    void events_more_thanOnePage_areTheLast() {
        for (int i = 1; i <= 1500; i++) {
            server.operations().addEvent("web", "event " + i);
        }

        Cli.Result result = run("events", "--tail", "2");

        assertThat(result.out()).isEqualTo("""
                        2026-01-01T00:00:00Z  info     web: event 1499
                        2026-01-01T00:00:00Z  info     web: event 1500
                        """);
        assertThat(run("events", "--tail", "1", "-o", "json").out()).contains("\"sequence\":1500");
    }

    @Test
    void version_fromClasses_saysSo() {
        assertThat(run("version").out()).isEqualTo("launcho unpackaged\n");
    }
}
