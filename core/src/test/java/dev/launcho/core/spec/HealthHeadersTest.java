package dev.launcho.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.model.HttpCheck;
import dev.launcho.core.yaml.Problem;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a check by HTTP names the application, and what it sends beside. */
class HealthHeadersTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "app.example.com",
                "app.example.com:8443",
                "localhost",
                "under_score.example",
                "10.0.0.1",
                "10.0.0.1:80",
                "[::1]",
                "[2001:db8::1]:443",
                "xn--bcher-kva.example",
                "example.com."
            })
    void host_asInAUrl_isTaken(String host) {
        assertThat(check("host: \"" + host + "\"").host()).isEqualTo(host);
        assertThat(check("headers: {host: \"" + host + "\"}")).isEqualTo(check("host: \"" + host + "\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a/b",
                "http://a",
                "me@a",
                "a:0",
                "a:65536",
                "a:",
                "a:x",
                "::1",
                "[::1",
                "[a.b]",
                "bücher.example",
                "a\\nb",
                "a\\r\\nX: y",
                "a,b",
                "a\\tb"
            })
    void host_anythingElse_isRefused(String host) {
        for (String line : List.of("host: \"" + host + "\"", "headers: {Host: \"" + host + "\"}")) {
            assertThat(problems(line))
                    .as(line)
                    .singleElement()
                    .matches(p -> p.line() == 5)
                    .matches(p -> p.message().contains("expected a host as in a URL"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "A B",
                "A:",
                "A(",
                "Ä",
                "A\\r",
                "A\\nB",
                "A/B",
                "{A",
                "\\\"A\\\"",
                "A\\0",
            })
    void name_thatIsNoToken_isRefused(String name) {
        assertThat(problems("headers: {\"" + name + "\": b}"))
                .singleElement()
                .matches(p -> p.line() == 5 && p.column() > 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection",
                "connection",
                "KEEP-ALIVE",
                "Proxy-Connection",
                "Proxy-Authenticate",
                "Proxy-Authorization",
                "TE",
                "Trailer",
                "Transfer-Encoding",
                "Upgrade",
                "HTTP2-Settings",
                "Content-Length",
                "Expect"
            })
    void name_ofTheConnection_isRefused(String name) {
        assertThat(problems("headers: {" + name + ": b}"))
                .singleElement()
                .matches(p ->
                        p.message().endsWith(name + ": is a header of the connection, which the check sets itself"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\nb", "a\\r", "a\\0b", "\\x7f", "\\x1b[31m", "\\x85"})
    void value_withControlCharacters_isRefused(String value) {
        assertThat(problems("headers: {A: \"" + value + "\"}"))
                .singleElement()
                .matches(p -> p.message().contains("health.headers.A"));
    }

    @Test
    void value_ofOneLine_isTaken() {
        assertThat(check("headers: {A: \"b\\tc: d\", B: \"\", C: grüße, D: true, E: 5}")
                        .headers())
                .isEqualTo(Map.of("A", "b\tc: d", "B", "", "C", "grüße", "D", "true", "E", "5"));
        assertThat(check("headers:").headers()).isEmpty();
        assertThat(problems("headers: {A: \"" + "b".repeat(4096) + "\"}")).isEmpty();
        assertThat(problems("headers: {A: \"" + "b".repeat(4097) + "\"}")).hasSize(1);
        assertThat(problems("headers: {A: }")).hasSize(1);
    }

    @Test
    void headers_moreThan32_areRefused() {
        assertThat(problems("headers: {" + many(32) + "}")).isEmpty();
        assertThat(problems("headers: {" + many(33) + "}"))
                .singleElement()
                .matches(p -> p.message().endsWith("health.headers: has 33 headers"));
    }

    private static String many(int count) {
        return IntStream.range(0, count).mapToObj(n -> "A" + n + ": b").collect(Collectors.joining(", "));
    }

    private static HttpCheck check(String line) {
        return TargetReaderTest.good(text(line)).processes().get(0).probe().http();
    }

    private static List<Problem> problems(String line) {
        return TargetReader.read("t.yaml", text(line)).problems();
    }

    private static String text(String line) {
        return "processes:\n- name: web\n  command: [a]\n  receives: [http]\n  health: {path: /, "
                + (line.endsWith(":") ? line + " " : line) + "}\nservices:\n- {name: http, on: \"h:1\"}\n";
    }
}
