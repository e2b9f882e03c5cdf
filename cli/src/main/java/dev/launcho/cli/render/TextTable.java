package dev.launcho.cli.render;

import dev.launcho.core.text.QuotedText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * A table of aligned columns under headings. If it does not fit, the least important columns are left out, and a last
 * line names them. One thread.
 */
public final class TextTable {
    private static final String GAP = "  ";

    private final List<Column> columns;
    private final List<Line> lines = new ArrayList<>();

    /**
     * @param keep the importance: columns with the smallest number are left out first, those with the largest never
     * @param right whether it is aligned to the right, as numbers are
     */
    public record Column(String heading, int keep, boolean right) {
        public static Column left(String heading, int keep) {
            return new Column(heading, keep, false);
        }

        public static Column right(String heading, int keep) {
            return new Column(heading, keep, true);
        }
    }

    /** A text of others is shown without what would control a terminal. */
    public record Cell(String text, AnsiStyle.Colour colour) {
        public Cell {
            text = QuotedText.clean(text);
        }

        public static Cell of(Object text) {
            return new Cell(String.valueOf(text), AnsiStyle.Colour.PLAIN);
        }
    }

    /** A row, or (without cells) a remark below one. */
    private record Line(List<Cell> cells, Cell remark) {}

    public TextTable(List<Column> columns) {
        this.columns = List.copyOf(columns);
    }

    public void row(List<Cell> cells) {
        if (cells.size() != columns.size()) {
            throw new IllegalArgumentException(cells.size() + " cells for " + columns.size() + " columns");
        }
        lines.add(new Line(List.copyOf(cells), Cell.of("")));
    }

    /** Adds a remark that explains the row above it. */
    public void remark(Cell remark) {
        lines.add(new Line(List.of(), remark));
    }

    public int columns() {
        return columns.size();
    }

    public boolean isEmpty() {
        return lines.isEmpty();
    }

    /** @param width columns of the screen; 0 = unlimited */
    public List<String> render(int width, AnsiStyle paint) {
        int[] widest = widest();
        List<Integer> shown = fitting(widest, width);
        squeeze(widest, shown, width);
        List<String> text = new ArrayList<>();
        text.add(paint.paint(AnsiStyle.Colour.BOLD, join(shown, widest, headings(), new AnsiStyle(false))));
        for (Line line : lines) {
            if (line.cells.isEmpty()) {
                String remark = TextWidth.cut(GAP + "└ " + line.remark.text, width);
                text.add(paint.paint(line.remark.colour, remark));
            } else {
                text.add(join(shown, widest, line.cells, paint));
            }
        }
        if (shown.size() < columns.size()) {
            List<String> left = columns.stream()
                    .filter(column -> !shown.contains(columns.indexOf(column)))
                    .map(Column::heading)
                    .toList();
            text.add(TextWidth.cut("(no room for " + String.join(", ", left) + "; all of it: -o json)", width));
        }
        return text;
    }

    private List<Integer> fitting(int[] widest, int width) {
        List<Integer> shown = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            shown.add(i);
        }
        int most = columns.stream().mapToInt(Column::keep).max().orElse(0);
        while (width > 0 && total(widest, shown) > width) {
            Integer least = shown.stream()
                    .min(Comparator.comparingInt(i -> columns.get(i).keep))
                    .orElseThrow();
            if (columns.get(least).keep == most) {
                return shown;
            }
            shown.remove(least);
        }
        return shown;
    }

    /** Cuts the widest columns if even the most important ones do not fit. */
    private static void squeeze(int[] widest, List<Integer> shown, int width) {
        while (width > 0 && total(widest, shown) > width) {
            int largest = Collections.max(shown, Comparator.comparingInt(i -> widest[i]));
            if (widest[largest] == 1) {
                return;
            }
            widest[largest]--;
        }
    }

    private static int total(int[] widest, List<Integer> shown) {
        return shown.stream().mapToInt(i -> widest[i]).sum() + GAP.length() * (shown.size() - 1);
    }

    /** Returns the width of each column's widest cell. */
    private int[] widest() {
        int[] widest = columns.stream().mapToInt(c -> TextWidth.of(c.heading)).toArray();
        for (Line line : lines) {
            for (int i = 0; i < line.cells.size(); i++) {
                widest[i] = Math.max(widest[i], TextWidth.of(line.cells.get(i).text));
            }
        }
        return widest;
    }

    private List<Cell> headings() {
        return columns.stream().map(column -> Cell.of(column.heading)).toList();
    }

    private String join(List<Integer> shown, int[] widest, List<Cell> cells, AnsiStyle paint) {
        StringBuilder line = new StringBuilder();
        int pending = 0;
        for (int i : shown) {
            String text = TextWidth.cut(cells.get(i).text, widest[i]);
            int space = widest[i] - TextWidth.of(text);
            line.append(" ".repeat(pending + (columns.get(i).right ? space : 0)));
            line.append(paint.paint(cells.get(i).colour, text));
            pending = GAP.length() + (columns.get(i).right ? 0 : space);
        }
        return line.toString().stripTrailing();
    }
}
