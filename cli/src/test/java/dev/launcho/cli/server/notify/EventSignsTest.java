package dev.launcho.cli.server.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.launcho.cli.server.notify.TroubleSign.Effect;
import dev.launcho.core.config.NotifyKind;
import dev.launcho.core.event.Event;
import dev.launcho.core.event.EventKind;
import dev.launcho.core.event.EventKind.InstanceEnded.Circumstance;
import dev.launcho.core.event.EventSentence;
import dev.launcho.core.event.ServerEvent;
import dev.launcho.core.failure.Exit;
import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.failure.OutOfMemory;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Version;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventSignsTest {
    private static final InstanceId OTTER = new InstanceId("brave-otter");

    static Event event(String subject, EventKind fact) {
        return new Event(1, Instant.now(), Event.Severity.INFO, subject, EventSentence.of(fact), fact);
    }

    private static List<TroubleSign> of(EventKind fact) {
        return EventSigns.of(event("web", fact));
    }

    private static void isOne(EventKind fact, NotifyKind kind, Effect effect, String process, String instance) {
        assertThat(of(fact))
                .singleElement()
                .extracting(TroubleSign::kind, TroubleSign::effect, TroubleSign::process, TroubleSign::instance)
                .containsExactly(kind, effect, process, instance);
    }

    @Test
    void of_launching_isACrashLoopFromTheFourthAttemptOn() {
        assertThat(of(new EventKind.Launching(OTTER, 3, "exit 3"))).isEmpty();
        isOne(new EventKind.Launching(OTTER, 4, "exit 3"), NotifyKind.CRASH_LOOP, Effect.TROUBLE, "web", "brave-otter");
    }

    @Test
    void of_ends_showMemoryAndDiskOnly() {
        Exit memory = Exit.of(Exit.Stage.COMMAND, 137).killedFor(OutOfMemory.OWN_LIMIT, 1);
        Exit disk = Exit.notLaunched("full").lacking(FailureKind.DISK_FULL);

        isOne(
                new EventKind.InstanceEnded(OTTER, memory, Circumstance.BY_ITSELF),
                NotifyKind.OUT_OF_MEMORY,
                Effect.TROUBLE,
                "web",
                "brave-otter");
        isOne(
                new EventKind.InstanceEnded(OTTER, disk, Circumstance.BY_ITSELF),
                NotifyKind.DISK,
                Effect.TROUBLE,
                "",
                "brave-otter");
        assertThat(of(new EventKind.InstanceEnded(OTTER, disk, Circumstance.BY_ITSELF)))
                .extracting(TroubleSign::source)
                .containsExactly("web");
        assertThat(of(new EventKind.InstanceEnded(OTTER, Exit.of(Exit.Stage.COMMAND, 1), Circumstance.BY_ITSELF)))
                .isEmpty();
    }

    @Test
    void of_stateDirectory_holdsAndEasesTheDisk() {
        isOne(new ServerEvent.StateDirectory("full"), NotifyKind.DISK, Effect.HELD_TROUBLE, "", "");
        isOne(new ServerEvent.StateDirectory(""), NotifyKind.DISK, Effect.EASE, "", "");
    }

    @Test
    void of_rollouts_areNewsAndTrouble() {
        Version version = new Version("abc");
        assertThat(of(new EventKind.WentLive(version)))
                .extracting(TroubleSign::kind, TroubleSign::effect)
                .containsExactly(
                        tuple(NotifyKind.LIVE, Effect.NEWS),
                        tuple(NotifyKind.FAILED, Effect.END),
                        tuple(NotifyKind.CRASH_LOOP, Effect.SUPERSEDED),
                        tuple(NotifyKind.UNHEALTHY, Effect.SUPERSEDED),
                        tuple(NotifyKind.OUT_OF_MEMORY, Effect.SUPERSEDED));
        assertThat(of(new EventKind.GivenUp(version, "it exits", "nothing runs")))
                .singleElement()
                .satisfies(sign -> assertThat(sign.version()).isEqualTo(version.toString()))
                .satisfies(sign -> assertThat(sign.text()).isEqualTo("given up: it exits; nothing runs"));
    }

    @Test
    void of_ownWarnings_areNoTrouble() {
        assertThat(of(new ServerEvent.Warned(ServerEvent.Part.NOTIFY, "a receiver fails")))
                .isEmpty();
        assertThat(of(EventKind.OTHER)).isEmpty();
    }
}
