package dev.launcho.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.event.Event;
import dev.launcho.core.event.Event.Severity;
import dev.launcho.core.event.EventKind;
import dev.launcho.core.failure.Exit;
import dev.launcho.core.model.InstanceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");

    @TempDir
    Path dir;

    private Path file;

    @BeforeEach
    void start() {
        file = dir.resolve("events.jsonl");
    }

    @Test
    void add_some_areCountedFromOneAndReadBack() {
        EventLog log = EventLog.open(file);
        log.add(AT, Severity.INFO, "web", "calm-otter-1 ready");
        Event second = log.add(AT, Severity.ERROR, "server", "two\nlines \"ü\"");

        assertThat(second).isEqualTo(new Event(2, AT, Severity.ERROR, "server", "two lines \"ü\""));
        assertThat(EventLog.open(file).after(0, 10)).isEqualTo(log.after(0, 10)).hasSize(2);
        assertThat(EventLog.open(file).add(AT, Severity.INFO, "web", "third").sequence())
                .isEqualTo(3);
    }

    @Test
    void after_sequenceAndMost_givesTheNewestOfThoseAfter() {
        EventLog log = EventLog.open(file);
        for (int n = 1; n <= 20; n++) {
            log.add(AT, Severity.INFO, "web", "event " + n);
        }

        assertThat(log.after(5, 3)).extracting(Event::sequence).containsExactly(18L, 19L, 20L);
        assertThat(log.after(18, 100)).extracting(Event::sequence).containsExactly(19L, 20L);
        assertThat(log.after(20, 100)).isEmpty();
    }

    @Test
    void add_manyMore_memoryIsBounded() {
        EventLog log = EventLog.open(file);
        for (int n = 0; n < 1_200; n++) {
            log.add(AT, Severity.INFO, "web", "x");
        }

        assertThat(log.after(0, Integer.MAX_VALUE)).hasSize(1_000);
        assertThat(log.after(0, Integer.MAX_VALUE).get(999).sequence()).isEqualTo(1_200);
    }

    @Test
    void open_damagedLines_arePassedOverAndCountingGoesOn() throws IOException {
        EventLog.open(file).add(AT, Severity.INFO, "web", "first");
        Files.write(file, new byte[] {'{', (byte) 0xff, (byte) 0xc3, '\n'}, StandardOpenOption.APPEND);
        EventLog.open(file).add(AT, Severity.INFO, "web", "second");
        Files.writeString(file, "{\"n\":3,\"at\":\"2026-01", StandardOpenOption.APPEND);
        EventLog log = EventLog.open(file);
        log.add(AT, Severity.INFO, "web", "third");

        assertThat(EventLog.open(file).after(0, 10))
                .extracting(Event::message)
                .containsExactly("first", "second", "third");
        assertThat(log.after(0, 10)).extracting(Event::sequence).containsExactly(1L, 2L, 3L);
    }

    @Test
    void add_fileIsFull_beginsANewOneAndKeepsTheLast() throws IOException {
        EventLog log = EventLog.open(file);
        log.add(AT, Severity.INFO, "web", "old");
        Files.writeString(file, " ".repeat((4 << 20) + 1) + "\n", StandardOpenOption.APPEND);
        log.add(AT, Severity.INFO, "web", "new");

        assertThat(Files.size(file)).isLessThan(1_000);
        assertThat(Files.size(dir.resolve("events.jsonl.1"))).isGreaterThan(4 << 20);
        assertThat(EventLog.open(file).after(0, 10)).extracting(Event::message).containsExactly("old", "new");
    }

    @Test
    void ends_ofInstances_areKeptLongerThanEventsAndReadBack() {
        EventLog log = EventLog.open(file);
        log.add(AT, Severity.ERROR, "web", "calm-otter-1 ended: exit 3", ended("calm-otter-1", 3));
        for (int n = 0; n < 1_200; n++) {
            log.add(AT, Severity.INFO, "web", "x");
        }

        assertThat(log.ends())
                .containsExactly(
                        new InstanceEnd("web", new InstanceId("calm-otter-1"), AT, Exit.of(Exit.Stage.COMMAND, 3)));
        assertThat(EventLog.open(file).ends()).isEqualTo(log.ends());
    }

    @Test
    void add_afterAWriteThatFailedInTheMiddle_isALineOfItsOwn() throws IOException {
        EventLog log = EventLog.open(file);
        log.add(AT, Severity.INFO, "web", "first");
        Path aside = Files.move(file, dir.resolve("aside"));
        Files.createDirectory(file);
        log.add(AT, Severity.INFO, "web", "second");
        Files.delete(file);
        Files.move(aside, file);
        Files.writeString(file, "{\"n\":2,\"at\"", StandardOpenOption.APPEND);
        log.add(AT, Severity.INFO, "web", "third");

        assertThat(EventLog.open(file).after(0, 10)).extracting(Event::message).containsExactly("first", "third");
    }

    @Test
    void ends_ofManyInstances_areThoseOfTheYoungest() {
        EventLog log = EventLog.open(file);
        for (int n = 1; n <= 40; n++) {
            log.add(AT, Severity.INFO, "web", "x", ended("calm-otter-" + n, 0));
        }
        log.add(AT, Severity.INFO, "web", "x", ended("calm-otter-2", 0));

        assertThat(log.ends())
                .extracting(end -> end.instance().number())
                .containsExactlyElementsOf(LongStream.rangeClosed(9, 40).boxed().toList());
    }

    @Test
    void open_lineWithoutAKindOrOfALaterOne_isStillShown() throws IOException {
        String line =
                "{\"n\":%d,\"at\":\"" + AT + "\",\"severity\":\"INFO\",\"subject\":\"web\",\"message\":\"old\"%s}%n";
        Files.writeString(
                file,
                line.formatted(1, "")
                        + line.formatted(2, ",\"kind\":{\"name\":\"of tomorrow\"}")
                        + line.formatted(3, ",\"kind\":{\"name\":\"instance_ended\",\"circumstance\":\"ODD\"}")
                        + line.formatted(4, ",\"kind\":7"));
        EventLog log = EventLog.open(file);

        assertThat(log.after(0, 10)).extracting(Event::message).containsExactly("old", "old", "old", "old");
        assertThat(log.ends()).isEmpty();
    }

    @Test
    void open_kindsOfAnEarlierServer_areTheFactsThatWereWritten() {
        EventKind draining = new EventKind.Draining(new InstanceId("calm-otter-1"), "replaced", 2);
        EventLog.open(file).add(AT, Severity.INFO, "web", "x", draining);

        EventKind read = EventLog.open(file).after(0, 10).get(0).kind();
        EventLog.open(file).add(AT, Severity.INFO, "web", "x", read);

        assertThat(EventLog.open(file).after(0, 10))
                .hasSize(2)
                .allSatisfy(event -> assertThat(EventFacts.of(event.kind()))
                        .hasToString("{name=draining, instance=calm-otter-1, reason=replaced, connections=2}"));
    }

    private static EventKind ended(String instance, int status) {
        return new EventKind.InstanceEnded(
                new InstanceId(instance),
                Exit.of(Exit.Stage.COMMAND, status),
                EventKind.InstanceEnded.Circumstance.BY_ITSELF);
    }

    @Test
    void add_diskRefuses_isStillToldToReaders() {
        EventLog log = EventLog.open(dir.resolve("gone/events.jsonl"));

        assertThat(log.add(AT, Severity.INFO, "web", "first").sequence()).isEqualTo(1);
        assertThat(log.after(0, 10)).hasSize(1);
    }
}
