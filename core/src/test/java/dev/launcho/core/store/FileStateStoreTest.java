package dev.launcho.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.launcho.core.event.EventSentence;
import dev.launcho.core.event.RolloutOutcome;
import dev.launcho.core.event.ServerEvent;
import dev.launcho.core.model.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileStateStoreTest {
    private static final SavedState.Process WEB =
            new SavedState.Process(2, new Version("v7"), 7, 1, new Version("v9"), "exit 1, 3 times");

    @TempDir
    Path dir;

    private final List<String> warnings = new ArrayList<>();
    private HomeDirectory home;
    private StateStore store;

    @BeforeEach
    void start() throws IOException {
        home = new HomeDirectory(dir.resolve("home"));
        StoreFactory.prepare(home);
        store = StoreFactory.files(home, new SecretSeal(new byte[32]), this::warn);
    }

    private void warn(ServerEvent fact) {
        warnings.add(EventSentence.of(fact));
    }

    private StateStore reopened() {
        return StoreFactory.files(home, new SecretSeal(new byte[32]), this::warn);
    }

    @Test
    void load_firstStart_makesAnIdentityThatStays() throws IOException {
        SavedState first = store.load();

        assertThat(first.revision()).isZero();
        assertThat(first.key()).hasSize(64);
        assertThat(reopened().load()).isEqualTo(first);
        assertThat(SavedState.fresh().homeId()).isNotEqualTo(first.homeId());
    }

    private void add(long number) throws IOException {
        store.add(
                new Revision(number, Instant.EPOCH, "ana", "", "processes: []", Map.of("KEY", "print" + number)),
                Map.of("KEY", "value " + number));
    }

    /** Values were read as none, and what was left was written back. */
    @Test
    void add_whileTheValuesCantBeRead_isRefusedAndLosesNone() throws IOException {
        store.load();
        add(1);
        Path values = home.revisions().resolve("secrets.json");
        Path aside = home.revisions().resolve("aside");
        Files.move(values, aside);
        Files.createSymbolicLink(values, values); // As a disk that fails: a loop can't be read.

        assertThatThrownBy(() -> add(2)).isInstanceOf(IOException.class);

        Files.move(aside, values, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        add(2);
        assertThat(reopened().secret("KEY", "print1")).contains("value 1");
    }

    @Test
    void add_whileARevisionCantBeRead_keepsItsValues() throws IOException {
        store.load();
        add(1);
        Path first = home.revisions().resolve("1.json");
        Path aside = home.revisions().resolve("aside");
        Files.move(first, aside);
        Files.createSymbolicLink(first, first);
        add(2);

        StateStore next = reopened();
        next.load();
        assertThat(warnings).anyMatch(line -> line.contains("1.json can't be read"));
        Files.move(aside, first, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        StateStore later = reopened();
        later.load();
        assertThat(later.history()).hasSize(2);
        assertThat(later.secret("KEY", "print1")).contains("value 1");
    }

    /** The oldest was removed before the new one was written, and the change was refused. */
    @Test
    void add_refused_keepsTheOldest() throws IOException {
        store.load();
        for (int i = 1; i <= 50; i++) {
            add(i);
        }
        Path newest = Files.createDirectory(home.revisions().resolve("51.json"));
        Files.createFile(newest.resolve("in the way"));

        assertThatThrownBy(() -> add(51)).isInstanceOf(IOException.class);

        assertThat(home.revisions().resolve("1.json")).exists();
    }

    @Test
    void withdraw_isGone() throws IOException {
        store.load();
        add(1);
        add(2);

        store.withdraw(2);

        assertThat(store.history()).hasSize(1);
        StateStore next = reopened();
        next.load();
        assertThat(next.history()).hasSize(1);
    }

    @Test
    void save_thenLoad_isTheSame() throws IOException {
        SavedState state = store.load()
                .withRevision(12)
                .withNextInstance(301)
                .withProcess("web", WEB)
                .withProcess("käse \"x\"", SavedState.Process.NEW);
        store.save(state);

        assertThat(reopened().load()).isEqualTo(state);
        assertThat(warnings).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"home\":\"a",
                "[]",
                "{}",
                "{\"home\":\"a\",\"key\":\"not hex\"}",
                "{\"home\":\"a\",\"key\":7}",
                "{\"home\":7,\"key\":\"00\"}",
                "\u00ff\u00fe\u0000"
            })
    void load_damaged_isSetAsideAndCountingGoesOn(String text) throws IOException {
        store.save(store.load());
        store.add(revision(41, Map.of()), Map.of());
        Path file = home.dir().resolve("state.json");
        Files.write(file, text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));

        SavedState again = reopened().load();
        assertThat(again.revision()).isEqualTo(41);
        assertThat(again.key()).hasSize(64);
        assertThat(warnings)
                .containsExactly(
                        "state.json could not be read and was set aside as state.json.damaged",
                        "the server's state is taken from state.json.before: it may lack what happened shortly"
                                + " before the last server ended");
        assertThat(home.dir().resolve("state.json.damaged")).exists();
        assertThat(reopened().load()).isEqualTo(again);
    }

    @Test
    void load_damaged_knowsItselfAndWhatWasLiveBeforeTheLastChange() throws IOException {
        SavedState state = store.load().withRevision(12).withNextInstance(301).withProcess("web", WEB);
        store.save(state);
        store.save(state.withNextInstance(401));
        String text = Files.readString(home.dir().resolve("state.json"));
        Files.writeString(home.dir().resolve("state.json"), text.substring(0, text.length() / 2));

        assertThat(reopened().load()).isEqualTo(state);
    }

    @Test
    void load_sealedKeyDamaged_knowsItselfStill() throws IOException {
        SavedState state = store.load().withRevision(12);
        store.save(state);
        store.save(state);
        String text = Files.readString(home.dir().resolve("state.json"));
        int inKey = text.indexOf("\\n", text.indexOf("sealedKey")) + 5;
        Files.writeString(
                home.dir().resolve("state.json"),
                text.substring(0, inKey) + (text.charAt(inKey) == 'A' ? 'B' : 'A') + text.substring(inKey + 1));

        assertThat(reopened().load()).isEqualTo(state);
        assertThat(warnings).hasSize(2);
    }

    @Test
    void load_damagedAndTheOneBeforeToo_knowsItselfAndGivesNoNumberTwice() throws IOException {
        SavedState state = store.load();
        store.save(state.withProcess("web", WEB));
        Files.writeString(home.dir().resolve("state.json"), "x");
        Files.writeString(home.dir().resolve("state.json.before"), "x");
        Files.writeString(home.instances().resolve("calm-otter-17.json"), "{}");
        Files.writeString(Files.createDirectories(home.logs().resolve("web")).resolve("calm-fox-123.log"), "");

        SavedState again = reopened().load();
        assertThat(again.homeId()).isEqualTo(state.homeId());
        assertThat(again.key()).isEqualTo(state.key());
        assertThat(again.nextInstance()).isEqualTo(124);
        assertThat(again.processes()).isEmpty();
    }

    @Test
    void load_gone_knowsItselfStill() throws IOException {
        SavedState state = store.load().withRevision(3);
        store.save(state);
        store.save(state);
        Files.delete(home.dir().resolve("state.json"));

        assertThat(reopened().load()).isEqualTo(state);
        assertThat(warnings).hasSize(1);
    }

    @Test
    void load_goneAndSealedWithAnotherKey_beginsAnew() throws IOException {
        SavedState state = store.load();
        store.save(state);
        Files.delete(home.dir().resolve("state.json"));
        StateStore other = StoreFactory.files(home, new SecretSeal(Arrays.copyOf(new byte[] {1}, 32)), this::warn);

        SavedState fresh = other.load();
        assertThat(fresh.homeId()).isNotEqualTo(state.homeId());
        Files.delete(home.dir().resolve("state.json"));
        assertThat(other.load().homeId()).isEqualTo(fresh.homeId());
    }

    @Test
    void load_revisionsAndTheirSecretsDamaged_areSetAsideAndTold() throws IOException {
        store.load();
        store.add(revision(1, Map.of("KEY", "abc")), Map.of("KEY", "value"));
        store.add(revision(2, Map.of("KEY", "abc")), Map.of("KEY", "value"));
        Files.writeString(home.revisions().resolve("2.json"), "{\"number\":");
        Path secrets = home.revisions().resolve("secrets.json");
        String sealed = Files.readString(secrets);
        Files.writeString(secrets, sealed.substring(0, sealed.length() - 9));

        StateStore next = reopened();
        next.load();
        assertThat(next.history()).extracting(Revision.Head::number).containsExactly(1L);
        assertThat(warnings).hasSize(2);
        assertThat(home.revisions().resolve("2.json.damaged")).exists();
        assertThat(home.revisions().resolve("secrets.json.damaged")).exists();
        next.add(revision(3, Map.of("KEY", "abc")), Map.of("KEY", "value"));
        assertThat(reopened().secret("KEY", "abc")).contains("value");
    }

    @Test
    void load_partOfAProcessIsOfTheWrongKind_keepsTheRest() throws IOException {
        SavedState state = store.load();
        Files.writeString(
                home.dir().resolve("state.json"),
                "{\"home\":\"h\",\"key\":\"" + state.key() + "\",\"revision\":3,\"processes\":{\"web\":7}}");

        assertThat(reopened().load().revision()).isEqualTo(3);
    }

    @Test
    void add_revision_isReadBack() throws IOException {
        Revision revision = new Revision(
                3,
                Instant.parse("2026-01-02T03:04:05.678Z"),
                "ana@laptop",
                "127.0.0.1",
                "processes:\n- \"ü\"\n",
                Map.of("KEY", "abc"));
        store.add(revision, Map.of("KEY", "value\nwith \"everything\"", "OTHER", "unused"));

        assertThat(reopened().revision(3)).contains(revision);
        assertThat(reopened().secret("KEY", "abc")).contains("value\nwith \"everything\"");
        assertThat(reopened().secret("KEY", "another")).isEmpty();
        assertThat(home.revisions().resolve("secrets.json")).content().doesNotContain("unused");
        assertThat(store.revision(4)).isEmpty();
    }

    @Test
    void secrets_ofARevision_areSealed() throws IOException {
        store.load();
        store.add(revision(1, Map.of("KEY", "abc")), Map.of("KEY", "canary-7f3a"));

        assertThat(home.revisions().resolve("secrets.json")).content().doesNotContain("canary-7f3a", "KEY");
        assertThat(home.dir().resolve("state.json"))
                .content()
                .doesNotContain(store.load().key());
        StateStore other = StoreFactory.files(home, new SecretSeal(Arrays.copyOf(new byte[] {1}, 32)), this::warn);
        assertThatThrownBy(other::load)
                .isInstanceOf(SecretSeal.Broken.class)
                .hasMessageContaining("LAUNCHO_SECRET_KEY_FILE");
    }

    @Test
    void load_plainFilesOfAnEarlierServer_areReadAndSealedWhenWritten() throws IOException {
        String key = "ab".repeat(32);
        Files.writeString(home.dir().resolve("state.json"), "{\"home\":\"h\",\"key\":\"" + key + "\",\"revision\":1}");
        Files.writeString(home.revisions().resolve("secrets.json"), "{\"KEY\":{\"abc\":\"old\"}}");
        Files.writeString(
                home.revisions().resolve("1.json"),
                "{\"number\":1,\"at\":\"2026-01-02T03:04:05Z\",\"secrets\":{\"KEY\":\"abc\"},\"target\":\"\"}");

        assertThat(store.load().key()).isEqualTo(key);
        assertThat(store.secret("KEY", "abc")).contains("old");
        store.add(revision(2, Map.of()), Map.of());
        assertThat(store.secret("KEY", "abc")).contains("old");
        assertThat(home.revisions().resolve("secrets.json")).content().startsWith("# launcho sealed");
    }

    @Test
    void ended_revision_isToldByTheHistory() throws IOException {
        store.load();
        store.add(revision(1, Map.of()), Map.of());
        Revision.End end = new Revision.End(
                RolloutOutcome.FAILED, Instant.parse("2026-01-02T03:04:05Z"), "it did not work", List.of("a", "b"));
        store.ended(1, end);
        store.ended(99, end);

        StateStore next = reopened();
        next.load();
        assertThat(next.history()).extracting(Revision.Head::end).containsExactly(end);
    }

    /** So that it is tried again: only a revision that is gone or damaged has no use for its end. */
    @Test
    void ended_diskRefusesToRead_fails() throws IOException {
        store.load();
        store.add(revision(1, Map.of()), Map.of());
        Path file = home.revisions().resolve("1.json");
        Files.delete(file);
        Files.createDirectory(file);

        assertThatThrownBy(() -> store.ended(1, Revision.End.NONE)).isInstanceOf(IOException.class);
        Files.delete(file);
        Files.writeString(file, "{\"number\":");
        store.ended(1, Revision.End.NONE);
        assertThat(file).hasContent("{\"number\":");
    }

    @Test
    void revision_damaged_isAsIfItWereNot() throws IOException {
        Files.writeString(home.revisions().resolve("5.json"), "{\"number\":");

        assertThat(store.revision(5)).isEmpty();
    }

    @Test
    void add_many_keepsTheNewestAndThoseInUse() throws IOException {
        store.save(store.load().withProcess("web", WEB));
        for (long n = 1; n <= 70; n++) {
            store.add(revision(n, Map.of("KEY", "print-" + n)), Map.of("KEY", "value-" + n));
            store.save(store.load().withRevision(n));
        }

        assertThat(store.revision(7)).as("runs as the fallback of web").isPresent();
        assertThat(store.secret("KEY", "print-7")).contains("value-7");
        for (long n : new long[] {1, 6, 8, 20}) {
            assertThat(store.revision(n)).as("revision " + n).isEmpty();
            assertThat(store.secret("KEY", "print-" + n)).isEmpty();
        }
        assertThat(store.revision(21)).isPresent();
        assertThat(store.secret("KEY", "print-21")).contains("value-21");
    }

    private static Revision revision(long number, Map<String, String> secrets) {
        return new Revision(number, Instant.EPOCH, "ana", "127.0.0.1", "processes:\n", secrets);
    }

    @Test
    void prepared_readAgain_isThereUntilDiscarded() throws IOException {
        store.load();
        UndoLog undo = new UndoLog(8, Map.of("KEY", "canary-7f3a"), "processes: []\n", "processes:\n");
        store.prepare(undo);

        StateStore next = reopened();
        next.load();
        assertThat(next.prepared()).contains(undo);
        assertThat(home.revisions().resolve("undo.json")).content().doesNotContain("canary-7f3a", "processes");
        next.discard();
        assertThat(next.prepared()).isEmpty();
        assertThat(home.revisions().resolve("undo.json")).doesNotExist();
        assertThat(undo.toString()).doesNotContain("canary-7f3a");
    }

    @Test
    void prepared_whileItCantBeRead_isKept() throws IOException {
        store.load();
        UndoLog undo = new UndoLog(8, Map.of("KEY", "x"), "processes: []\n", "processes:\n");
        store.prepare(undo);
        Path file = home.revisions().resolve("undo.json");
        Path aside = home.revisions().resolve("aside");
        Files.move(file, aside);
        Files.createSymbolicLink(file, file);

        StateStore next = reopened();
        assertThatThrownBy(next::load).isInstanceOf(IOException.class);

        Files.move(aside, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        StateStore later = reopened();
        later.load();
        assertThat(later.prepared()).contains(undo);
    }

    @Test
    void prepared_damaged_isSetAside() throws IOException {
        store.load();
        Files.writeString(home.revisions().resolve("undo.json"), "{\"revision\": 8");

        StateStore next = reopened();
        next.load();
        assertThat(next.prepared()).isEmpty();
        assertThat(warnings).singleElement().asString().startsWith("undo.json could not be read and was set aside");
    }
}
