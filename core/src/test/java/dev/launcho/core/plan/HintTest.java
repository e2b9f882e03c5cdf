package dev.launcho.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HintTest {
    private static final String REFUSED = "GET /health on 127.0.0.1:20001: connection refused";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "node: error while loading shared libraries: libfoo.so.1: cannot open|shared library libfoo.so.1 is not on this",
                "Error: Cannot find module 'express'|Node.js module express is not there",
                "ModuleNotFoundError: No module named 'flask'|Python module flask is not there",
                "java.lang.NoClassDefFoundError: org/example/Main|Java class org/example/Main is not on the class path",
                "cannot load such file -- sinatra (LoadError)|Ruby library sinatra is not there",
                "Error: listen EADDRINUSE: address already in use :::80|wants a port that is taken",
                "listen tcp :80: bind: Address already in use|wants a port that is taken",
                "Error: listen EADDRINUSE :::80|wants a port that is taken"
            })
    void of_aLineThatTellsWhatIsMissing_namesIt(String line, String hint) {
        assertThat(hints("exit 1", "", List.of(), List.of("starting", line)))
                .first()
                .asString()
                .contains(hint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "killed: out of memory, limits.memory is 64m|raise limits.memory",
                "killed: out of memory, the machine has no more|the machine has no memory left",
                "`before` failed: exit 2|launcho logs dry-newt-9",
                "exit 127 (command not found)|without a shell",
                "exit 126 (the command can't be executed)|chmod +x",
                "could not be launched: No space left on device|the disk is full",
                "SIGSEGV or exit 139|limits.core",
                "SIGILL or exit 132|limits.core",
                "SIGABRT or exit 134|limits.core"
            })
    void of_anEnd_tellsWhatHelps(String end, String hint) {
        assertThat(hints(end, "", List.of(), List.of()))
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
        assertThat(hints("", "GET /health on 127.0.0.1:20001: 404 Not Found", List.of(20001, 3000), List.of()))
                .singleElement()
                .asString()
                .startsWith("it runs, but has no /health");
        assertThat(hints("", "", List.of(3000), List.of()))
                .singleElement()
                .asString()
                .endsWith("not 3000");
    }

    @Test
    void of_oneThatHasEndedOrHasNoPort_isNotAskedWhyItDoesNotListen() {
        assertThat(hints("exit 3", REFUSED, List.of(), List.of())).isEmpty();
        assertThat(Hint.of(new Hint.Symptoms("dry-newt-9", "", REFUSED, Map.of(), List.of(3000), List.of())))
                .isEmpty();
    }

    @Test
    void of_noAnswerInTime_namesTheTimeout() {
        assertThat(hints("", "GET /health on 127.0.0.1:20001: no answer in 1s", List.of(20001), List.of()))
                .singleElement()
                .asString()
                .endsWith("launcho logs dry-newt-9, or raise health.timeout");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404 Not Found|it runs, but has no /health: let health.path name a path",
                "401 Unauthorized|wants a login",
                "403 Forbidden|wants a login",
                "503 Service Unavailable|says itself that it is not well"
            })
    void of_anAnswer_tellsWhatItMeans(String status, String hint) {
        assertThat(hints("", "GET /health on 127.0.0.1:20001: " + status, List.of(20001), List.of()))
                .singleElement()
                .asString()
                .contains(hint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exec ./check: no answer in 1s|the check does not end in time: make it quicker, or raise health.timeout",
                "exec check: exit 127|health.exec is run without a shell",
                "exec ./check: exit 1|what the check prints is dropped: run it by hand, or see launcho logs dry-newt-9"
            })
    void of_aCheckThatFails_tellsWhatHelps(String probe, String hint) {
        assertThat(hints("", probe, List.of(20001), List.of()))
                .singleElement()
                .asString()
                .startsWith(hint);
    }

    @Test
    void of_aCheckThatIsContent_isSilent() {
        assertThat(hints("", "exec ./check: exit 0", List.of(20001), List.of())).isEmpty();
    }

    @Test
    void of_nothingKnown_isSilent() {
        assertThat(hints("exit 3", "", List.of(), List.of("bye"))).isEmpty();
    }

    private static List<String> hints(String end, String probe, List<Integer> listens, List<String> log) {
        return Hint.of(new Hint.Symptoms("dry-newt-9", end, probe, Map.of("my-web", 20001), listens, log));
    }
}
