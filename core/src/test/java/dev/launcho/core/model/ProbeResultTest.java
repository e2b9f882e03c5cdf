package dev.launcho.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.failure.Exit;
import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.failure.ProbeFinding;
import dev.launcho.core.failure.ProbeFinding.Broken;
import dev.launcho.core.failure.ProbeFinding.NoHttp;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProbeResultTest {
    private static final ProbeQuestion GET = ProbeQuestion.http("/health", "127.0.0.1", 20001);
    private static final ProbeQuestion CONNECT = ProbeQuestion.tcp("::1", 20001);
    private static final ProbeQuestion CHECK = ProbeQuestion.exec("./check");

    static Stream<Arguments> sentences() {
        return Stream.of(
                Arguments.of(GET, new ProbeFinding.Answered(503, "Busy"), "GET /health on 127.0.0.1:20001: 503 Busy"),
                Arguments.of(GET, new ProbeFinding.Answered(200, ""), "GET /health on 127.0.0.1:20001: 200"),
                Arguments.of(
                        GET,
                        new ProbeFinding.Unconnected(FailureKind.REFUSED),
                        "GET /health on 127.0.0.1:20001: connection refused"),
                Arguments.of(
                        GET,
                        new ProbeFinding.Closed("", false),
                        "GET /health on 127.0.0.1:20001: closed without an answer"),
                Arguments.of(
                        GET,
                        new ProbeFinding.Closed("100 Continue", false),
                        "GET /health on 127.0.0.1:20001: closed after 100 Continue without an answer"),
                Arguments.of(
                        GET,
                        new ProbeFinding.Closed("100 Continue", true),
                        "GET /health on 127.0.0.1:20001: no final answer after 100 Continue in 1 MiB"),
                Arguments.of(
                        GET,
                        new ProbeFinding.Silent(true, 1000),
                        "GET /health on 127.0.0.1:20001: no answer to the TLS hello in 1000ms"),
                Arguments.of(
                        GET,
                        new NoHttp(NoHttp.Speaks.TLS),
                        "GET /health on 127.0.0.1:20001: no HTTP answer, it speaks TLS: health.scheme: https"),
                Arguments.of(
                        GET,
                        new Broken(Broken.Cause.RESET, ""),
                        "GET /health on 127.0.0.1:20001: reset without an answer"),
                Arguments.of(
                        GET,
                        new Broken(Broken.Cause.HANDSHAKE, "no cipher"),
                        "GET /health on 127.0.0.1:20001: TLS handshake failed: no cipher"),
                Arguments.of(CONNECT, new ProbeFinding.Accepted(), "connect on [::1]:20001: accepts connections"),
                Arguments.of(
                        CONNECT,
                        new ProbeFinding.Unasked(FailureKind.NO_DESCRIPTOR),
                        "connect on [::1]:20001: not asked, no more open files are allowed (ulimit -n); this counts as neither success nor failure"),
                Arguments.of(CHECK, new ProbeFinding.Silent(false, 50), "exec ./check: no answer in 50ms"),
                Arguments.of(
                        CHECK, new ProbeFinding.Exited(Exit.of(Exit.Stage.COMMAND, 137)), "exec ./check: exit 137"),
                Arguments.of(
                        CHECK,
                        new ProbeFinding.Exited(Exit.of(Exit.Stage.COMMAND, 127)),
                        "exec ./check: exit 127 (the status for a program or a library that is not found)"),
                Arguments.of(
                        ProbeQuestion.NONE,
                        new ProbeFinding.Stranger(20001, "pid 7 (nc)", ""),
                        "port 20001 is taken by pid 7 (nc)"),
                Arguments.of(ProbeQuestion.NONE, new ProbeFinding.Alive(true, 1000), "runs"),
                Arguments.of(ProbeQuestion.NONE, new ProbeFinding.Alive(false, 1000), "has not run for 1000ms yet"));
    }

    @ParameterizedTest
    @MethodSource("sentences")
    void sentence_ofEachFinding_isForPeople(ProbeQuestion question, ProbeFinding finding, String sentence) {
        assertThat(new ProbeResult(question, finding).sentence()).isEqualTo(sentence);
    }

    @Test
    void saying_aSecretInAnyText_isReplacedEverywhere() {
        ProbeQuestion question = ProbeQuestion.http("/s3cret", "127.0.0.1", 1);

        assertThat(new ProbeResult(question, new ProbeFinding.Answered(500, "s3cret"))
                        .saying(text -> text.replace("s3cret", "${S}"))
                        .sentence())
                .isEqualTo("GET /${S} on 127.0.0.1:1: 500 ${S}");
    }
}
