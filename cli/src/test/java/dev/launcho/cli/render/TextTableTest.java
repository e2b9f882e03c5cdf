package dev.launcho.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.cli.render.AnsiStyle.Colour;
import dev.launcho.cli.render.TextTable.Cell;
import dev.launcho.cli.render.TextTable.Column;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
    private static final AnsiStyle PLAIN = new AnsiStyle(false);

    private final TextTable table =
            new TextTable(List.of(Column.left("NAME", 9), Column.right("COUNT", 2), Column.left("NOTE", 1)));

    private void row(String name, int count, String note) {
        table.row(List.of(new Cell(name, Colour.GREEN), Cell.of(count), Cell.of(note)));
    }

    @Test
    void render_rows_areAligned() {
        row("● web", 3, "");
        row("mailer", 1200, "slow");
        table.remark(Cell.of("why"));

        assertThat(table.render(0, PLAIN))
                .containsExactly("NAME    COUNT  NOTE", "● web       3", "mailer   1200  slow", "  └ why");
    }

    @Test
    void render_tooNarrow_dropsTheLeastImportantColumnsAndSaysWhich() {
        row("mailer", 1200, "a rather long note");

        assertThat(table.render(20, PLAIN)).containsExactly("NAME    COUNT", "mailer   1200", "(no room for NOTE; …");
        assertThat(table.render(10, PLAIN)).startsWith("NAME", "mailer").hasSize(3);
    }

    @Test
    void render_farTooNarrow_cutsWhatMatters() {
        row("mailer", 1200, "note");

        assertThat(table.render(3, PLAIN)).startsWith("NA…", "ma…");
    }

    @Test
    void render_wideCharacters_takeTwoColumns() {
        row("接続", 3, "x");
        row("web", 3, "x");

        assertThat(table.render(0, PLAIN)).containsExactly("NAME  COUNT  NOTE", "接続      3  x", "web       3  x");
    }

    @Test
    void render_painted_isAlignedAllTheSame() {
        row("web", 3, "x");

        assertThat(table.render(0, new AnsiStyle(true)).get(1)).isEqualTo("\033[32mweb\033[0m       3  x");
    }

    @Test
    void render_longRemark_isCutToTheScreen() {
        row("web", 3, "");
        table.remark(Cell.of("x".repeat(100)));

        assertThat(table.render(30, PLAIN).get(2)).hasSize(30).endsWith("x…");
        assertThat(table.render(0, PLAIN).get(2)).endsWith("x".repeat(100));
    }
}
