package dev.launcho.core.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlDocumentTest {
    private final Problems problems = new Problems("f");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a:¶→b: 1 | f:2:1: not YAML: a tab where only spaces may stand (indent with spaces)",
                "a:¶  b: \"x¶c: d | f:2:6: not YAML: this quote is never closed",
                "a: [b, c¶d: e | f:1:4: not YAML: this [ is not closed, or a comma is missing",
                "a: {b: c¶d: e | f:1:4: not YAML: this { is not closed, or a comma is missing",
                "a: b: c | f:1:5: not YAML: a \":\" can't stand here "
                        + "(put the value in quotes, or check the indentation and the line above)",
                "a: 1¶ b: 2 | f:2:3: not YAML: a \":\" can't stand here "
                        + "(put the value in quotes, or check the indentation and the line above)",
                "- a: 1¶ b: 2 | f:2:2: not YAML: this line does not fit the lines above (check how it is indented)",
                "a: @b | f:1:4: not YAML: this character can't start a value (put it in quotes)",
                "a: \"\\q\" | f:1:6: not YAML: unknown escape after \\ (use single quotes, or \\\\)",
                "a: 1¶b | f:2:1: not YAML: this line is neither \"key: value\" nor a list item",
                "a: *b | f:1:4: no anchor &b stands before *b "
                        + "(write &b before the value that is meant, or quote the text)",
                "a: &base [1]¶b: *bsae | f:2:4: no anchor &bsae stands before *bsae (did you mean *base?)",
                "a: &b [*b] | f:1:8: *b contains itself",
                "a: !!python/object:os.system b | f:1:4: the tag \"!!python/object:os.system\" can't be used here "
                        + "(remove it)",
                "a: !b {} | f:1:4: the tag \"!b\" can't be used here (remove it)",
                "a: !!str 5 | f:1:4: the tag \"!!str\" can't be used here (remove it)",
                "a: 1¶---¶b: [} | f:2:1: a second document starts here (one file is one document, remove the ---)",
            })
    void read_faulty_text_tells_place_and_reason(String text, String problem) {
        YamlDocument.read(text.replace('¶', '\n').replace('→', '\t'), problems);
        assertThat(problems.sorted()).extracting(Problem::toString).containsExactly(problem);
    }

    @Test
    void read_no_content_is_no_document_and_no_problem() {
        assertThat(read("")).isEmpty();
        assertThat(read("# only a comment\n")).isEmpty();
        assertThat(problems.isEmpty()).isTrue();
    }

    @Test
    void read_byte_order_mark_is_skipped() {
        assertThat(read("\uFEFFa: !x b")).isPresent();
        assertThat(problems.sorted()).extracting(Problem::column).containsExactly(4);
    }

    @Test
    void read_not_utf8_tells_the_first_bad_byte_and_goes_on() {
        byte[] text = "ä: 1\nb: ? !x c".getBytes(StandardCharsets.UTF_8);
        text[text.length - 6] = (byte) 0xFF;
        YamlDocument.read(text, problems);
        assertThat(problems.sorted())
                .extracting(Problem::toString)
                .containsExactly("f:2:4: not UTF-8 text (save the file as UTF-8)");
    }

    @Test
    void read_control_characters_are_told_each_with_its_place() {
        assertThat(read("a: b\u0000\nc: d\u0007\ne: \uD800")).isPresent();
        assertThat(problems.sorted())
                .extracting(Problem::toString)
                .containsExactly(
                        "f:1:5: the character NUL can't stand in YAML",
                        "f:2:5: the character U+0007 can't stand in YAML",
                        "f:3:4: the character U+D800 can't stand in YAML");
    }

    @Test
    void read_one_mebibyte_is_read_and_one_byte_more_is_not() {
        String most = "#".repeat(YamlText.MOST_BYTES);
        read(most);
        assertThat(problems.isEmpty()).isTrue();
        read(most + "#");
        assertThat(problems.sorted())
                .extracting(Problem::toString)
                .containsExactly("f:1:1: the file has 1048577 bytes, more than 1 MiB (put large data into a resource)");
    }

    @Test
    void read_aliases_that_multiply_are_stopped() {
        StringBuilder laughs = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 60; i++) {
            laughs.append("a%d: &a%d [*a%d, *a%d]%n".formatted(i, i, i - 1, i - 1));
        }
        assertThat(read(laughs.toString())).isEmpty();
        assertThat(problems.sorted())
                .extracting(Problem::message)
                .containsExactly("more than 100000 values, aliases expanded");
    }

    @Test
    void read_nesting_is_bounded_also_through_aliases() {
        assertThat(read("[".repeat(1_000_000))).isEmpty();
        StringBuilder chain = new StringBuilder("a0: &a0 {k: v}\n");
        for (int i = 1; i < 5000; i++) {
            chain.append("a%d: &a%d {<<: *a%d}%n".formatted(i, i, i - 1));
        }
        assertThat(read(chain.toString())).isEmpty();
        assertThat(problems.sorted())
                .extracting(Problem::message)
                .containsExactly(
                        "nested more than 32 levels deep", "nested more than 32 levels deep, aliases expanded");
    }

    @Test
    void read_small_aliases_are_fine_in_any_number() {
        StringBuilder text = new StringBuilder("- &a {x: 1}\n");
        for (int i = 0; i < 500; i++) {
            text.append("- *a\n");
        }
        assertThat(read(text.toString()).flatMap(list -> list.strings("x")))
                .hasValueSatisfying(items -> assertThat(items).hasSize(501));
        assertThat(problems.isEmpty()).isTrue();
    }

    @Test
    void fields_merge_key_gives_way_to_own_and_earlier_keys() {
        YamlValue root = read("x: &x {a: 1, b: 1, c: 1}\ny: &y {b: 2, c: 2, d: 2}\nz: {<<: [*x, *y], a: 3}")
                .orElseThrow();
        YamlMap z = root.fields("x", "y", "z")
                .orElseThrow()
                .get("z")
                .orElseThrow()
                .fields("a", "b", "c", "d")
                .orElseThrow();
        List<String> pairs = new ArrayList<>();
        z.all().forEach((key, value) -> pairs.add(key + value.text().orElse("?")));
        assertThat(pairs).containsExactlyInAnyOrder("a3", "b1", "c1", "d2");
        assertThat(problems.isEmpty()).isTrue();
    }

    @Test
    void fields_odd_keys_are_told() {
        read("? [a]\n: 1\n? ~\n: 2\nb: 1\nb: 2\n<<: 3\nc: 4").orElseThrow().fields("b", "cc");
        assertThat(problems.sorted())
                .extracting(Problem::toString)
                .containsExactly(
                        "f:1:3: a key must be a string",
                        "f:3:3: a key must be a string",
                        "f:6:1: duplicate key \"b\" (the first is on line 5)",
                        "f:7:5: << takes an alias of a mapping, or a list of them (like <<: *base)",
                        "f:8:1: unknown key \"c\" (did you mean \"cc\"?)");
    }

    private Optional<YamlValue> read(String text) {
        return YamlDocument.read(text, problems);
    }
}
