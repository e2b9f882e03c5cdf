package dev.launcho.core.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.event.Event;
import dev.launcho.core.event.EventKind;
import dev.launcho.core.event.EventSentence;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ProbeResult;
import dev.launcho.core.store.SecretRedaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("attack")
class EventJournalTest {
    private static final Instant NOW = Instant.parse("2026-01-13T00:00:00Z");
    private static final String HOSTILE = "held by \u001b]0;title\u0007\u009b2J\u202eevil\nerror: forged";
    private static final String SHOWN = "held by ?]0;title??2J?evil\\nerror: forged";

    private final List<Event> told = new ArrayList<>();
    private final SecretRedaction redaction = new SecretRedaction();
    private final EventJournal journal = new EventJournal(
            (at, severity, subject, message, kind) -> new Event(1, at, severity, subject, message, kind),
            new RolloutLog(),
            () -> NOW,
            told::add,
            redaction);

    @Test
    void clean_charactersThatDriveATerminal_areShownAsMarks() {
        assertThat(journal.clean(HOSTILE)).isEqualTo(SHOWN);
        assertThat(journal.clean("grün 日本 🎉")).isEqualTo("grün 日本 🎉");
    }

    @Test
    void step_factWithForeignText_hasNoneThatDrivesATerminal() {
        journal.step(
                Event.Severity.WARNING,
                "web",
                new EventKind.Unhealthy(new InstanceId("calm-otter-1"), ProbeResult.described(HOSTILE)));

        assertThat(told).hasSize(1);
        assertThat(told.get(0).message()).contains(SHOWN);
        assertThat(EventSentence.of(told.get(0).kind())).contains(SHOWN);
    }

    @Test
    void of_eventThatAnEarlierServerKept_hasNoneThatDrivesATerminal() {
        Event kept = new Event(1, NOW, Event.Severity.INFO, "web", HOSTILE);

        assertThat(redaction.of(kept).message()).isEqualTo(SHOWN);
    }
}
