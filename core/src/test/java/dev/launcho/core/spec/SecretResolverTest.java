package dev.launcho.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.ProcessSpec.ResourceRequest;
import dev.launcho.core.model.ResolvedProcess;
import dev.launcho.core.model.ServiceSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretResolverTest {
    private static final String ID = "0123456789abcdef0123456789abcdef01234567";
    private static final String TEXT = """
            processes:
              - name: web
                command: ["${PROGRAM}", "${ARG}"]
                env: {URL: "db://${USER}:${PASS}@h", RAW: "$${USER}"}
                receives: [http]
                health: {path: "${PATH}", host: "${NAME}", headers: {Authorization: "Bearer ${TOKEN}", X: "$${X}"}}
                resources: [{id: "${ID}", file: "${USER}"}]
                before: echo ${USER} $${USER}
                uid: "${UID}"
                gid: "${GID}"
                groups: ["${GROUP}", "27"]
                cwd: "${CWD}"
            services: [{name: http, on: "${HOST}:${PORT}"}]
            """;
    private static final Map<String, String> SECRETS = Map.ofEntries(
            Map.entry("PROGRAM", "node"),
            Map.entry("ARG", ""),
            Map.entry("USER", "me"),
            Map.entry("PASS", "${USER}"),
            Map.entry("PATH", "health"),
            Map.entry("ID", ID),
            Map.entry("UID", "1000"),
            Map.entry("GID", "www-data"),
            Map.entry("GROUP", "video"),
            Map.entry("CWD", "/srv"),
            Map.entry("HOST", "127.0.0.1"),
            Map.entry("PORT", "5000"),
            Map.entry("NAME", "app.example.com"),
            Map.entry("TOKEN", "s3cret"));

    @Test
    void resolve_all_set_replaces_in_templates_and_nowhere_else() {
        ProcessSpec resolved = SecretResolver.resolve(process(), with(Map.of()))
                .value()
                .orElseThrow()
                .spec();
        assertThat(resolved.command()).containsExactly("node", "");
        assertThat(resolved.env()).containsExactly(Map.entry("URL", "db://me:${USER}@h"), Map.entry("RAW", "${USER}"));
        assertThat(resolved.probe().path()).isEqualTo("/health");
        assertThat(resolved.probe().http().host()).isEqualTo("app.example.com");
        assertThat(resolved.probe().http().headers())
                .containsExactly(Map.entry("Authorization", "Bearer s3cret"), Map.entry("X", "${X}"));
        assertThat(resolved.probe().toString()).doesNotContain("s3cret");
        assertThat(resolved.resources()).containsExactly(new ResourceRequest(ID, "${USER}"));
        assertThat(resolved.before()).isEqualTo("echo ${USER} $${USER}");
        assertThat(List.of(resolved.uid(), resolved.gid(), resolved.cwd())).containsExactly("1000", "www-data", "/srv");
        assertThat(resolved.groups()).containsExactly("video", "27");
        assertThat(resolved.policy()).isEqualTo(process().policy());
    }

    @Test
    void resolve_exec_probe_is_a_template_too() {
        ProcessSpec process = TargetReaderTest.good("processes: [{name: a, command: [b], health: {exec: [x, '${A}']}}]")
                .processes()
                .get(0);
        assertThat(SecretResolver.resolve(process, name -> Optional.of("y"))
                        .value()
                        .orElseThrow()
                        .spec()
                        .probe()
                        .exec())
                .containsExactly("x", "y");
    }

    @Test
    void resolve_secrets_not_set_waits_for_them() {
        ResolvedSecrets<ResolvedProcess> resolved = SecretResolver.resolve(process(), name -> Optional.empty());
        assertThat(resolved.missing())
                .containsExactly(
                        "ARG", "CWD", "GID", "GROUP", "ID", "NAME", "PASS", "PATH", "PROGRAM", "TOKEN", "UID", "USER");
        assertThat(resolved.value()).isEmpty();
        assertThat(resolved.problems()).isEmpty();
    }

    @Test
    void resolve_missing_goes_before_bad_values() {
        Function<String, Optional<String>> lookup =
                name -> name.equals("USER") ? Optional.empty() : Optional.of("not good for anything\0");
        assertThat(SecretResolver.resolve(process(), lookup).missing()).containsExactly("USER");
        assertThat(SecretResolver.resolve(process(), lookup).problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PROGRAM | '' | command[0]: expected the name or path of a program, but \"${PROGRAM}\"",
                "ID | secret | resources[0].id: expected a resource id: 40 hex digits, "
                        + "as \"launcho resource up\" prints them, but \"${ID}\"",
                "UID | -secret | uid: expected a name, or a number from 0 to 4294967294, but \"${UID}\"",
                "GID | a secret | gid: expected a name, or a number from 0 to 4294967294, but \"${GID}\"",
                "GROUP | a:secret | groups[0]: expected a name, or a number from 0 to 4294967294, but \"${GROUP}\"",
                "CWD | secret | cwd: expected an absolute path, like /var/www, but \"${CWD}\"",
                "PATH | a secret | health.path: expected a path like /health, without blanks, others percent-encoded, "
                        + "but \"${PATH}\"",
                "NAME | a secret | health.host: expected a host as in a URL, with its port or without: app.example.com, "
                        + "[::1]:8443, but \"${NAME}\"",
                "NAME | '' | health.host: expected a host as in a URL, with its port or without: app.example.com, "
                        + "[::1]:8443, but \"${NAME}\"",
                "TOKEN | 'sec\tr\net' | health.headers.Authorization: expected a text of one line without control "
                        + "characters, of at most 4096 bytes, but \"Bearer ${TOKEN}\"",
            })
    void resolve_bad_value_is_told_without_the_secret(String name, String value, String problem) {
        ResolvedSecrets<ResolvedProcess> resolved = SecretResolver.resolve(process(), with(Map.of(name, value)));
        assertThat(resolved.value()).isEmpty();
        assertThat(resolved.problems()).containsExactly("process \"web\": " + problem + " gives something else");
    }

    @Test
    void resolve_value_with_a_line_break_says_so() {
        assertThat(SecretResolver.resolve(process(), with(Map.of("ID", ID + "\n")))
                        .problems())
                .singleElement()
                .asString()
                .endsWith("but \"${ID}\" gives something else, with blanks or a line break at an end");
    }

    @Test
    void resolve_nul_can_be_given_to_no_process() {
        assertThat(SecretResolver.resolve(process(), with(Map.of("PASS", "a\0b")))
                        .problems())
                .containsExactly("process \"web\": env.URL: \"db://${USER}:${PASS}@h\" gives a text with a NUL "
                        + "character, which no process can receive");
    }

    @Test
    void resolve_value_that_is_too_long_is_told_with_its_place() {
        assertThat(SecretResolver.resolve(process(), with(Map.of("PASS", "x".repeat(131_072))))
                        .problems())
                .containsExactly(
                        "process \"web\": env.URL: \"db://${USER}:${PASS}@h\" is 131,086 bytes long with its name, "
                                + "and the kernel passes on at most 131,071 in one variable");
    }

    @Test
    void resolve_service_checks_its_address() {
        ServiceSpec service = TargetReaderTest.good(TEXT).services().get(0);
        assertThat(SecretResolver.resolve(service, with(Map.of()))
                        .value()
                        .orElseThrow()
                        .on())
                .isEqualTo("127.0.0.1:5000");
        assertThat(SecretResolver.resolve(service, with(Map.of("PORT", "x"))).problems())
                .containsExactly("service \"http\": on: expected HOST:PORT, like 127.0.0.1:5000, 0.0.0.0:80 or "
                        + "[::1]:5000, but \"${HOST}:${PORT}\" gives something else");
        assertThat(SecretResolver.resolve(service, name -> Optional.empty()).missing())
                .containsExactly("HOST", "PORT");
    }

    @Test
    void conflicts_addresses_that_overlap_are_told() {
        assertThat(SecretResolver.conflicts(
                        List.of(service("a", "h:1"), service("b", "h:2"), service("c", "0.0.0.0:1"))))
                .containsExactly("service \"c\": on: its address overlaps with that of service \"a\"");
        assertThat(SecretResolver.conflicts(List.of(service("a", "127.0.0.1:1"), service("b", "127.0.0.2:1"))))
                .isEmpty();
    }

    private static ServiceSpec service(String name, String on) {
        return new ServiceSpec(name, on, ServiceSpec.HOLD, ServiceSpec.HOLD_MAX);
    }

    private static ProcessSpec process() {
        return TargetReaderTest.good(TEXT).processes().get(0);
    }

    private static Function<String, Optional<String>> with(Map<String, String> changes) {
        return name -> Optional.ofNullable(changes.getOrDefault(name, SECRETS.get(name)));
    }
}
