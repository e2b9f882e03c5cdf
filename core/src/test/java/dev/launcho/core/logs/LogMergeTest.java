package dev.launcho.core.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.model.InstanceId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogMergeTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final InstanceId ONE = new InstanceId("calm-otter-1");
    private static final InstanceId TWO = new InstanceId("brave-fox-2");
    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir
    Path dir;

    private LogSpool spool;
    private LogWatch watch;

    @BeforeEach
    void start() {
        spool = new LogSpool(dir, 64 << 10);
        watch = new LogWatch(spool, () -> Map.of(ONE, "web", TWO, "web"), warning -> {});
    }

    @Test
    void next_severalInstances_areInTheOrderOfTime() throws Exception {
        write(ONE, 0, "a\n");
        write(TWO, 1, "b\nc\n");
        write(ONE, 2, "d\n");
        write(TWO, 3, "e\n");

        assertThat(text(LogQuery.ALL)).isEqualTo("""
                        calm-otter-1 | a
                        brave-fox-2 | b
                        brave-fox-2 | c
                        calm-otter-1 | d
                        brave-fox-2 | e
                        """);
    }

    @Test
    void next_tail_isOfAllTogether() throws Exception {
        write(ONE, 0, "a\nb\nc\n");
        write(TWO, 1, "d\n");
        write(ONE, 2, "e\n");

        assertThat(text(LogQuery.ALL.withTail(3))).isEqualTo("calm-otter-1 | c\nbrave-fox-2 | d\ncalm-otter-1 | e\n");
        assertThat(text(LogQuery.ALL.withTail(0))).isEmpty();
        assertThat(text(LogQuery.ALL.withTail(99))).hasLineCount(5);
    }

    @Test
    void next_since_beginsWithWhatWasWrittenThen() throws Exception {
        write(ONE, 0, "old\n");
        write(ONE, 10, "new\n");
        write(ONE, 20, "newer\n");
        write(TWO, 5, "old\n");

        assertThat(text(LogQuery.ALL.withSince(START.plusSeconds(10))))
                .isEqualTo("calm-otter-1 | new\ncalm-otter-1 | newer\n");
        assertThat(text(LogQuery.ALL.withSince(START.plusSeconds(21)))).isEmpty();
        assertThat(text(LogQuery.ALL.withSince(START.plusSeconds(5)).withTail(1)))
                .isEqualTo("calm-otter-1 | newer\n");
    }

    @Test
    void next_grep_findsLinesAndTheLastOfThem() throws Exception {
        write(ONE, 0, "GET /a 200\nGET /b 500\n");
        write(TWO, 1, "GET /ü 500\n");
        write(ONE, 2, "GET /d 200");

        assertThat(text(LogQuery.ALL.withGrep(" 500$")))
                .isEqualTo("calm-otter-1 | GET /b 500\nbrave-fox-2 | GET /ü 500\n");
        assertThat(text(LogQuery.ALL.withGrep(" 500$").withTail(1))).isEqualTo("brave-fox-2 | GET /ü 500\n");
        assertThat(text(LogQuery.ALL.withGrep("/ü"))).isEqualTo("brave-fox-2 | GET /ü 500\n");
        assertThat(text(LogQuery.ALL.withGrep("d 200"))).isEqualTo("calm-otter-1 | GET /d 200");
    }

    @Test
    void next_grepThatIsNoPattern_isRefused() {
        assertThatThrownBy(() -> text(LogQuery.ALL.withGrep("(")))
                .isInstanceOf(BadPattern.class)
                .hasMessageContaining("\"(\" is not a regular expression");
    }

    /** On a thread with a small stack: how deep a pattern may nest depends on it. The JVM itself turns some of its overflows into a syntax error. */
    @Test
    void next_grepThatNestsTooDeep_isRefused() throws Exception {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Runnable asks = () -> thrown.complete(catchThrowable(() -> text(LogQuery.ALL.withGrep("(".repeat(100_000)))));
        Thread small = new Thread(null, asks, "small-stack", 256 << 10);
        small.start();

        assertThat(thrown.get(30, TimeUnit.SECONDS)).isInstanceOf(BadPattern.class);
    }

    @Test
    void next_longPatternThatIsNone_isShownInShort() {
        assertThatThrownBy(() -> text(LogQuery.ALL.withGrep("a".repeat(200) + "(")))
                .isInstanceOf(BadPattern.class)
                .hasMessageContaining("aaa…\" is not a regular expression");
    }

    @Test
    void next_grepThatNeedsForEver_isGivenUp() throws Exception {
        write(ONE, 0, "a".repeat(60) + "\n");

        assertThatThrownBy(() -> text(LogQuery.ALL.withGrep("(a+)+\\1b")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("takes too long");
        write(ONE, 1, "ab".repeat(30_000) + "\n");
        assertThatThrownBy(() -> text(LogQuery.ALL.withGrep("(a|b)*c"))).isInstanceOf(IOException.class);
    }

    @Test
    void next_anyBytes_comeAsTheyWere() throws Exception {
        byte[] bytes = new byte[300_000];
        new Random(7).nextBytes(bytes);
        Path file = spool.file("web", ONE);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);

        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try (LogMerge log = merge(LogQuery.ALL)) {
            for (Optional<LogPart> part = log.next(); part.isPresent(); part = log.next()) {
                read.writeBytes(part.get().bytes());
            }
        }
        assertThat(read.toByteArray()).isEqualTo(bytes);
    }

    @Test
    void next_aVeryLongLine_comesInPartsAndUnbroken() throws Exception {
        write(ONE, 0, "x".repeat(10 << 20) + "\nafter\n");
        write(TWO, 1, "other\n");

        try (LogMerge log = merge(LogQuery.ALL)) {
            int largest = 0;
            StringBuilder order = new StringBuilder();
            for (Optional<LogPart> part = log.next(); part.isPresent(); part = log.next()) {
                largest = Math.max(largest, part.get().bytes().length);
                order.append(part.get().instance().charAt(0));
            }
            assertThat(largest).isEqualTo(LogReader.CHUNK);
            assertThat(order.toString()).matches("cbc+b");
        }
        assertThat(text(LogQuery.ALL.withTail(2))).isEqualTo("calm-otter-1 | after\nbrave-fox-2 | other\n");
    }

    @Test
    void next_lineWithoutItsEnd_doesNotRunIntoTheNextInstances() throws Exception {
        write(ONE, 0, "torn");
        write(TWO, 1, "c\n");

        assertThat(text(LogQuery.ALL)).isEqualTo("calm-otter-1 | torn\nbrave-fox-2 | c\n");
    }

    @Test
    void next_followed_laterInstancesJoinInAndPiecesOfALineStayTogether() throws Exception {
        append(ONE, "a\n");
        LogMerge parts = new LogMerge(spool, List.of("web"), List.of(), LogQuery.ALL.following(true), id -> true);
        try (Following log = Following.of(new LogText(parts, true))) {
            await().atMost(SOON).until(() -> log.text().equals("calm-otter-1 | a\n"));
            append(TWO, "b\n");
            await().atMost(SOON).until(() -> log.text().endsWith("brave-fox-2 | b\n"));
            append(ONE, "half ");
            await().atMost(SOON).until(() -> log.text().endsWith("calm-otter-1 | half "));
            append(ONE, "whole\n");
            await().atMost(SOON).until(() -> log.text().endsWith("calm-otter-1 | half whole\n"));
        }
    }

    @Test
    void next_resumed_goesOnWhereEachLogWasLeftAndReadsNewOnesWhole() throws Exception {
        write(ONE, 0, "told\n");
        Map<Long, Long> told = new HashMap<>();
        try (LogMerge log = merge(LogQuery.ALL.withTail(1).following(true))) {
            for (int i = 0; i < 2; i++) {
                LogPart part = log.next().orElseThrow();
                told.put(1L, part.next());
            }
        }
        write(ONE, 1, "missed\n");
        write(TWO, 2, "new\n");

        assertThat(text(LogQuery.ALL.withTail(1).from(told))).isEqualTo("calm-otter-1 | missed\nbrave-fox-2 | new\n");
    }

    @Test
    void look_whileALogIsWritten_timesAreWithinASecondAndNoLineIsLost() throws Exception {
        AtomicBoolean writing = new AtomicBoolean(true);
        List<Instant> written = new ArrayList<>();
        append(ONE, "");
        watch.start();
        for (int i = 0; i < 30; i++) {
            written.add(clock());
            append(ONE, i + "\n");
            await().pollInterval(Duration.ofMillis(20)).until(() -> true);
        }
        writing.set(false);
        watch.close();

        List<Instant> told = new ArrayList<>();
        try (LogMerge log = merge(LogQuery.ALL)) {
            for (Optional<LogPart> part = log.next(); part.isPresent(); part = log.next()) {
                Instant at = part.get().at();
                new String(part.get().bytes(), StandardCharsets.UTF_8).lines().forEach(line -> told.add(at));
            }
        }
        assertThat(told).hasSameSizeAs(written);
        for (int i = 0; i < told.size(); i++) {
            assertThat(Duration.between(written.get(i), told.get(i)))
                    .isBetween(Duration.ofMillis(-1), Duration.ofSeconds(10));
        }
    }

    @Test
    void timeIndex_tooManyPairs_thinsTheOldAndStaysRight() throws Exception {
        append(ONE, "");
        Path log = spool.file("web", ONE);
        TimeIndex index = TimeIndex.of(log, 100);
        for (int i = 1; i <= 1_000; i++) {
            index.add(START.plusSeconds(i).toEpochMilli(), i * 10L);
        }

        assertThat(Files.size(TimeIndex.file(log))).isLessThanOrEqualTo(100L * TimeIndex.PAIR);
        assertThat(TimeIndex.of(log).end()).isEqualTo(10_000);
        try (TimeLookup times = new TimeLookup(log)) {
            assertThat(times.at(9_995))
                    .isEqualTo(new TimeLookup.Span(START.plusSeconds(1_000).toEpochMilli(), 10_000));
            for (long offset = 0; offset < 10_000; offset += 7) {
                long exact = START.plusSeconds(offset / 10 + 1).toEpochMilli();
                assertThat(times.at(offset).millis()).isGreaterThanOrEqualTo(exact);
            }
        }
    }

    @Test
    void timeIndex_truncatedLog_goesOnBehindTheLoss() throws Exception {
        write(ONE, 0, "a long line\n");
        Files.writeString(spool.file("web", ONE), "new\n");
        at(ONE, 9);

        try (LogMerge log = merge(LogQuery.ALL)) {
            log.next();
            assertThat(log.next().orElseThrow().lost()).isEqualTo("a long line\n".length());
            assertThat(log.next().orElseThrow().at()).isEqualTo(START.plusSeconds(9));
        }
    }

    /** What the disk says that it is; that clock may be behind the processor's by what the kernel is busy with. */
    private Instant clock() throws IOException {
        Path file = Files.writeString(dir.resolve("clock"), "x");
        return Files.getLastModifiedTime(file).toInstant();
    }

    private LogMerge merge(LogQuery query) throws Exception {
        return new LogMerge(spool, List.of("web"), List.of(), query, id -> false);
    }

    private String text(LogQuery query) throws Exception {
        try (LogText log = new LogText(merge(query), true)) {
            return new String(log.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** As if the watch had looked that many seconds after the start. */
    private void write(InstanceId id, int seconds, String text) throws IOException {
        append(id, text);
        at(id, seconds);
    }

    private void at(InstanceId id, int seconds) throws IOException {
        Files.setLastModifiedTime(spool.file("web", id), FileTime.from(START.plusSeconds(seconds)));
        watch.look();
    }

    private void append(InstanceId id, String text) throws IOException {
        Path file = spool.file("web", id);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
