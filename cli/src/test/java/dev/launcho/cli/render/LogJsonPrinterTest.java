package dev.launcho.cli.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.grack.nanojson.JsonObject;
import dev.launcho.cli.protocol.Json;
import dev.launcho.core.logs.LogPart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogJsonPrinterTest {
    private static final Instant AT = Instant.parse("2026-01-31T12:00:00.250Z");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final LogJsonPrinter printer = new LogJsonPrinter(out);

    private void print(String instance, int seconds, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        printer.print(new LogPart("web", instance, AT.plusSeconds(seconds), 0, bytes.length, bytes));
    }

    private List<JsonObject> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().map(Json::parse).toList();
    }

    @Test
    void print_lineInPieces_waitsForItsEndAndHasTheTimeOfItsBegin() throws Exception {
        print("a-1", 0, "on");
        print("b-2", 1, "two\n");
        print("a-1", 2, "e\n\n");

        assertThat(lines())
                .extracting(l -> l.getString("instance"), l -> l.getString("time"), l -> l.getString("text"))
                .containsExactly(
                        tuple("b-2", "2026-01-31T12:00:01.250Z", "two"),
                        tuple("a-1", "2026-01-31T12:00:00.250Z", "one"),
                        tuple("a-1", "2026-01-31T12:00:02.250Z", ""));
    }

    @Test
    void finish_lineWithoutEnd_isPrinted() throws Exception {
        print("a-1", 0, "no end");
        assertThat(lines()).isEmpty();
        printer.finish();

        assertThat(lines())
                .singleElement()
                .satisfies(l -> assertThat(l.getString("text")).isEqualTo("no end"));
    }

    @Test
    void print_lineWithoutEndAndBound_isCutIntoPieces() throws Exception {
        print("a-1", 0, "x".repeat(LogJsonPrinter.LONGEST + 1) + "\n");

        assertThat(lines())
                .extracting(l -> l.getString("text").length(), l -> l.getBoolean("partial"))
                .containsExactly(tuple(LogJsonPrinter.LONGEST, true), tuple(1, false));
    }

    @Test
    void print_loss_saysHowManyBytes() throws Exception {
        byte[] sentence = "[launcho: 5 bytes are gone]\n".getBytes(StandardCharsets.UTF_8);
        print("a-1", 0, "begun");
        printer.print(new LogPart("web", "a-1", AT, 5, 5, sentence, 5));

        assertThat(lines())
                .extracting(l -> l.getString("text"), l -> l.getInt("lost", -1))
                .containsExactly(tuple("begun", -1), tuple("[launcho: 5 bytes are gone]", 5));
    }

    @Test
    void print_bytesThatAreNoText_areStillJson() throws Exception {
        printer.print(new LogPart("web", "a-1", AT, 0, 3, new byte[] {(byte) 0xff, 0, '\n'}));

        assertThat(lines())
                .singleElement()
                .satisfies(l -> assertThat(l.getString("text")).isEqualTo("\ufffd\u0000"));
    }
}
