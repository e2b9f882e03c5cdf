package dev.launcho.core.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretTemplateTest {
    private static final Map<String, String> SECRETS =
            Map.of("A", "one", "B", "${A}", "C", "$", "a-b.c_1", "odd", "EMPTY", "", "D", "{A}");

    @ParameterizedTest
    @CsvSource({
        "plain, plain",
        "${A}, one",
        "<${A}${A}>, <oneone>",
        "${B}, ${A}",
        "${C}{A}, ${A}",
        "${C}${D}, ${A}",
        "$${A}, ${A}",
        "$$${A}, $${A}",
        "$$$${A}, $$${A}",
        "$A $ $$ $1 }{, $A $ $$ $1 }{",
        "$${, ${",
        "$${A, ${A",
        "${a-b.c_1}, odd",
        "x${EMPTY}y, xy",
    })
    void resolve_text_replaces_each_reference_once(String text, String resolved) {
        SecretTemplate.Result result = SecretTemplate.resolve(text, name -> Optional.ofNullable(SECRETS.get(name)));
        assertThat(result.text()).isEqualTo(resolved);
        assertThat(result.complete()).isTrue();
    }

    @Test
    void resolve_unset_names_are_all_told() {
        SecretTemplate.Result result =
                SecretTemplate.resolve("${Z}${A}${Y}${Z}", name -> Optional.ofNullable(SECRETS.get(name)));
        assertThat(result.missing()).containsExactly("Y", "Z");
        assertThat(result.complete()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "${A | \"${\" without a \"}\"",
                "x${ | \"${\" without a \"}\"",
                "${} | \"${}\" does not name a secret",
                "${A B} | \"${A B}\" does not name a secret",
                "${${A}} | \"${${A}\" does not name a secret",
            })
    void faults_of_what_is_no_reference_are_told(String text, String fault) {
        assertThat(SecretTemplate.parse(text).faults()).containsExactly(fault);
        assertThatThrownBy(() -> SecretTemplate.resolve(text, name -> Optional.of("")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(fault);
    }

    @Test
    void names_are_without_escaped_ones() {
        assertThat(SecretTemplate.parse("${B}$${C}${A}${B}").names()).containsExactly("A", "B");
    }
}
