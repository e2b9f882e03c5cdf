package dev.launcho.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.launcho.core.event.ChangeResult;
import dev.launcho.core.event.RolloutOutcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A change that takes several writes is made as a whole or not at all: target and secrets are never of two revisions. */
class ChangeTransactionTest {
    /** What puts it back, the secrets, the target file, the revision, the state. */
    private static final int WRITES = 5;

    @TempDir
    Path dir;

    private Rig rig;

    @BeforeEach
    void start() {
        rig = new Rig(dir);
        rig.secret("URL", "one");
        rig.secret("UNUSED", "as it was");
        live("v1");
        rig.secret("URL", "two");
        live("v2");
    }

    private void live(String version) {
        rig.target(target(version));
        rig.seconds(10);
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.LIVE);
    }

    private static String target(String version) {
        return "processes:\n- name: web\n  command: [serve, " + version + "]\n  env: {URL: \"${URL}\"}\n";
    }

    private ChangeResult rollback() {
        return rig.ask(() -> rig.control.rollback(OptionalLong.of(1), OptionalLong.empty(), Rig.ANA));
    }

    /** The server dies: its instances are gone with it, what is on the disk is what the next one knows. */
    private void crash() {
        rig.store.refuses = number -> false;
        rig.start();
        rig.seconds(20);
    }

    private void assertRuns(String version, String url) {
        assertThat(rig.host.running.values()).singleElement().satisfies(l -> {
            assertThat(l.spec().command()).containsExactly("serve", version);
            assertThat(l.spec().env()).containsEntry("URL", url);
        });
        assertThat(rig.file).contains(target(version));
        assertThat(rig.secrets.all()).containsEntry("URL", url).containsEntry("UNUSED", "as it was");
    }

    private List<String> told() {
        return rig.events.stream().map(e -> e.message()).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void rollback_serverDiesBeforeAWrite_isNotMade(int write) {
        int first = rig.store.writes + write;
        rig.store.refuses = number -> number >= first;
        assertThatThrownBy(this::rollback).hasMessageContaining("No space left on device");
        crash();

        assertRuns("v2", "two");
        assertThat(told().stream().filter(m -> m.contains("in the middle of the change to revision 4")))
                .hasSize(write == 0 ? 0 : 1);
        assertThat(rig.control.snapshot().intent().revision()).isEqualTo(3);
        assertThat(rig.store.history()).last().matches(head -> head.number() == 3, "the current revision");
        rollback();
        rig.seconds(20);
        assertRuns("v1", "one");
    }

    @Test
    void rollback_serverDiesAfterTheLastWrite_isMade() {
        int first = rig.store.writes + WRITES;
        rig.store.refuses = number -> number >= first;
        rollback();
        crash();

        assertRuns("v1", "one");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void rollback_oneWriteIsRefused_isUndoneAtOnce(int write) {
        int refused = rig.store.writes + write;
        rig.store.refuses = number -> number == refused;
        assertThatThrownBy(this::rollback).isInstanceOf(CompletionException.class);
        rig.seconds(20);

        assertRuns("v2", "two");
        assertThat(rig.store.history()).last().matches(head -> head.number() == 3, "the current revision");
        crash();
        assertRuns("v2", "two");
    }

    @Test
    void change_theOneBeforeCouldNotBeUndone_undoesItFirst() {
        int first = rig.store.writes + 2;
        rig.store.refuses = number -> number >= first;
        assertThatThrownBy(this::rollback).hasMessageContaining("No space left on device");
        assertThatThrownBy(() -> rig.secret("OTHER", "x")).hasMessageContaining("No space left on device");
        rig.store.refuses = number -> false;
        rig.secret("OTHER", "x");
        crash();

        assertRuns("v2", "two");
        assertThat(rig.secrets.all()).containsEntry("OTHER", "x");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void target_serverDiesBeforeAWrite_isNotSet(int write) {
        int first = rig.store.writes + write;
        rig.store.refuses = number -> number >= first;
        assertThatThrownBy(() -> rig.target(target("v3"))).hasMessageContaining("No space left on device");
        crash();

        assertRuns("v2", "two");
    }

    @Test
    void target_asItIsThoughTheFileWasEdited_isWhatTheNextServerGoesBy() {
        rig.file = Optional.of(target("v4"));
        assertThat(rig.target(target("v2")).changed()).isFalse();
        crash();

        assertRuns("v2", "two");
    }

    @Test
    void rollback_toWhatThereIsThoughTheFileWasEdited_isWhatTheNextServerGoesBy() {
        rig.file = Optional.of(target("v4"));
        assertThat(rig.ask(() -> rig.control.rollback(OptionalLong.of(3), OptionalLong.empty(), Rig.ANA))
                        .changed())
                .isFalse();
        crash();

        assertRuns("v2", "two");
    }

    @Test
    void target_asItIsAndTheEditedFileCanNotBeWritten_isRefused() {
        rig.file = Optional.of(target("v4"));
        rig.store.refuses = number -> true;

        assertThatThrownBy(() -> rig.target(target("v2"))).hasMessageContaining("No space left on device");
    }

    /** Before the next server comes, somebody writes a target by hand. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void target_editedAfterTheServerDied_stays(int write) {
        int first = rig.store.writes + write;
        rig.store.refuses = number -> number >= first;
        assertThatThrownBy(() -> rig.target(target("v3"))).hasMessageContaining("No space left on device");
        rig.file = Optional.of(target("v4"));
        crash();

        assertRuns("v4", "two");
    }
}
