package dev.launcho.core.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.model.InstanceId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real shells whose output is appended to a log, and which open /dev/stderr anew. */
class TruncatedLogTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final InstanceId ONE = new InstanceId("calm-otter-1");
    private static final String WHY = ": the program opened /dev/stderr or /dev/stdout anew, which truncates it;"
            + " let it write with >>/dev/stderr or >&2\n";
    private static final String UNSEEN = "launcho: the beginning of this log may be lost" + WHY;

    @TempDir
    Path dir;

    private final List<String> warnings = new ArrayList<>();
    private LogSpool spool;
    private LogWatch watch;
    private Path log;

    @BeforeEach
    void start() throws IOException {
        log = new LogSpool(dir).file("web", ONE);
        LogSpool.create(log);
        serverStarts();
    }

    private void serverStarts() {
        spool = new LogSpool(dir, 64 << 10);
        watch = new LogWatch(spool, () -> Map.of(ONE, "web"), warnings::add);
    }

    /** As an instance runs it. */
    private void run(String script) throws Exception {
        Process process = new ProcessBuilder("sh", "-c", script)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        assertThat(process.waitFor()).isZero();
    }

    private static String lost(String bytes) {
        return "launcho: at least " + bytes + " bytes of this log were lost" + WHY;
    }

    private LogMerge merge(LogQuery query) throws Exception {
        return new LogMerge(spool, List.of("web"), List.of(), query, id -> query.follow());
    }

    private String text(LogQuery query) throws Exception {
        try (LogText text = new LogText(merge(query), false)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String text() throws Exception {
        return text(LogQuery.ALL);
    }

    @Test
    void appended_asManyTimesAsItLikes_losesNothing() throws Exception {
        run("echo one; echo two >>/dev/stderr; echo three >&2; echo four >>/proc/self/fd/1");
        watch.look();
        run("echo five >>/dev/stdout");
        watch.look();

        assertThat(text()).isEqualTo("one\ntwo\nthree\nfour\nfive\n");
        assertThat(warnings).isEmpty();
        try (LogMerge merge = merge(LogQuery.ALL)) {
            assertThat(merge.next().orElseThrow().offset())
                    .as("the header counts for nothing")
                    .isZero();
            LogPart part = merge.next().orElseThrow();
            assertThat(part.offset()).isZero();
            assertThat(part.lost()).isEqualTo(LogPart.NOTHING);
        }
    }

    @Test
    void removed_whileItsInstanceRuns_isSaidOnce() throws Exception {
        run("echo one");
        watch.look();
        assertThat(spool.isRemoved("web", ONE)).isFalse();
        assertThat(spool.removed()).isEmpty();
        Files.move(log, log.resolveSibling("old"));
        watch.look();
        watch.look();

        assertThat(warnings).containsExactly("web: calm-otter-1: " + LogSpool.REMOVED);
        assertThat(spool.isRemoved("web", ONE)).isTrue();
        assertThat(spool.removed()).extracting(LogSpool.Entry::instance).containsExactly(ONE);
        assertThat(spool.of("web")).isEmpty();
    }

    /** The instance ends, and its log goes, after the watch has asked what runs. */
    @Test
    void removed_withItsInstance_isNoWarning() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        LogWatch late =
                new LogWatch(spool, () -> asked.incrementAndGet() <= 2 ? Map.of(ONE, "web") : Map.of(), warnings::add);
        run("echo one");
        late.look();
        Files.delete(log);
        late.look();

        assertThat(warnings).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/stderr", "/dev/stdout", "/proc/self/fd/2", "/dev/fd/1"})
    void truncated_beforeAnyLook_isNoticed(String file) throws Exception {
        run("echo one; echo two >" + file + "; echo three");

        assertThat(text()).isEqualTo(UNSEEN + "two\nthree\n");
        watch.look();
        assertThat(warnings).containsExactly("web: calm-otter-1: " + UNSEEN.strip());
        assertThat(text()).isEqualTo(UNSEEN + "two\nthree\n");
    }

    @Test
    void truncated_afterALook_tellsHowMuchWasKnown() throws Exception {
        run("printf '%01233d\\n' 7");
        watch.look();
        run("echo new >/dev/stderr");
        watch.look();
        watch.look();

        assertThat(text()).isEqualTo(lost("1,234") + "new\n");
        assertThat(spool.loss("web", ONE).map(LogLoss::bytes)).contains(1234L);
        assertThat(warnings).hasSize(1);
    }

    @Test
    void truncated_grownBeyondItsOldSizeBetweenTwoLooks_isNoticed() throws Exception {
        run("echo old");
        watch.look();
        run("echo new >/dev/stderr; seq 1000");
        watch.look();

        assertThat(text()).startsWith(lost("4") + "new\n1\n2\n").endsWith("\n1000\n");
    }

    @Test
    void truncated_whileNoServerWasThere_isNoticedByTheNext() throws Exception {
        run("echo old");
        watch.look();
        run("echo new >/dev/stderr; seq 1000");
        serverStarts();

        assertThat(text()).startsWith(lost("4") + "new\n1\n");
        watch.look();
        serverStarts();
        assertThat(text()).startsWith(lost("4") + "new\n1\n");
    }

    @Test
    void truncated_followed_isToldOnceAndRepeatsNothing() throws Exception {
        run("echo one; printf two");
        try (Following text = Following.of(new LogText(merge(LogQuery.ALL.following(true)), false))) {
            await().atMost(SOON).until(() -> text.text().endsWith("two"));
            run("echo three >/dev/stderr; echo four");
            await().atMost(SOON).until(() -> text.text().endsWith("four\n"));
            watch.look();
            run("echo five");
            await().atMost(SOON).until(() -> text.text().endsWith("five\n"));

            assertThat(text.text()).isEqualTo("one\ntwo\n" + lost("7") + "three\nfour\nfive\n");
        }
    }

    @Test
    void truncated_againAndAgain_isOneLineThatCounts() throws Exception {
        long began = System.nanoTime();
        try (Following text = Following.of(new LogText(merge(LogQuery.ALL.following(true)), false))) {
            for (int i = 0; i < 5; i++) {
                run("echo tick >/dev/stderr");
                watch.look();
                int ticks = i + 1;
                await().atMost(SOON).until(() -> text.text().split("tick\n", -1).length == ticks + 1);
            }
            if (System.nanoTime() - began < LogSource.LOSSES_NANOS) { // One more line for each such time.
                assertThat(text.text()).containsOnlyOnce("launcho:");
            }
        }
        assertThat(text()).isEqualTo(lost("20").replace(" lost:", " lost (5 times):") + "tick\n");
        assertThat(warnings).hasSize(1);
    }

    @Test
    void truncated_theLineStandsWhereItHappened_forSinceTailGrepAndOffsets() throws Exception {
        run("echo old");
        watch.look();
        run("echo new >/dev/stderr; echo newer");
        watch.look();

        assertThat(text(LogQuery.ALL.withTail(1))).isEqualTo("newer\n");
        assertThat(text(LogQuery.ALL.withTail(9))).isEqualTo(lost("4") + "new\nnewer\n");
        assertThat(text(LogQuery.ALL.withGrep("were lost"))).isEqualTo(lost("4"));
        assertThat(text(LogQuery.ALL.withGrep("newer"))).isEqualTo("newer\n");
        assertThat(text(LogQuery.ALL.withSince(Instant.now().minusSeconds(60)))).isEqualTo(lost("4") + "new\nnewer\n");
        assertThat(text(LogQuery.ALL.withSince(Instant.now().plusSeconds(60)))).isEmpty();
        assertThat(text(LogQuery.ALL.from(Map.of(1L, 0L))))
                .as("where a client had come to")
                .isEqualTo(lost("4") + "new\nnewer\n");
        try (LogMerge merge = merge(LogQuery.ALL)) {
            merge.next();
            LogPart loss = merge.next().orElseThrow();
            assertThat(loss.lost()).isEqualTo(4);
            assertThat(loss.offset()).isEqualTo(4);
            assertThat(loss.next()).isEqualTo(4);
            LogPart next = merge.next().orElseThrow();
            assertThat(next.offset()).isEqualTo(4);
            assertThat(next.lost()).isEqualTo(LogPart.NOTHING);
        }
    }

    @Test
    void truncated_afterItWasBounded_isNoticed() throws Exception {
        run("seq 40000");
        watch.look();
        assertThat(LogPosition.of(log).low()).isGreaterThan(LogHeader.MARK.low());
        run("echo new >/dev/stderr");
        watch.look();

        assertThat(text()).matches("launcho: at least [0-9,]+ bytes of this log were lost: [^\\n]*\\nnew\\n");
    }

    @Test
    void bounded_withAHeader_losesNoLineOfWhatIsKept() throws Exception {
        run("seq 40000");
        watch.look();

        assertThat(text()).endsWith("39999\n40000\n").doesNotContain("launcho");
        assertThat(warnings).isEmpty();
    }

    @Test
    void prune_goneLog_takesWhatItLostAlong() throws Exception {
        run("echo new >/dev/stderr");
        text();
        assertThat(LogLoss.file(log)).exists();
        for (int n = 2; n <= 1 + LogSpool.KEPT; n++) {
            LogSpool.create(spool.file("web", new InstanceId("calm-otter-" + n)));
        }
        spool.prune("web", java.util.Set.of());

        assertThat(LogLoss.file(log)).doesNotExist();
        assertThat(Optional.of(log)).get().satisfies(gone -> assertThat(gone).doesNotExist());
    }
}
