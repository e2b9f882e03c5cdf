package dev.launcho.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.model.Version;
import dev.launcho.core.text.KeyedHash;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("attack")
class VersionHashTest {
    private static final KeyedHash KEY = KeyedHash.of("a key".getBytes(StandardCharsets.UTF_8));
    private static final String BASE = """
            processes:
              - name: web
                command: [node, server.js]
                env: {A: "1", B: "2"}
                receives: [x, y]
                health: {service: x, path: /h, interval: 2s, timeout: 1s, failures: 3}
                resources: [{id: 0123456789012345678901234567890123456789, file: a}]
                before: make
                uid: me
                gid: us
                cwd: /srv
                replicas: 1
                update: surge
                restart: always
                min_healthy: 1s
                start_timeout: 60s
                stop: {signal: TERM, timeout: 10s}
                drain: 30s
                weight: 1
            services: [{name: x, on: "h:1"}, {name: y, on: "h:2"}]
            """;

    @Test
    void of_is_twelve_hex_digits_and_the_same_each_time() {
        assertThat(version(BASE).hash())
                .matches("[0-9a-f]{12}")
                .isEqualTo(version(BASE).hash());
    }

    @Test
    void of_canonical_form_stays_what_it_is() {
        // A change here replaces every instance of every server at its next start.
        assertThat(version(BASE)).hasToString("be5ae3457378");
    }

    /** As an older server gave it: what that runs is not replaced. */
    @Test
    void of_text_of_which_nobody_knows_when_it_was_written_is_what_it_was() {
        var spec = TargetReaderTest.good(BASE).processes().get(0);
        assertThat(VersionHash.of(spec, KEY, 0)).hasToString("be5ae3457378").isNotEqualTo(VersionHash.of(spec, KEY, 7));
        assertThat(VersionHash.of(spec, KEY, 7))
                .isEqualTo(VersionHash.of(spec, KEY, 7))
                .isNotEqualTo(VersionHash.of(spec, KEY, 8));
    }

    @Test
    void of_another_key_is_another_version() {
        var spec = TargetReaderTest.good(BASE).processes().get(0);
        assertThat(VersionHash.of(spec, KeyedHash.of(new byte[] {1}))).isNotEqualTo(VersionHash.of(spec, KEY));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "server.js] | server2.js]",
                "[node, server.js] | [node, server.js, '']",
                "A: \"1\" | A: \"\"",
                "A: \"1\" | C: \"1\"",
                ", B: \"2\" | ''",
                "[x, y] | [x]",
                "service: x | service: y",
                "0123456789012345678901234567890123456789 | 0123456789012345678901234567890123456780",
                "file: a | file: b",
                "before: make | before: make all",
                "uid: me | uid: you",
                "gid: us | gid: them",
                "cwd: /srv | cwd: /var",
                "drain: 30s | limits: {memory: 64M}",
                "drain: 30s | limits: {core: 0}",
                "drain: 30s | groups: [video]",
                "drain: 30s | allow_new_privileges: true",
                "drain: 30s | oom_score_adjust: 5",
                "drain: 30s | read_only: [/etc]",
                "drain: 30s | private_tmp: true",
                "drain: 30s | capabilities: []",
                "drain: 30s | capabilities: [chown]",
            })
    void of_what_needs_a_new_instance_changes_it(String before, String after) {
        assertThat(version(changed(before, after))).isNotEqualTo(version(BASE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name: web | name: other",
                "path: /h | path: /other",
                "path: /h | path: /h, scheme: https",
                "path: /h | path: /h, host: a.example.com",
                "path: /h | path: /h, headers: {A: b}",
                "path: /h | path: /h, status: '401'",
                "interval: 2s | interval: 3s",
                "timeout: 1s | timeout: 3s",
                "failures: 3 | failures: 4",
                "replicas: 1 | replicas: 2",
                "weight: 1 | weight: 7",
                "update: surge | update: recreate",
                "restart: always | restart: never",
                "min_healthy: 1s | min_healthy: 2s",
                "start_timeout: 60s | start_timeout: 61s",
                "signal: TERM | signal: INT",
                "timeout: 10s | timeout: 11s",
                "drain: 30s | drain: 31s",
                "drain: 30s | 'allow_new_privileges: false'",
                "drain: 30s | 'oom_score_adjust: 0'",
                "drain: 30s | 'read_only: []'",
                "drain: 30s | 'private_tmp: false'",
                "{A: \"1\", B: \"2\"} | {B: \"2\", A: \"1\"}",
                "[x, y] | [y, x]",
                "h:1 | h:3",
            })
    void of_what_applies_in_place_leaves_it(String before, String after) {
        assertThat(version(changed(before, after))).isEqualTo(version(BASE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "command: [ab, c] | command: [a, bc]",
                "command: [a], before: b | command: [a, b]",
                "command: [a], uid: b | command: [a], gid: b",
                "command: [a], cwd: /b | command: [a], before: /b",
                "command: [a], env: {AB: c} | command: [a], env: {A: bc}",
                "command: [a], env: {A: b, C: d} | command: [a], env: {A: 'bCd'}",
                "command: [a, b, c] | command: [a], env: {b: c}",
            })
    void of_field_boundaries_are_not_confused(String one, String other) {
        List<String> both = List.of(one, other);
        assertThat(both.stream().map(keys -> version("processes: [{name: p, " + keys + "}]")))
                .doesNotHaveDuplicates();
    }

    private static String changed(String before, String after) {
        assertThat(BASE).contains(before);
        return BASE.replace(before, after);
    }

    private static Version version(String text) {
        return VersionHash.of(TargetReaderTest.good(text).processes().get(0), KEY);
    }
}
