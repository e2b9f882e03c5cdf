package dev.launcho.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonParser;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What needs no server, and finds none. */
class TargetOfflineTest {
    @TempDir
    private Path home;

    @Test
    void validate_good_countsWhatIsInIt() {
        Cli.Result result = Cli.at(home)
                .input("processes:\n- {name: web, command: [x, \"${KEY}\"]}\n")
                .run("target", "validate", "-");

        assertThat(result.exit()).isZero();
        assertThat(result.out()).isEqualTo("stdin is valid: 1 process, 0 services, 1 secret referred to\n");
        assertThat(result.err()).contains("notice: stdin:2:").contains("secret KEY is visible in process lists");
    }

    @Test
    void validate_bad_exits3WithPlaces() {
        Cli.Result result =
                Cli.at(home).input("processes:\n- {name: web, comand: [x]}\n").run("target", "validate", "-");

        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .contains("stdin:2:15: process \"web\": unknown key \"comand\"")
                .contains("did you mean \"command\"?")
                .endsWith("2 errors\n");
    }

    @Test
    void schema_always_isJson() throws Exception {
        Cli.Result result = Cli.at(home).run("target", "schema");

        assertThat(result.exit()).isZero();
        assertThat(JsonParser.object().from(result.out()).getString("$schema"))
                .isEqualTo("http://json-schema.org/draft-07/schema#");
    }
}
