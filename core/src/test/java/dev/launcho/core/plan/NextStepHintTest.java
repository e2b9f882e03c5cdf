package dev.launcho.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.failure.Exit;
import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.failure.OutOfMemory;
import dev.launcho.core.failure.ProbeFinding;
import dev.launcho.core.model.ProbeQuestion;
import dev.launcho.core.model.ProbeResult;
import dev.launcho.core.text.StatusCodes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NextStepHintTest {
    private static final ProbeResult REFUSED = get(new ProbeFinding.Unconnected(FailureKind.REFUSED));
    private static final ProbeFinding SILENT = new ProbeFinding.Silent(false, 1000);

    private static ProbeResult get(ProbeFinding finding) {
        return new ProbeResult(ProbeQuestion.http("/health", "127.0.0.1", 20001), finding);
    }

    private static ProbeResult connect(ProbeFinding finding) {
        return new ProbeResult(ProbeQuestion.tcp("127.0.0.1", 20001), finding);
    }

    private static ProbeResult exec(ProbeFinding finding) {
        return new ProbeResult(ProbeQuestion.exec("./check"), finding);
    }

    private static ProbeFinding exited(int status) {
        return new ProbeFinding.Exited(Exit.of(Exit.Stage.COMMAND, status));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "node: error while loading shared libraries: libfoo.so.1: cannot open|shared library libfoo.so.1 is not on this",
                "Error loading shared library libz.so.1: No such file or directory (needed by ./app)|shared library libz.so.1 is not on this",
                "Error: Cannot find module 'express'|Node.js module express is missing",
                "ModuleNotFoundError: No module named 'flask'|Python module flask is missing",
                "java.lang.NoClassDefFoundError: org/example/Main|Java class org/example/Main is not on the class path",
                "cannot load such file -- sinatra (LoadError)|Ruby library sinatra is missing",
                "Error: listen EADDRINUSE: address already in use :::80|it tries to listen on a port that is taken",
                "listen tcp :80: bind: Address already in use|it tries to listen on a port that is taken",
                "Error: listen EADDRINUSE :::80|it tries to listen on a port that is taken"
            })
    void of_aLineThatTellsWhatIsMissing_namesIt(String line, String hint) {
        for (String end : List.of("exit 1", "exit 127")) {
            assertThat(hints(end, ProbeResult.NONE, List.of(), List.of("starting", line)))
                    .singleElement()
                    .asString()
                    .contains(hint);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "COMMAND|137|OWN_LIMIT|raise limits.memory",
                "COMMAND|137|MACHINE|the machine has no memory left",
                "BEFORE|2||launcho logs dry-newt-9",
                "COMMAND|139||limits.core",
                "COMMAND|132||limits.core",
                "COMMAND|134||limits.core"
            })
    void of_anEnd_tellsWhatHelps(Exit.Stage stage, int status, @Nullable OutOfMemory why, String hint) {
        Exit plain = Exit.of(stage, status);
        Exit end = why == null ? plain : plain.killedFor(why, 64 << 20);

        assertThat(NextStepHint.of(new NextStepHint.Symptoms(
                        "dry-newt-9",
                        Optional.of(end),
                        ProbeResult.NONE,
                        StatusCodes.USUAL,
                        Map.of(),
                        List.of(),
                        List.of())))
                .singleElement()
                .asString()
                .contains(hint);
    }

    @Test
    void of_anotherPort_namesBoth() {
        assertThat(hints("", REFUSED, List.of(3000), List.of()))
                .containsExactly("bind $SERVICE_PORT_MY_WEB (20001), not 3000");
        assertThat(hints("", REFUSED, List.of(), List.of()))
                .singleElement()
                .asString()
                .startsWith("it listens nowhere: let it listen on $SERVICE_PORT_MY_WEB (20001)");
        assertThat(hints("", REFUSED, List.of(20001, 3000), List.of()))
                .containsExactly("bind $SERVICE_PORT_MY_WEB (20001), not 3000");
        assertThat(hints("", get(new ProbeFinding.Answered(404, "Not Found")), List.of(20001, 3000), List.of()))
                .singleElement()
                .asString()
                .startsWith("it runs, but has no /health");
        assertThat(hints("", ProbeResult.NONE, List.of(3000), List.of()))
                .singleElement()
                .asString()
                .endsWith("not 3000");
    }

    @Test
    void of_oneThatHasEndedOrHasNoPort_isNotAskedWhyItDoesNotListen() {
        assertThat(hints("exit 3", REFUSED, List.of(), List.of())).isEmpty();
        assertThat(NextStepHint.of(new NextStepHint.Symptoms(
                        "dry-newt-9",
                        Optional.empty(),
                        REFUSED,
                        StatusCodes.USUAL,
                        Map.of(),
                        List.of(3000),
                        List.of())))
                .isEmpty();
    }

    @Test
    void of_noAnswerInTime_namesTheTimeout() {
        assertThat(hints("", get(SILENT), List.of(20001), List.of()))
                .singleElement()
                .asString()
                .endsWith("launcho logs dry-newt-9, or raise health.timeout");
    }

    @Test
    void of_noConnectInTime_saysThatItHangs() {
        assertThat(hints("", connect(SILENT), List.of(20001), List.of()))
                .singleElement()
                .asString()
                .startsWith("it has stopped accepting connections");
    }

    @Test
    void silent_readyByATcpCheck_namesTheChecksThatSeeIt() {
        assertThat(NextStepHint.silent("dry-newt-9", 1, 7))
                .startsWith("dry-newt-9 has sent no answer for 7s, with 1 open connection: a TCP check")
                .endsWith("health: {path: ...} or {exec: [...]} can");
        assertThat(NextStepHint.unread("dry-newt-9", 2))
                .startsWith("dry-newt-9 does not read the data of 2 open connections: a TCP check");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404|it runs, but has no /health: set health.path to a path",
                "401|wants a login",
                "403|wants a login",
                "403|health.host",
                "400|set health.host",
                "421|set health.host",
                "101|101 is no final answer to a GET: set health.path",
                "503|reports itself as unhealthy"
            })
    void of_anAnswer_tellsWhatItMeans(int status, String hint) {
        assertThat(hints("", get(new ProbeFinding.Answered(status, "connection refused")), List.of(20001), List.of()))
                .singleElement()
                .asString()
                .contains(hint);
    }

    @Test
    void of_anAnswerThatCounts_isNoSymptom() {
        StatusCodes few = StatusCodes.parse("200");

        assertThat(hints("", get(new ProbeFinding.Answered(200, "OK")), List.of(20001), List.of()))
                .isEmpty();
        assertThat(ProbeHint.of(get(new ProbeFinding.Answered(200, "OK")), "dry-newt-9", few))
                .isEmpty();
        assertThat(ProbeHint.of(get(new ProbeFinding.Answered(404, "")), "dry-newt-9", StatusCodes.parse("404")))
                .isEmpty();
        assertThat(ProbeHint.of(get(new ProbeFinding.Answered(302, "Found")), "dry-newt-9", few))
                .hasValueSatisfying(hint -> assertThat(hint).contains("health.status does not count 302: add it"));
    }

    @Test
    void of_aCloseWithoutAnAnswer_asksWhetherItSpeaksTls() {
        assertThat(hints("", get(new ProbeFinding.Closed("", false)), List.of(20001), List.of()))
                .singleElement()
                .asString()
                .contains("health.scheme: https");
        assertThat(hints("", get(new ProbeFinding.Closed("103 Early Hints", false)), List.of(20001), List.of()))
                .isEmpty();
    }

    @Test
    void of_aCheckThatFails_tellsWhatHelps() {
        assertThat(hints("", exec(SILENT), List.of(20001), List.of()))
                .containsExactly("the check does not end in time: make it quicker, or raise health.timeout");
        assertThat(hints("", exec(exited(127)), List.of(20001), List.of()))
                .singleElement()
                .asString()
                .startsWith("health.exec is run without a shell");
        for (ProbeFinding failed : List.of(exited(1), new ProbeFinding.Described("no such directory"))) {
            assertThat(hints("", exec(failed), List.of(20001), List.of()))
                    .containsExactly(
                            "the output of the check is discarded: run it by hand, or see launcho logs dry-newt-9");
        }
    }

    @Test
    void of_wordsOfTheApplication_areNoSymptoms() {
        ProbeFinding quoted = new ProbeFinding.Described("connection refused, no answer, closed without an answer");

        assertThat(hints("", get(quoted), List.of(20001), List.of())).isEmpty();
    }

    @Test
    void of_aCheckThatIsContent_isSilent() {
        assertThat(hints("", exec(exited(0)), List.of(20001), List.of())).isEmpty();
    }

    @Test
    void of_nothingKnown_isSilent() {
        assertThat(hints("exit 3", ProbeResult.NONE, List.of(), List.of("bye"))).isEmpty();
    }

    private static List<String> hints(String end, ProbeResult probe, List<Integer> listens, List<String> log) {
        Optional<Exit> ended = end.isEmpty()
                ? Optional.empty()
                : Optional.of(Exit.of(Exit.Stage.COMMAND, Integer.parseInt(end.substring(5))));
        return NextStepHint.of(new NextStepHint.Symptoms(
                "dry-newt-9", ended, probe, StatusCodes.USUAL, Map.of("my-web", 20001), listens, log));
    }
}
