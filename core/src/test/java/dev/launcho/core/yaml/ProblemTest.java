package dev.launcho.core.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemTest {
    private static final Problem UNKNOWN = new Problem(
            "target.yaml", 2, 5, "process \"web\": unknown key \"recieves\"", "did you mean \"receives\"?", 8);

    @Test
    void toString_hint_stands_in_parentheses_on_the_same_line() {
        assertThat(UNKNOWN)
                .hasToString("target.yaml:2:5: process \"web\": unknown key \"recieves\" (did you mean \"receives\"?)");
    }

    @Test
    void toString_no_hint_has_no_parentheses() {
        assertThat(new Problem("t", 1, 2, "wrong", "", 1)).hasToString("t:1:2: wrong");
    }

    @Test
    void toString_quotes_control_characters_stays_one_clean_line() {
        assertThat(new Problem("t", 1, 2, "\"2\t00\n\u001b[2J\" is no code", "write\r200", 1))
                .hasToString("t:1:2: \"2?00\\n?[2J\" is no code (write?200)");
    }

    @Test
    void render_shows_the_line_and_a_caret_with_the_hint() {
        assertThat(UNKNOWN.render("processes:\n    recieves: [\"http\"]\n")).isEqualTo("""
                        target.yaml:2:5: process "web": unknown key "recieves"
                           2 |     recieves: ["http"]
                             |     ^^^^^^^^ did you mean "receives"?""");
    }

    @Test
    void render_windows_line_ends_are_not_shown() {
        assertThat(UNKNOWN.render("a:\r\n    recieves: x\r\nb: y")).contains("   2 |     recieves: x\n");
    }

    @Test
    void render_tab_before_the_place_keeps_the_caret_below_it() {
        assertThat(new Problem("t", 1, 4, "m", "", 1).render("a:\tb")).endsWith("   1 | a:\tb\n     |   \t^");
    }

    @Test
    void render_long_line_shows_the_part_around_the_caret() {
        String line = "a".repeat(300) + "HERE" + "b".repeat(300);
        String[] shown = new Problem("t", 1, 301, "m", "", 4).render(line).split("\n");
        assertThat(shown[1]).hasSizeLessThan(120).contains("aHEREb");
        assertThat(shown[2].indexOf("^^^^")).isEqualTo(shown[1].indexOf("HERE"));
    }

    @Test
    void render_control_characters_do_not_reach_the_terminal() {
        assertThat(new Problem("t", 1, 1, "m", "", 1).render("\u001b[31mred")).doesNotContain("\u001b");
    }

    @Test
    void render_line_outside_the_text_falls_back_to_one_line() {
        assertThat(UNKNOWN.render("only one line")).isEqualTo(UNKNOWN.toString());
    }

    @Test
    void sorted_problems_are_in_the_order_of_the_file_and_told_once() {
        Problems problems = new Problems("t");
        problems.add(3, 1, 1, "c", "");
        problems.add(1, 9, 1, "b", "");
        problems.add(1, 2, 1, "a", "");
        problems.add(1, 2, 1, "a", "");
        assertThat(problems.sorted()).extracting(Problem::message).containsExactly("a", "b", "c");
    }

    @Test
    void sorted_more_than_the_bound_ends_with_their_number() {
        Problems problems = new Problems("t");
        for (int line = 1; line <= Problems.MOST + 7; line++) {
            problems.add(line, 1, 1, "m", "");
        }
        List<Problem> sorted = problems.sorted();
        assertThat(sorted).hasSize(Problems.MOST + 1);
        assertThat(sorted.get(Problems.MOST).message()).isEqualTo("and 7 more problems");
    }
}
