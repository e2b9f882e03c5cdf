package dev.launcho.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestWordTest {
    private static final List<String> KEYS = List.of("name", "command", "receives", "env", "uid", "gid");

    @ParameterizedTest
    @CsvSource({"recieves, receives", "Name, name", "comand, command", "commandos, command", "evn, env", "uuid, uid"})
    void to_slip_finds_the_word(String typed, String meant) {
        assertThat(NearestWord.to(typed, KEYS)).contains(meant);
    }

    @Test
    void to_three_edits_is_another_word() {
        assertThat(NearestWord.to("receiving", KEYS)).isEmpty();
        assertThat(NearestWord.to("x", KEYS)).isEmpty();
    }

    @Test
    void edits_swapped_neighbours_are_one() {
        assertThat(NearestWord.edits("ab", "ba")).isEqualTo(1);
        assertThat(NearestWord.edits("", "abc")).isEqualTo(3);
        assertThat(NearestWord.edits("same", "same")).isZero();
    }
}
