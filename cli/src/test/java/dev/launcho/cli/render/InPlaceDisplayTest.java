package dev.launcho.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InPlaceDisplayTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final InPlaceDisplay drawing = new InPlaceDisplay(new Console(
            InputStream.nullInputStream(), OutputStream.nullOutputStream(), err, Set.of(Console.Stream.ERR), Map.of()));

    private String printed() {
        String text = err.toString(StandardCharsets.UTF_8);
        err.reset();
        return text;
    }

    @Test
    void draw_again_isInTheSamePlace() {
        drawing.draw(List.of("one", "two"));
        assertThat(printed()).isEqualTo("one\033[K\ntwo\033[K\n\033[J");
        drawing.draw(List.of("three"));
        assertThat(printed()).isEqualTo("\r\033[2Athree\033[K\n\033[J");
        drawing.close();
        assertThat(printed()).isEqualTo("\r\033[1A\033[J");
    }

    @Test
    void tell_betweenTwoDrawings_staysAboveThem() {
        drawing.draw(List.of("one", "two"));
        printed();

        drawing.tell("the connection broke");
        assertThat(printed()).isEqualTo("\r\033[2A\033[Jthe connection broke\n");
        drawing.draw(List.of("one"));
        assertThat(printed()).isEqualTo("one\033[K\n\033[J");
    }

    @Test
    void end_whatWasDrawnStays_andNothingIsDrawnOverTheLastWords() {
        drawing.draw(List.of("one"));
        printed();

        drawing.end("it goes on");
        drawing.draw(List.of("two"));
        drawing.tell("the connection broke");
        drawing.close();

        assertThat(printed()).isEqualTo("\r\033[Kit goes on\nthe connection broke\n");
    }

    @Test
    void close_nothingDrawn_printsNothing() {
        drawing.close();

        assertThat(printed()).isEmpty();
    }
}
