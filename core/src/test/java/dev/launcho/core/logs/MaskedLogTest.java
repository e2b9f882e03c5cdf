package dev.launcho.core.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.text.SecretForms;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a log looks like for somebody who may not read secrets. */
@Tag("attack")
class MaskedLogTest {
    private static final InstanceId ID = new InstanceId("calm-otter-1");
    private static final String PASSWORD = "correct-horse-battery";
    private static final String KEY =
            "-----BEGIN KEY-----\nMIIEvQIBADANBgkq\nAoIBAQC7VJTUt9Us\nshort\n-----END KEY-----";
    private static final LogMask MASK = new LogMask(Map.of(PASSWORD, "PW", KEY, "KEY", "short", "TINY"));

    @TempDir
    Path dir;

    private LogSpool spool;
    private Path file;

    @BeforeEach
    void start() throws Exception {
        spool = new LogSpool(dir);
        file = spool.file("web", ID);
        Files.createDirectories(file.getParent());
        Files.createFile(file);
    }

    /** Whatever program writes the JSON: with {@code \\/} as PHP, in ASCII as Python. */
    @Test
    void read_aValueInJson_isMaskedInEachSpelling() throws Exception {
        String value = "pä/ss\"wörd\f1";
        LogMask mask = new LogMask(Map.of(value, "PW"));
        for (String spelling : List.of(
                "pä/ss\\\"wörd\\f1",
                "pä\\/ss\\\"wörd\\f1",
                "p\\u00e4/ss\\\"w\\u00f6rd\\f1",
                "p\\u00E4/ss\\\"w\\u00F6rd\\f1",
                "p\\u00E4/ss\\u0022w\\u00F6rd\\f1",
                "p\\u00e4\\/ss\\\"w\\u00f6rd\\f1")) {
            Files.writeString(file, "{\"password\":\"" + spelling + "\"}\n");
            try (LogText text = new LogText(
                    new LogMerge(
                            spool,
                            List.of("web"),
                            List.of(),
                            LogQuery.ALL,
                            id -> true,
                            () -> mask,
                            LogBudget.UNLIMITED),
                    false)) {
                assertThat(new String(text.readAllBytes(), StandardCharsets.UTF_8))
                        .as(spelling)
                        .isEqualTo("{\"password\":\"${PW}\"}\n");
            }
        }
    }

    /** As in an Authorization header: the bytes before it shift the value by 0, 2 or 4 bits. */
    @Test
    void read_aValueWithinBase64_isMaskedWhereverItStands() throws Exception {
        String value = "p\u00fc>??~hunter2";
        LogMask mask = new LogMask(Map.of(value, "PW"));
        for (String before : List.of("", "a:", "ab:", "user:", "deploy:", "{\"password\":\"")) {
            for (String after : List.of("", "\n", "\"}", "!!!")) {
                byte[] whole = (before + value + after).getBytes(StandardCharsets.UTF_8);
                for (Base64.Encoder encoder :
                        List.of(Base64.getEncoder(), Base64.getUrlEncoder().withoutPadding())) {
                    String encoded = encoder.encodeToString(whole);
                    Files.writeString(file, "Authorization: Basic " + encoded + "\n");
                    String shown = text(mask);

                    assertThat(shown).as(encoded).contains("${PW}");
                    // What is left of it has no byte of the value.
                    int begin = "Authorization: Basic ".length();
                    String left = shown.substring(begin, shown.indexOf("${PW}"));
                    assertThat(new String(
                                    Base64.getUrlDecoder()
                                            .decode(left.replace('+', '-').replace('/', '_')),
                                    StandardCharsets.UTF_8))
                            .isIn(before, before + "p");
                }
            }
        }
    }

