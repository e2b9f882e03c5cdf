package dev.launcho.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.yaml.Problem;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReferenceCheckTest {
    private static final String ID = "0123456789abcdef0123456789abcdef01234567";
    private static final ReferenceCheck REFERENCES =
            TargetReader.read("t.yaml", """
                    processes:
                      - name: web
                        command: [a, "${TOKEN}-${TOKEN}", "$${NO}"]
                        resources: [{id: "${BUNDLE}", file: a}, {id: %s, file: b}]
                        before: echo ${NO}
                        health: {exec: [x, "${PASS}"]}
                        env: {T: "${TOKEN}"}
                    services: [{name: s, on: "${HOST}:1"}]
                    """.formatted(ID)).references();

    @Test
    void names_and_users_are_those_of_all_templates() {
        assertThat(REFERENCES.names()).containsExactly("BUNDLE", "HOST", "PASS", "TOKEN");
        assertThat(REFERENCES.users("TOKEN")).containsExactly("process \"web\"");
        assertThat(REFERENCES.users("HOST")).containsExactly("service \"s\"");
        assertThat(REFERENCES.users("NO")).isEmpty();
    }

    @Test
    void warnings_secrets_in_commands_are_visible() {
        assertThat(REFERENCES.warnings())
                .extracting(Problem::toString)
                .containsExactly(
                        "t.yaml:3:18: process \"web\": command[1]: secret TOKEN is visible in process lists "
                                + "(pass it in env instead)",
                        "t.yaml:6:24: process \"web\": health.exec[1]: secret PASS is visible in process lists "
                                + "(pass it in env instead)");
    }

    @Test
    void notices_nothing_there_yet_tells_each_use_by_line() {
        assertThat(REFERENCES.notices(name -> Optional.empty(), id -> false))
                .extracting(Problem::toString)
                .containsExactly(
                        "t.yaml:3:18: process \"web\": command[1]: "
                                + "secret TOKEN is not set yet, the process waits for it",
                        "t.yaml:4:22: process \"web\": resources[0].id: "
                                + "secret BUNDLE is not set yet, the process waits for it",
                        "t.yaml:4:50: process \"web\": resources[1].id: " + "resource \"" + ID
                                + "\" is not on the server yet, the process waits for it",
                        "t.yaml:6:24: process \"web\": health.exec[1]: "
                                + "secret PASS is not set yet, the process waits for it",
                        "t.yaml:7:14: process \"web\": env.T: secret TOKEN is not set yet, the process waits for it",
                        "t.yaml:8:26: service \"s\": on: secret HOST is not set yet, the service waits for it");
    }

    @Test
    void notices_variableThatLaunchoSets_saysWhoHasIt() {
        ReferenceCheck references = TargetReader.read("t.yaml", """
                        processes:
                          - name: web
                            command: [a, "${SERVICE_PORT_WEB}"]
                        """).references();

        assertThat(references.warnings()).isEmpty();
        assertThat(references.notices(name -> Optional.empty(), id -> true))
                .extracting(Problem::toString)
                .containsExactly(
                        "t.yaml:3:18: process \"web\": command[1]: secret SERVICE_PORT_WEB is not set yet, the process"
                                + " waits for it (the process has it in its environment: write [\"sh\", \"-c\","
                                + " \"exec ... $SERVICE_PORT_WEB\"])");
    }

    @Test
    void notices_bad_id_in_a_secret_does_not_show_it() {
        assertThat(REFERENCES.notices(name -> Optional.of("secret value"), ID::equals))
                .extracting(Problem::toString)
                .containsExactly("t.yaml:4:22: process \"web\": resources[0].id: "
                        + "resource \"${BUNDLE}\" is not on the server yet, the process waits for it");
    }

    @Test
    void notices_all_there_is_silent() {
        assertThat(REFERENCES.notices(name -> Optional.of(ID), ID::equals)).isEmpty();
    }
}
