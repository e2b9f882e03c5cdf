package dev.launcho.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.cli.SampleStatus;
import dev.launcho.core.admin.StatusView;
import dev.launcho.core.admin.WhyView;
import dev.launcho.core.event.Event;
import dev.launcho.core.process.ResourceUsage;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a hostile server, process or file name says must not drive the terminal of the user who reads it. */
@Tag("attack")
class HostileTextTest {
    private static final Instant NOW = Instant.parse("2026-01-13T00:00:00Z");
    private static final String HOSTILE = "x\u001b]0;title\u0007\u009b2J\u202eevil\nerror: forged";
    private static final String UNFIT = "[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]";
    private static final AnsiStyle COLOURS = new AnsiStyle(true);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Console console(Set<Console.Stream> terminals) {
        return new Console(InputStream.nullInputStream(), out, err, terminals, Map.of());
    }

    private static Event event() {
        return new Event(1, NOW, Event.Severity.WARNING, HOSTILE, HOSTILE);
    }

    /** Our own colours are no text of others. */
    private static void assertHarmless(List<String> lines) {
        assertThat(lines).isNotEmpty();
        for (String line : lines) {
            assertThat(line.replaceAll("\u001b\\[(0|1|31|32|33|90)m", "")).doesNotContainPattern(UNFIT);
        }
    }

    @Test
    void of_anEvent_hasOneHarmlessLine() {
        String line = EventLine.of(event(), "1m ago", COLOURS);

        assertHarmless(List.of(line));
        assertThat(line).contains("x?]0;title??2J?evil\\nerror: forged").contains("\u001b[33m");
    }

    @Test
    void lines_ofWhy_areHarmless() {
        WhyView.Probe probe = new WhyView.Probe(NOW, false, HOSTILE, 1, 2);
        WhyView why = new WhyView(
                HOSTILE,
                HOSTILE,
                HOSTILE,
                List.of(HOSTILE),
                HOSTILE,
                List.of(new WhyView.Instance(HOSTILE, HOSTILE, 1, List.of(probe))),
                List.of(new StatusView.Ended(HOSTILE, HOSTILE, NOW, HOSTILE)),
                HOSTILE,
                List.of(HOSTILE),
                List.of(HOSTILE),
                List.of(event()));

        assertHarmless(new WhyReport(why, NOW, COLOURS).lines());
    }

    private static StatusView status() {
        StatusView.Instance instance = new StatusView.Instance(
                HOSTILE,
                HOSTILE,
                false,
                0,
                NOW,
                7,
                HOSTILE,
                Map.of(HOSTILE, 20001),
                ResourceUsage.UNKNOWN,
                HOSTILE,
                SampleStatus.backend(0));
        StatusView.Failing failing = new StatusView.Failing(HOSTILE, HOSTILE, 1, NOW, HOSTILE);
        return new StatusView(
                HOSTILE,
                NOW,
                41,
                NOW,
                HOSTILE,
                List.of(
                        new StatusView.Process(HOSTILE, HOSTILE, 0, 1, HOSTILE, List.of(instance)),
                        new StatusView.Process(
                                HOSTILE, "backoff", 0, 1, HOSTILE, List.of(), Optional.of(failing), HOSTILE)),
                List.of(SampleStatus.service(HOSTILE, HOSTILE, HOSTILE, 0, 1, 0, 0)),
                List.of(event()));
    }

    @Test
    void lines_ofTheStatus_areHarmless() {
        for (int width : new int[] {0, 40}) {
            assertHarmless(new StatusReport(status(), NOW, width, COLOURS)
                    .wide(true)
                    .events(true)
                    .lines(HOSTILE));
        }
    }

    @Test
    void lines_ofARollout_areHarmless() {
        assertHarmless(new RolloutBoard(Set.of(HOSTILE), NOW, COLOURS).lines(status(), NOW));
    }

    @Test
    void error_ofAHostileServer_isHarmlessAndKeepsItsLines() {
        console(Set.of()).error(List.of(HOSTILE, "b\u001b[8m"));
        console(Set.of()).notice("c\u009b");

        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("error: x?]0;title??2J?evil\n  error: forged\n  b?[8m\nnotice: c?\n");
    }

    @Test
    void ask_questionAboutHostileText_isHarmless() {
        console(Set.of()).ask("stop " + "y\u001b[2J" + "? ");

        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("stop y?[2J? ");
    }

    @Test
    void data_onATerminal_isVisibleAndElsewhereExact() {
        console(Set.of()).data("a\u001b[2J\n");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("a\u001b[2J\n");
        out.reset();
        console(Set.of(Console.Stream.OUT)).data("a\u001b[2J\n");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("a^[[2J\n");
    }
}
