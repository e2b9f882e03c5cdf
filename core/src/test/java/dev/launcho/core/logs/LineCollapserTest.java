package dev.launcho.core.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineCollapserTest {
    @Test
    void last_aLineAgainAndAgain_isToldOnceWithItsCount() {
        List<String> lines = new ArrayList<>(List.of("starting"));
        lines.addAll(Collections.nCopies(12, "connection refused"));
        lines.add("giving up");

        assertThat(LineCollapser.last(lines, 10)).containsExactly("starting", "connection refused ×12", "giving up");
    }

    @Test
    void last_moreThanWanted_areTheNewest() {
        assertThat(LineCollapser.last(List.of("a", "b", "b", "c"), 2)).containsExactly("b ×2", "c");
        assertThat(LineCollapser.last(List.of(), 2)).isEmpty();
    }
}
