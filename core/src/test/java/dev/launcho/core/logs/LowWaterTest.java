package dev.launcho.core.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.model.InstanceId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where no holes can be punched. */
class LowWaterTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int LIMIT = 64 << 10;
    private static final InstanceId ONE = new InstanceId("calm-otter-1");

    @TempDir
    Path dir;

    private LogSpool spool;
    private Path log;
    private int written;

    @BeforeEach
    void start() throws IOException {
        spool = new LogSpool(dir, LIMIT);
        log = spool.file("web", ONE);
        Files.createDirectories(log.getParent());
    }

    /** So many lines, which are counted over all calls. */
    private void append(int lines) throws IOException {
        Files.writeString(log, lines(written, written + lines), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        written += lines;
    }

    private static String lines(int from, int to) {
        return IntStream.range(from, to).mapToObj("line %08d\n"::formatted).collect(Collectors.joining());
    }

    private void bound() throws IOException {
        LowWater.bound(log, LIMIT, (file, from, to) -> false);
    }

    @Test
    void bound_noHoles_keepsTheNewestLines() throws IOException {
        append(10_000);
        bound();

        String left = Files.readString(log);
        assertThat(left.length()).isBetween(LIMIT / 2 - 14, LIMIT / 2);
        assertThat(left).isEqualTo(lines(written - left.length() / 14, written));
    }

    @Test
    void bound_noHoles_isBoundedWhateverComes() throws IOException {
        for (int i = 0; i < 50; i++) {
            append(1_000);
            bound();
            assertThat(Files.size(log)).isLessThanOrEqualTo(LIMIT + LIMIT / 4);
        }
        assertThat(Files.readString(log)).endsWith(lines(written - 1_000, written));
    }

    @Test
    void bound_oneEndlessLine_keepsItsEnd() throws IOException {
        Files.writeString(log, "x".repeat(200_000) + "end");
        bound();

        assertThat(Files.readString(log)).hasSize(LIMIT / 2).endsWith("xend");
    }

    @Test
    void bound_noHolesAnyMoreWhereThereHaveBeen_keepsTheNewestLines() throws IOException {
        append(10_000);
        LowWater.bound(log, LIMIT);
        assertThat(LogPosition.of(log).low()).isPositive();
        append(10_000);
        bound();

        assertThat(LogPosition.of(log).low()).isZero();
        assertThat(Files.readString(log)).endsWith(lines(written - 1_000, written));
    }

    @Test
    void bound_noHoles_aReaderLosesAndRepeatsNothing() throws Exception {
        append(6_000);
        LogSpool.Entry entry = new LogSpool.Entry("web", ONE, log);
        LogMerge merge = new LogMerge(spool, List.of(), List.of(entry), LogQuery.ALL.following(true), id -> true);
        try (InputStream text = new LogText(merge, false);
                Following following = Following.of(text)) {
            await().atMost(SOON).until(() -> following.text().equals(lines(0, 6_000)));
            bound();
            append(1);
            await().atMost(SOON).until(() -> following.text().length() > 6_000 * 14);
            append(5_000);
            await().atMost(SOON).until(() -> following.text().endsWith(lines(11_000, 11_001)));

            assertThat(following.text()).isEqualTo(lines(0, written));
        }
    }

    @Test
    void bound_noHoles_truncatedByItsProgramLater_isReadFromItsBeginning() throws IOException {
        append(10_000);
        byte[] next = new byte[100];
        try (LogReader reader = LogReader.open(log)) {
            reader.seek(Files.size(log));
            bound();
            assertThat(reader.peek(next)).isZero();
            assertThat(reader.position()).isEqualTo(written * 14L);
            Files.writeString(log, "new\n");

            assertThat(new String(next, 0, reader.peek(next), StandardCharsets.UTF_8))
                    .isEqualTo("new\n");
        }
    }

    /** It has grown beyond where it was read to, which no size tells. */
    @Test
    void bound_noHoles_aReaderThatLooksOnlyOnceItHasGrownAgain_losesAndRepeatsNothing() throws IOException {
        append(6_000);
        try (LogReader reader = LogReader.open(log)) {
            assertThat(rest(reader)).isEqualTo(lines(0, 6_000));
            bound();
            append(4_000);
            assertThat(Files.size(log)).isGreaterThan(6_000 * 14);

            assertThat(rest(reader)).isEqualTo(lines(6_000, 10_000));
        }
    }

    @Test
    void bound_noHoles_aReaderThatLagsByTwoCuts_goesOnAtTheOldestLine() throws IOException {
        append(6_000);
        try (LogReader early = LogReader.open(log);
                LogReader late = LogReader.open(log)) {
            early.skip(100 * 14);
            rest(late);
            bound();
            append(4_000);
            bound();
            append(10);
            String left = Files.readString(log);

            assertThat(left).endsWith(lines(6_000, 10_010).substring(4_000 * 14));
            assertThat(rest(early)).isEqualTo(left);
            assertThat(rest(late)).isEqualTo(left);
        }
    }

    /** As one does that has lost its connection. */
    @Test
    void bound_noHoles_resumedByItsOffsetLater_losesAndRepeatsNothing() throws Exception {
        append(6_000);
        long next;
        try (LogReader reader = LogReader.open(log)) {
            reader.skip(5_000 * 14);
            next = reader.position();
        }
        bound();
        append(3_000);
        LogSpool.Entry entry = new LogSpool.Entry("web", ONE, log);
        LogQuery resumed = LogQuery.ALL.from(Map.of(1L, next));
        try (LogText text = new LogText(new LogMerge(spool, List.of(), List.of(entry), resumed, id -> false), false)) {
            assertThat(new String(text.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(lines(5_000, written));
        }
    }

    /** All that moved is there twice then, until the file is cut. */
    @Test
    void cut_theServerDiesOverIt_isReadOnceAllTheSame() throws IOException {
        append(6_000);
        String text = Files.readString(log);
        int from = 4_000 * 14;
        Files.writeString(log, text.substring(from) + text.substring(text.length() - from));
        new LogPosition(from, 0).write(log);
        assertThat(all()).isEqualTo(lines(4_000, 6_000));

        new LogPosition(0, from, text.length() - from).write(log);
        assertThat(all()).isEqualTo(lines(4_000, 6_000));
    }

    @Test
    void bound_noHoles_whatIsKeptKeepsItsTimes() throws Exception {
        append(6_000);
        Instant then = Instant.parse("2026-01-01T12:00:00Z");
        look(then);
        bound();
        append(1);
        look(then.plusSeconds(60));

        LogSpool.Entry entry = new LogSpool.Entry("web", ONE, log);
        try (LogMerge merge = new LogMerge(spool, List.of(), List.of(entry), LogQuery.ALL, id -> false)) {
            merge.next();
            assertThat(merge.next().orElseThrow().at()).isEqualTo(then);
            assertThat(merge.next().orElseThrow().at()).isEqualTo(then.plusSeconds(60));
        }
    }

    private void look(Instant at) throws IOException {
        Files.setLastModifiedTime(log, FileTime.from(at));
        LogSpool roomy = new LogSpool(dir, 1 << 20);
        new LogWatch(roomy, () -> Map.of(ONE, "web"), warning -> {}).look();
    }

    private String all() throws IOException {
        try (LogReader reader = LogReader.open(log)) {
            return rest(reader);
        }
    }

    /** From where it is to the end. */
    private static String rest(LogReader reader) throws IOException {
        byte[] next = reader.rest(1 << 20);
        reader.skip(next.length);
        return new String(next, StandardCharsets.UTF_8);
    }
}
