package dev.launcho.core.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.model.InstanceId;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogSpoolTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final InstanceId ONE = new InstanceId("calm-otter-1");
    private static final InstanceId TWO = new InstanceId("brave-fox-2");

    @TempDir
    Path dir;

    private LogSpool spool;

    @BeforeEach
    void start() {
        spool = new LogSpool(dir, 64 << 10);
    }

    @Test
    void of_whatCanNameNoProcess_isEmpty() throws IOException {
        append(ONE, "a\n");

        for (String name : List.of("", ".", "..", "a/../..", "a\0b", "\ud800", "x".repeat(10_000))) {
            assertThat(spool.of(name)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"-1, abcd", "0, ''", "1, d", "2, cd", "4, abcd", "99, abcd"})
    void read_tail_givesTheLastLines(int tail, String letters) throws IOException {
        append(ONE, "a\nb\nc\nd\n");

        assertThat(read(tail).replace("\n", "")).isEqualTo(letters);
    }

    @Test
    void read_tailOfALineWithoutItsEnd_countsIt() throws IOException {
        append(ONE, "a\nb\nc");
        assertThat(read(2)).isEqualTo("b\nc");
    }

    @Test
    void read_tailOfLongLines_looksFarEnoughBack() throws IOException {
        String longLine = "x".repeat(200_000);
        append(ONE, "first\n" + longLine + "\n" + longLine + "\nlast\n");

        assertThat(read(3)).isEqualTo(longLine + "\n" + longLine + "\nlast\n");
    }

    @Test
    void pruneGone_keepsTheNewestOfThoseThatAreNoMore() throws IOException {
        for (int i = 0; i < LogSpool.GONE_KEPT + 3; i++) {
            Path log = dir.resolve("gone" + i).resolve("calm-otter-1.log");
            Files.createDirectories(log.getParent());
            Files.writeString(log, "x\n");
            Files.setLastModifiedTime(log, FileTime.fromMillis(1_000_000L + i * 1_000L));
        }
        append(ONE, "still wanted\n");

        spool.pruneGone(Set.of(entry(ONE).process()));

        assertThat(dir.resolve("gone0")).doesNotExist();
        assertThat(dir.resolve("gone2")).doesNotExist();
        assertThat(dir.resolve("gone3")).exists();
        assertThat(read(-1)).isEqualTo("still wanted\n");
    }

    @Test
    void read_emptyLog_isEmpty() throws IOException {
        append(ONE, "");
        assertThat(read(5)).isEmpty();
    }

    @Test
    void read_followed_givesWhatIsWrittenLaterAndEndsWithTheInstance() throws Exception {
        append(ONE, "before\n");
        AtomicBoolean running = new AtomicBoolean(true);
        try (Following log = Following.of(follow(ONE, id -> running.get()))) {
            await().atMost(SOON).until(() -> log.text().equals("before\n"));
            append(ONE, "after\n");
            await().atMost(SOON).until(() -> log.text().equals("before\nafter\n"));
            append(ONE, "last words\n");
            running.set(false);
            await().atMost(SOON).until(log::ended);
            assertThat(log.text()).isEqualTo("before\nafter\nlast words\n");
        }
    }

    @Test
    void read_truncatedWhileFollowed_beginsAnew() throws Exception {
        append(ONE, "a long line before the truncation\n");
        try (Following log = Following.of(follow(ONE, id -> true))) {
            await().atMost(SOON).until(() -> !log.text().isEmpty());
            Files.writeString(spool.file("web", ONE), "new\n");
            await().atMost(SOON)
                    .until(() -> log.text()
                            .matches("(?s).*truncation\nlauncho: at least 34 bytes of this log were lost.*\nnew\n"));
        }
    }

    @Test
    void read_closedByAnotherThread_ends() throws Exception {
        append(ONE, "x\n");
        Following log = Following.of(follow(ONE, id -> true));
        await().atMost(SOON).until(() -> !log.text().isEmpty());
        log.close();

        await().atMost(SOON).until(log::ended);
    }

    @Test
    void bound_beyondTheLimit_releasesTheOldestAndKeepsOffsets() throws IOException {
        append(ONE, "line\n".repeat(60_000));
        Path file = spool.file("web", ONE);
        long size = Files.size(file);
        spool.bound();

        assertThat(Files.size(file)).isEqualTo(size);
        assertThat(blocks(file)).as("kilobytes on disk").isLessThan(100);
        String left = read(-1);
        assertThat(left.length()).isBetween(64 << 10, (64 << 10) + 4_096);
        assertThat(left).doesNotContain("\0").endsWith("line\nline\n");
        assertThat(read(2)).isEqualTo("line\nline\n");
        assertThat(read(1_000_000)).isEqualTo(left);
    }

    @Test
    void bound_withinTheLimit_touchesNothing() throws IOException {
        append(ONE, "x".repeat(70_000));
        spool.bound();

        assertThat(LogPosition.of(spool.file("web", ONE)).low()).isZero();
    }

    @Test
    void bound_aReaderThatIsBehind_goesOnAtTheOldestByte() throws Exception {
        append(ONE, "a".repeat(LogReader.CHUNK) + "skipped");
        try (LogMerge log =
                new LogMerge(spool, List.of(), List.of(entry(ONE)), LogQuery.ALL.following(true), id -> false)) {
            log.next();
            assertThat(log.next().orElseThrow().bytes()).containsOnly('a');
            append(ONE, "b".repeat(200_000));
            spool.bound();

            assertThat(log.next().orElseThrow().bytes()).containsOnly('b');
        }
    }

    @Test
    void bound_truncatedAfterItWasBounded_readsTheNewOnce() throws IOException {
        append(ONE, "old\n".repeat(60_000));
        spool.bound();
        Files.writeString(spool.file("web", ONE), "new\n");

        assertThat(read(-1)).matches("launcho: .* may be lost: .*\nnew\n");
        assertThat(read(1)).isEqualTo("new\n");
        spool.bound();
        append(ONE, "more\n".repeat(14_000));
        assertThat(read(-1))
                .matches("(?s)launcho: .* may be lost: [^\n]*\nnew\nmore\n.*")
                .endsWith("more\n".repeat(14_000));
    }

    @Test
    void prune_manyPastInstances_keepsTheLastFiveAndThoseThatRun() throws IOException {
        for (int n = 1; n <= 12; n++) {
            append(new InstanceId("calm-otter-" + n), "x\n");
        }
        spool.prune("web", Set.of(new InstanceId("calm-otter-2"), new InstanceId("calm-otter-12")));

        assertThat(spool.of("web"))
                .extracting(e -> e.instance().name())
                .containsExactly(
                        "calm-otter-2",
                        "calm-otter-7",
                        "calm-otter-8",
                        "calm-otter-9",
                        "calm-otter-10",
                        "calm-otter-11",
                        "calm-otter-12");
    }

    @Test
    void of_strangeFiles_arePassedOver() throws IOException {
        append(TWO, "x\n");
        append(ONE, "x\n");
        Files.writeString(dir.resolve("web/Notes to self.log"), "x");
        Files.writeString(dir.resolve("web/.hidden.log"), "x");

        assertThat(spool.of("web")).extracting(LogSpool.Entry::instance).containsExactly(ONE, TWO);
        assertThat(spool.of("absent")).isEmpty();
        assertThat(spool.of("../" + dir.getFileName() + "/web/..")).isEmpty();
    }

    @Test
    void find_prefix_isEnoughIfOnlyOneHasIt() throws IOException {
        append(ONE, "x\n");
        append(new InstanceId("calm-otter-11"), "x\n");
        append(TWO, "x\n");

        assertThat(spool.find("brave"))
                .hasValueSatisfying(e -> assertThat(e.instance()).isEqualTo(TWO));
        assertThat(spool.find("calm")).isEmpty();
        assertThat(spool.find("calm-otter-1"))
                .hasValueSatisfying(e -> assertThat(e.instance()).isEqualTo(ONE));
        assertThat(spool.find("none")).isEmpty();
    }

    @Test
    void last_lines_comeWithoutTheirEnds() throws IOException {
        append(ONE, "a\n\nb\nc\n");

        assertThat(spool.last("web", ONE, 2)).containsExactly("b", "c");
        assertThat(spool.last("web", TWO, 2)).isEmpty();
    }

    /** The program has its log as standard output, and may set its size. The reconciler's thread quotes from it. */
    @Test
    @Timeout(60)
    void last_logOfTerabytesWithoutALine_readsItsEndOnly() throws IOException {
        append(ONE, "before\n");
        try (RandomAccessFile log = new RandomAccessFile(spool.file("web", ONE).toFile(), "rw")) {
            log.setLength(8L << 40);
        } catch (IOException tooLarge) {
            assumeThat(tooLarge).as("a file system with files of 8 TiB").isNull();
        }
        append(ONE, "\nafter\n");

        assertThat(spool.last("web", ONE, 100)).containsExactly("after");
    }

    @Test
    void last_linesThatBeginBeforeTheLast64KiB_areLeftOut() throws IOException {
        append(ONE, "start of " + "x".repeat(70_000) + "\nwhole\n");

        assertThat(spool.last("web", ONE, 5)).containsExactly("whole");
        append(TWO, "y".repeat(70_000));
        assertThat(spool.last("web", TWO, 5)).containsExactly("y".repeat(500) + "…");
    }

    @Test
    void last_linesThatDriveATerminal_arePlain() throws IOException {
        append(ONE, "\033[2J\033[31mno database\033[0m\r\n  at\tmain.js\n\033[0m\n");

        assertThat(spool.last("web", ONE, 3)).containsExactly("no database", "  at main.js");
    }

    private LogSpool.Entry entry(InstanceId id) {
        return new LogSpool.Entry("web", id, spool.file("web", id));
    }

    private String read(int tail) throws IOException {
        try (InputStream log = text(ONE, LogQuery.ALL.withTail(tail), id -> false)) {
            return new String(log.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private InputStream follow(InstanceId id, Predicate<InstanceId> running) throws IOException {
        return text(id, LogQuery.ALL.following(true), running);
    }

    private InputStream text(InstanceId id, LogQuery query, Predicate<InstanceId> running) throws IOException {
        try {
            return new LogText(new LogMerge(spool, List.of(), List.of(entry(id)), query, running), false);
        } catch (BadPattern e) {
            throw new IllegalStateException(e);
        }
    }

    private void append(InstanceId id, String text) throws IOException {
        Path file = spool.file("web", id);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** As du(1) counts them. */
    private static long blocks(Path file) throws IOException {
        Process du = new ProcessBuilder("du", "-k", file.toString()).start();
        String out = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return Long.parseLong(out.split("\\s+")[0]);
    }
}
