package dev.launcho.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.yaml.Problem;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NotifyReaderTest {
    private static ConfigReading read(String receivers) {
        return ConfigReader.read("c", "server: {notify: " + receivers + "}");
    }

    private static List<String> problems(String receivers) {
        return read(receivers).problems().stream()
                .map(Problem::toString)
                .map(line -> line.substring(2))
                .toList();
    }

    @Test
    void read_everyKey_reachesTheConfig() {
        assertThat(read("[{url: 'https://h/a', on: [failed, live], template: slack, secret: s}, "
                                + "{url: 'http://[::1]:1/', secret_file: /s}]")
                        .config()
                        .receivers())
                .containsExactly(
                        new NotifyReceiver(
                                "https://h/a",
                                EnumSet.of(NotifyKind.FAILED, NotifyKind.LIVE),
                                NotifyTemplate.SLACK,
                                "s",
                                ""),
                        new NotifyReceiver("http://[::1]:1/", NotifyKind.USUAL, NotifyTemplate.JSON, "", "/s"));
        assertThat(NotifyKind.USUAL).doesNotContain(NotifyKind.LIVE).hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "[{url: '${HOOK}'}]", "[{url: 'https://h/${KEY}', secret: '${KEY}'}]"})
    void read_receivers_areValid(String receivers) {
        assertThat(problems(receivers)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "5 | 1:18: server.notify: expected a list of receivers, found a number (write - url: https://...)",
                "[{on: [failed]}] | 1:19: server.notify[0]: the key \"url\" is missing",
                "[{url: 'https://h', tmplate: x}] | 1:38: server.notify[0]: unknown key \"tmplate\" "
                        + "(did you mean \"template\"?)",
                "[{url: 'ftp://h/'}] | 1:25: server.notify[0].url: begins with neither https:// nor http:// "
                        + "(like https://hooks.example.com/T0/B0, or \"${NAME}\" for one that is a secret)",
                "[{url: 'https:///key'}] | 1:25: server.notify[0].url: has no valid host "
                        + "(like https://hooks.example.com/T0/B0, or \"${NAME}\" for one that is a secret)",
                "[{url: 'https://h:70000/key'}] | 1:25: server.notify[0].url: has a port that is not from 1 to 65535 "
                        + "(like https://hooks.example.com/T0/B0, or \"${NAME}\" for one that is a secret)",
                "[{url: 'https://h/ key'}] | 1:25: server.notify[0].url: has a character that a URL can't have "
                        + "(like https://hooks.example.com/T0/B0, or \"${NAME}\" for one that is a secret)",
                "[{url: 'https://h/${A'}] | 1:25: server.notify[0].url: \"${\" without a \"}\"",
                "[{url: 'https://h', on: [crash]}] | 1:43: server.notify[0].on[0]: expected one of failed, crash_loop, "
                        + "unhealthy, live, recovered, out_of_memory, disk, found \"crash\"",
                "[{url: 'https://h', on: []}] | 1:42: server.notify[0].on: names no kind of message "
                        + "(remove the key, or write some of failed, crash_loop, unhealthy, live, recovered, "
                        + "out_of_memory, disk)",
                "[{url: 'https://h', on: [recovered]}] | 1:42: server.notify[0].on: has recovered alone "
                        + "(it follows a message of another kind; add failed, crash_loop, ...)",
                "[{url: 'https://h', template: slak}] | 1:48: server.notify[0].template: expected json or slack or "
                        + "discord, found \"slak\" (did you mean \"slack\"?)",
                "[{url: 'https://h', secret: ''}] | 1:46: server.notify[0].secret: is empty "
                        + "(make one: openssl rand -hex 32)",
                "[{url: 'https://h', secret_file: s3cr3t}] | 1:51: server.notify[0].secret_file: is not an absolute path "
                        + "(name a file that has the secret)",
                "[{url: 'https://h', secret: a, secret_file: /x}] | 1:49: server.notify[0].secret_file: "
                        + "a receiver has one secret (remove secret or secret_file)",
            })
    void read_badValue_saysPlaceAndCure(String receivers, String problem) {
        assertThat(problems(receivers)).containsExactly(problem);
    }

    @Test
    void read_moreReceiversThanAllowed_isAProblem() {
        assertThat(problems("[" + "{url: 'https://h'},".repeat(9) + "]"))
                .containsExactly("1:18: server.notify: has 9 receivers (at most 8)");
    }

    @Test
    void toString_receiver_hasNoSecret() {
        assertThat(read("[{url: 'https://h/path-key', secret: sign-key}]")
                        .config()
                        .toString())
                .doesNotContain("path-key")
                .doesNotContain("sign-key");
    }

    @ParameterizedTest
    @CsvSource({
        "https://u:p@Hooks.example.com:8443/T0?k=1, https://Hooks.example.com:8443, false",
        "HTTP://10.0.0.1/x, http://10.0.0.1, true",
        "http://127.0.0.1:80/x, http://127.0.0.1:80, false",
        "http://[::1]/x, http://[::1], false",
        "http://localhost/x, http://localhost, false",
        "http://127.evil.example/x, http://127.evil.example, true"
    })
    void shown_url_isSchemeAndHost(String text, String shown, boolean exposed) {
        NotifyUrl url = NotifyUrl.parse(text);

        assertThat(url.shown()).isEqualTo(shown).isEqualTo(url.toString());
        assertThat(url.isExposed()).isEqualTo(exposed);
    }

    @Test
    void exposed_urlThatIsASecret_isJudgedByItsValue() {
        List<NotifyReceiver> receivers =
                read("[{url: '${HOOK}'}, {url: 'http://h/${KEY}'}]").config().receivers();

        assertThat(ExposedReceivers.of(receivers, Map.of("HOOK", "http://hooks.example/path-key")))
                .hasSize(2)
                .first()
                .asString()
                .startsWith("server.notify[0].url: messages to http://hooks.example can be read")
                .doesNotContain("path-key");
        assertThat(ExposedReceivers.of(receivers, Map.of())).hasSize(1);
    }

    @Test
    void parse_userOfTheUrl_isNoPartOfTheUri() {
        NotifyUrl url = NotifyUrl.parse("https://ana:s%20p@h/x?y=@");

        assertThat(url.user()).isEqualTo("ana:s p");
        assertThat(url.uri()).hasToString("https://h/x?y=@");
    }
}
