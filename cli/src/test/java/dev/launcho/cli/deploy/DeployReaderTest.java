package dev.launcho.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.yaml.Problem;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeployReaderTest {
    private static DeployReader.Reading read(String text) {
        return DeployReader.read("launcho.yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void read_allKeys_takesThem() {
        String text = "server: prod\nsecret: ID\nresource: web.tar\nprefix: a/b\ntarget: ../t.yaml\n";

        assertThat(read(text).settings()).contains(new DeploySettings("prod", "ID", "web.tar", "a/b", "../t.yaml"));
    }

    @Test
    void read_secretAlone_isEnough() {
        assertThat(read("secret: ID").settings()).contains(new DeploySettings("", "ID", "", "", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "server: prod | launcho.yaml:1:1: the key \"secret\" is missing",
                "{secret: A, sekret: B} | launcho.yaml:1:13: unknown key \"sekret\" (did you mean \"secret\"?)",
                "{secret: A, target: ''} | launcho.yaml:1:21: target: is empty (write a value, or remove the key)",
                "secret: ${A} | launcho.yaml:1:9: secret: \"${A}\" can't name a secret"
                        + " (write the name alone, like BUNDLE_RESOURCE_ID)",
                "{secret: A, resource: a/b} | launcho.yaml:1:23: resource: \"a/b\" can't name a resource"
                        + " (write a file's name, without folders)",
                "{secret: A, prefix: /a} | launcho.yaml:1:21: prefix: expected the name of a folder, found \"/a\""
                        + " (write it like bundle or a/b)",
                "{secret: A, prefix: a/../b} | launcho.yaml:1:21: prefix: expected the name of a folder, found \"a/../b\""
                        + " (write it like bundle or a/b)",
                "'' | launcho.yaml:1:1: the file is empty (write secret: NAME, as the target refers to it)"
            })
    void read_problem_isAClearLine(String text, String problem) {
        DeployReader.Reading reading = read(text);

        assertThat(reading.settings()).isEmpty();
        assertThat(reading.problems().stream().map(Problem::toString)).containsExactly(problem);
    }
}
