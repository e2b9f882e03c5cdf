package dev.launcho.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonStringWriter;
import com.grack.nanojson.JsonWriter;
import dev.launcho.core.failure.CommandFault;
import dev.launcho.core.failure.Exit;
import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.failure.OutOfMemory;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExitTextTest {
    private static final Exit PLAIN = new Exit(Exit.Stage.COMMAND, 127, "a \"problem\"");

    @Test
    void read_whatWasWritten_isTheSame() throws Exception {
        CommandFault fault = new CommandFault(CommandFault.Kind.CR_LF, "./ä", "/bin/sh");

        for (Exit exit : List.of(
                PLAIN,
                PLAIN.faulty(fault),
                PLAIN.faulty(fault).lacking(FailureKind.DISK_FULL),
                PLAIN.killedFor(OutOfMemory.MACHINE, 0))) {
            JsonStringWriter json = JsonWriter.string().object();
            ExitText.write(exit, json);

            assertThat(ExitText.read(JsonParser.object().from(json.end().done())))
                    .isEqualTo(exit);
        }
    }

    @Test
    void read_ofAnEarlierOrALaterVersion_isWhatIsKnown() throws Exception {
        String text = "{\"stage\":\"COMMAND\",\"status\":127,\"problem\":\"x\"%s}";

        assertThat(ExitText.read(JsonParser.object().from(text.formatted(""))))
                .isEqualTo(new Exit(Exit.Stage.COMMAND, 127, "x"));
        assertThat(ExitText.read(JsonParser.object()
                        .from(text.formatted(
                                ",\"lack\":\"LUCK\",\"memory\":\"LOST\",\"fault\":{\"kind\":\"ODD\",\"file\":\"y\"}"))))
                .isEqualTo(new Exit(Exit.Stage.COMMAND, 127, "x"));
    }
}
