package dev.launcho.core.intent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Version;
import dev.launcho.core.reconcile.Rig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One text makes one version for as long as an instance may be of it, and a reference never the same as a literal. */
class TextRevisionsTest {
    private static final String SECRET = "hunter2hunter2";
    private static final String PLAIN = process("v1", "");
    private static final String OTHER = process("v2", "");
    private static final String REFERRING = process("v1", "${KEY}");
    private static final String GUESSED = process("v1", SECRET);
    private static final String NONE = "processes: []\n";

    @TempDir
    Path dir;

    private Rig rig;

    @BeforeEach
    void start() {
        rig = new Rig(dir);
        rig.secret("KEY", SECRET);
    }

    private static String process(String command, String key) {
        String env = key.isEmpty() ? "" : ", env: {KEY: '" + key + "'}";
        return "processes: [{name: web, command: [serve, " + command + "]" + env + ", drain: 60s}]\n";
    }

    /** The version that is wanted once a text is set. */
    private Version set(String yaml) {
        rig.target(yaml);
        return Optional.ofNullable(rig.control.snapshot().desired().get("web"))
                .map(desired -> desired.goal().version())
                .orElse(Version.NONE);
    }

    @Test
    void aTextThatIsNew_hasNoNumber_soThatItOutlivesStateAndHistory() {
        set(REFERRING);

        assertThat(written()).isEmpty();
    }

    private TreeMap<Long, Long> written() {
        TreeMap<Long, Long> written = new TreeMap<>();
        rig.store
                .revisions
                .values()
                .forEach(r -> Optional.ofNullable(r.head().written().get("web"))
                        .ifPresent(number -> written.put(r.number(), number)));
        return written;
    }

    @Test
    void backToAText_overOthersInBetween_isTheSameVersion() {
        Version plain = set(PLAIN);
        Version referring = set(REFERRING);
        Version other = set(OTHER);

        assertThat(set(PLAIN)).isEqualTo(plain);
        assertThat(set(OTHER)).isEqualTo(other);
        assertThat(set(REFERRING)).isEqualTo(referring);
        set(NONE);
        assertThat(set(OTHER)).isEqualTo(other);
        set(NONE);
        assertThat(set(REFERRING)).isEqualTo(referring);
    }

    @Test
    void backToAText_afterTwoTookTurns_isTheSameVersion() {
        Version plain = set(PLAIN);
        for (int i = 0; i < 12; i++) {
            set(REFERRING);
            set(process("v3", "${KEY}"));
        }

        assertThat(set(PLAIN)).isEqualTo(plain);
    }

    @Test
    void aGuess_afterAnythingElse_isNeverTheReference() {
        Version referring = set(REFERRING);
        Version guessed = set(GUESSED);
        assertThat(guessed).isNotEqualTo(referring);

        set(NONE);
        assertThat(set(GUESSED)).isEqualTo(guessed);
        set(OTHER);
        assertThat(set(GUESSED)).isEqualTo(guessed);
    }

    @Test
    void aGuess_inThePlaceOfAReferenceThatHasGone_isNotTheReference() {
        Version referring = set(REFERRING);
        set(NONE);

        assertThat(set(GUESSED)).isNotEqualTo(referring);
    }

    /** The first text refers to a secret that is set only later, and the other can't be equal to it whatever that is. */
    @Test
    void backToALiteral_thatTheReferenceCantBe_isTheSameVersion() {
        rig = new Rig(dir.resolve("other"));
        set(REFERRING);
        set(NONE);
        set(OTHER);
        Version plain = set(PLAIN);
        rig.secret("KEY", SECRET);
        set(REFERRING);

        assertThat(set(PLAIN)).isEqualTo(plain);
    }

    /** Any texts in any order: each keeps its version, and no two share one. */
    @RepeatedTest(20)
    void anyOrder_eachTextHasItsVersion() {
        long seed = Long.getLong("launcho.texts.seed", System.nanoTime());
        System.out.println("launcho.texts.seed=" + seed);
        Random random = new Random(seed);
        List<String> texts = List.of(
                PLAIN,
                OTHER,
                REFERRING,
                GUESSED,
                process("v2", "${KEY}"),
                process("v2", SECRET),
                NONE,
                process("v3", ""));
        TreeMap<String, Version> versions = new TreeMap<>();
        List<String> set = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String text = texts.get(random.nextInt(texts.size()));
            set.add(text);
            Version version = set(text);
            if (!text.equals(NONE)) {
                assertThat(versions.computeIfAbsent(text, t -> version))
                        .as("seed " + seed + ": " + set)
                        .isEqualTo(version);
            }
        }
        assertThat(new HashSet<>(versions.values()))
                .as("seed " + seed + ": " + set)
                .hasSize(versions.size());
    }

    @Test
    void anInstance_ofATextThatComesBack_stays() {
        set(PLAIN);
        rig.seconds(10);
        InstanceId first = rig.ready("web").get(0);

        set(REFERRING);
        set(OTHER);
        set(PLAIN);
        rig.seconds(120);

        assertThat(rig.ready("web")).containsExactly(first);
    }
}