    private String text(LogMask mask) throws Exception {
        try (LogText text = new LogText(
                new LogMerge(
                        spool, List.of("web"), List.of(), LogQuery.ALL, id -> true, () -> mask, LogBudget.UNLIMITED),
                false)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A file of settings as a secret: its keys and short words are no secrets. */
    @Test
    void read_aShortLineOfASecret_stays() throws Exception {
        LogMask mask = new LogMask(Map.of(
                "password\nusername\nhunter2hunter\nlong-enough-to-be-one\n-----BEGIN PRIVATE KEY-----", "FILE"));
        Files.writeString(
                file, "password of username: hunter2hunter long-enough-to-be-one -----BEGIN PRIVATE KEY-----\n");

        assertThat(text(mask)).isEqualTo("password of username: ${FILE} ${FILE} -----BEGIN PRIVATE KEY-----\n");
    }

    @Test
    void read_aHugeValue_isMaskedAsItIs() throws Exception {
        String value = "x1y2z3 ".repeat(10_000).strip();
        Files.writeString(file, "<" + value + ">\n");

        assertThat(text(new LogMask(Map.of(value, "HUGE")))).isEqualTo("<${HUGE}>\n");
        assertThat(SecretForms.of(value)).containsExactly(value);
        assertThat(SecretForms.of(value.substring(0, 60_000))).hasSizeBetween(5, 30);
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }

    private LogMerge merge(LogQuery query) throws Exception {
        return new LogMerge(spool, List.of("web"), List.of(), query, id -> true, () -> MASK, LogBudget.UNLIMITED);
    }

    private String read(LogQuery query) throws Exception {
        try (LogText text = new LogText(merge(query), false)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String read() throws Exception {
        return read(LogQuery.ALL);
    }

    @Test
    void value_inALine_isItsName() throws Exception {
        write("password=" + PASSWORD + " again " + PASSWORD + "\nnothing here\n");

        assertThat(read()).isEqualTo("password=${PW} again ${PW}\nnothing here\n");
    }

    @Test
    void value_ofSeveralLines_isTakenOutWholeAndLineByLine() throws Exception {
        write("key: " + KEY + "\n[app] MIIEvQIBADANBgkq\n[app] AoIBAQC7VJTUt9Us\nshort stays\n");

        assertThat(read()).isEqualTo("key: ${KEY}\n[app] ${KEY}\n[app] ${KEY}\nshort stays\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"key\":\"-----BEGIN KEY-----\\nMIIEvQIBADANBgkq\\nAoIBAQC7VJTUt9Us\\nshort\\n-----END KEY-----\"} | {\"key\":\"${KEY}\"}",
                "Y29ycmVjdC1ob3JzZS1iYXR0ZXJ5 | ${PW}",
                "?q=correct-horse-battery&x | ?q=${PW}&x"
            })
    void value_asOthersWriteIt_isTakenOut(String line, String shown) throws Exception {
        write(line + "\n");

        assertThat(read()).isEqualTo(shown + "\n");
    }

    @Test
    void values_thatOverlap_leaveNothingOfEither() throws Exception {
        LogMask mask = new LogMask(Map.of("abcdefgh", "A", "efghijkl", "B"));
        write("<abcdefghijkl>\n");
        try (LogText text = new LogText(
                new LogMerge(
                        spool, List.of("web"), List.of(), LogQuery.ALL, id -> true, () -> mask, LogBudget.UNLIMITED),
                false)) {
            assertThat(new String(text.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("<${A}${B}>\n");
        }
    }

    /** A client may go on wherever it likes, also within a value. */
    @Test
    void reading_fromEveryOffset_showsNoPartOfAValue() throws Exception {
        String text = "some text " + PASSWORD + " and\n" + KEY + "\nend\n";
        write(text);

        for (long from = 0; from <= text.length(); from++) {
            String shown = read(LogQuery.ALL.from(Map.of(1L, from)));
            assertThat(shown).as("from " + from).doesNotContain("attery", "horse", "MIIEv", "JTUt9Us", "Us\nsh");
        }
        for (int lines = 0; lines < 9; lines++) {
            assertThat(read(LogQuery.ALL.withTail(lines))).doesNotContain("attery", "MIIEv", "JTUt9Us");
        }
    }

    @Test
    void grep_forAPart_findsNothing() throws Exception {
        write("password=" + PASSWORD + "\nother\n");

        assertThat(read(LogQuery.ALL.withGrep("correct-h"))).isEmpty();
        assertThat(read(LogQuery.ALL.withGrep("^password=c"))).isEmpty();
        assertThat(read(LogQuery.ALL.withGrep("PW"))).isEqualTo("password=${PW}\n");
    }

    @Test
    void line_longerThanAChunk_isMaskedAcrossItsBorder() throws Exception {
        for (int before = LogReader.CHUNK - PASSWORD.length() - 1; before <= LogReader.CHUNK + 1; before++) {
            Files.writeString(file, "");
            start(before);
            assertThat(read()).as("at " + before).isEqualTo("x".repeat(before) + "${PW}" + "y".repeat(100) + "\n");
        }
    }

    private void start(int before) throws IOException {
        Files.delete(file);
        Files.writeString(file, "x".repeat(before) + PASSWORD + "y".repeat(100) + "\n");
    }

    @Test
    void log_thatIsCutWithinAValue_showsNoPiece() throws Exception {
        LogSpool small = new LogSpool(dir, 64 << 10);
        String line = PASSWORD.repeat(3) + "\n";
        write(line.repeat(9_000));
        small.bound();

        assertThat(read()).doesNotContain("attery", "correct", "horse");
    }

    @Test
    void value_thatIsHalfWritten_isHeldBack() throws Exception {
        write("a line\npassword=" + PASSWORD.substring(0, 12));

        assertThat(read()).isEqualTo("a line\npassword=${PW}");
    }

    @Test
    void follow_valueInPieces_isNeverShown() throws Exception {
        long seed = Long.getLong("launcho.mask.seed", System.nanoTime());
        System.out.println("launcho.mask.seed=" + seed);
        Random random = new Random(seed);
        String text =
                ("first " + PASSWORD + " then\n" + KEY + "\n" + "p".repeat(30) + PASSWORD + PASSWORD + "\n").repeat(3)
                        + "the end\n";
        Queue<String> shown = new ConcurrentLinkedQueue<>();
        // A few bytes that may begin a value are held back for a second: a writer that stood still for longer is none
        // of these.
        for (int tries = 0; !isFollowed(text, random, shown) && tries < 20; tries++) {
            shown.clear();
            Files.delete(file);
            Files.createFile(file);
        }
        assertThat(String.join("", shown))
                .as("seed " + seed)
                .isEqualTo(("first ${PW} then\n${KEY}\n" + "p".repeat(30) + "${PW}${PW}\n").repeat(3) + "the end\n");
    }

    /** Writes a text in pieces while it is read. @return whether each piece came within a second of the one before */
    private boolean isFollowed(String text, Random random, Queue<String> shown) throws Exception {
        long longest = 0;
        AtomicReference<Exception> failed = new AtomicReference<>();
        try (LogMerge merge = merge(LogQuery.ALL.following(true))) {
            Thread reader = new Thread(() -> {
                try {
                    for (Optional<LogPart> part = merge.next(); part.isPresent(); part = merge.next()) {
                        shown.add(new String(part.get().bytes(), StandardCharsets.UTF_8));
                    }
                } catch (IOException | RuntimeException e) {
                    failed.set(e);
                }
            });
            reader.setDaemon(true);
            reader.start();
            long before = System.nanoTime();
            for (int at = 0; at < text.length(); ) {
                int next = Math.min(text.length(), at + 9 + random.nextInt(30));
                long now = System.nanoTime();
                write(text.substring(at, next));
                longest = Math.max(longest, System.nanoTime() - before);
                before = now;
                at = next;
            }
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> String.join("", shown).endsWith("the end\n"));
        }
        return longest < Duration.ofSeconds(1).toNanos();
    }
    /** Against the plain way: all of it at once. */
    @Test
    void reading_randomLogs_isAsIfTheyWereInMemory() throws Exception {
        long seed = Long.getLong("launcho.mask.seed", System.nanoTime());
        System.out.println("launcho.mask.seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 30; round++) {
            StringBuilder raw = new StringBuilder();
            StringBuilder wanted = new StringBuilder();
            int pieces = 1 + random.nextInt(4_000);
            for (int i = 0; i < pieces; i++) {
                boolean secret = random.nextInt(4) == 0;
                String other = List.of("x\n", " word ", "correct-horse", "-----BEGIN", "\n", "ü")
                        .get(random.nextInt(6));
                raw.append(secret ? PASSWORD : other).append('|');
                wanted.append(secret ? "${PW}" : other).append('|');
            }
            Files.delete(file);
            Files.writeString(file, raw.append('\n'));
            assertThat(read()).as("seed " + seed).isEqualTo(wanted.append('\n').toString());
        }
    }

    @Test
    void parts_keepTheOffsetsOfTheLog() throws Exception {
        write("a " + PASSWORD + "\nb\n");
        List<LogPart> parts = new ArrayList<>();
        try (LogMerge merge = merge(LogQuery.ALL)) {
            for (Optional<LogPart> part = merge.next(); part.isPresent(); part = merge.next()) {
                parts.add(part.get());
            }
        }
        LogPart last = parts.get(parts.size() - 1);

        assertThat(last.next()).isEqualTo("a \nb\n".length() + PASSWORD.length());
        assertThat(read(LogQuery.ALL.from(Map.of(1L, last.next())))).isEmpty();
    }

    /** What is quoted in {@code why} and {@code status}. */
    @Test
    void lastLines_ofAValueOfSeveralLines_showNoneOfThem() throws Exception {
        LogSpool quoting = new LogSpool(dir, text -> text.replace(KEY, "${KEY}").replace(PASSWORD, "${PW}"));
        write(KEY + "\ncorrect-\u001b[0mhorse-battery\n");

        assertThat(quoting.last("web", ID, 10)).containsExactly("${KEY}", "${PW}");
    }
}
