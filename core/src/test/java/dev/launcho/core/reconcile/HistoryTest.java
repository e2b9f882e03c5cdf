package dev.launcho.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.launcho.core.model.RolloutOutcome;
import dev.launcho.core.store.Revision;
import dev.launcho.core.target.TargetReader;
import dev.launcho.core.target.TargetReading;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans, what becomes of revisions, and the way back. */
class HistoryTest {
    private static final String ID = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc71";
    private static final String ONE = """
            processes:
            - name: web
              command: ["serve"]
              env: {PORT: "1", URL: "${URL}"}
              receives: [http]
            services:
            - {name: http, on: "127.0.0.1:5000"}
            """;

    @TempDir
    Path dir;

    private Rig rig;

    @BeforeEach
    void start() {
        rig = new Rig(dir);
    }

    private void live(String yaml) {
        rig.target(yaml);
        rig.seconds(10);
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.LIVE);
    }

    private Preview plan(String yaml) {
        TargetReading reading = TargetReader.read("target.yaml", yaml);
        return rig.ask(() -> rig.control.previewTarget(reading, yaml));
    }

    private Changed rollback(long... to) {
        OptionalLong number = to.length == 0 ? OptionalLong.empty() : OptionalLong.of(to[0]);
        return rig.ask(() -> rig.control.rollback(number, Rig.ANA));
    }

    private List<Revision.Head> history() {
        return rig.ask(rig.control::history);
    }

    @Test
    void plan_changedText_namesEachKeyWithBeforeAndAfter() {
        rig.secret("URL", "one");
        live(ONE);
        Preview plan = plan(ONE.replace("PORT: \"1\"", "PORT: \"2\"").replace(":5000", ":6000"));

        assertThat(plan.next()).isEqualTo(2);
        Change web = plan.changes().processes().get(0);
        assertThat(web.effect()).isEqualTo(Change.Effect.REPLACED);
        assertThat(web.causes()).containsExactly("env.PORT \"1\" → \"2\"");
        assertThat(plan.changes().services())
                .extracting(Change::effect, Change::how)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        Change.Effect.MOVED,
                        "moves from 127.0.0.1:5000 to 127.0.0.1:6000; established connections live on"));
        assertThat(rig.control.snapshot().intent().revision())
                .as("nothing was done")
                .isEqualTo(1);
        assertThat(rig.host.launches).hasSize(1);
    }

    @Test
    void plan_secretChanged_isItsCauseWithFingerprintsOnly() {
        rig.secret("URL", "canary-one");
        live(ONE);
        Preview plan = rig.ask(() -> rig.control.previewSecret("URL", "canary-two"));

        Change web = plan.changes().processes().get(0);
        assertThat(web.causes()).containsExactly("secret URL changed");
        assertThat(web.fields().get(0).key()).isEqualTo("env.URL");
        assertThat(web.fields().get(0).before()).matches("[0-9a-f]{4}…");
        assertThat(plan.toString()).doesNotContain("canary");
        assertThat(rig.control.snapshot().intent().revision()).isEqualTo(1);
    }

    @Test
    void plan_sameButForAModeline_isNoChange() {
        rig.secret("URL", "one");
        live(ONE);
        String shown = "# yaml-language-server: $schema=file:///x.json\n" + ONE;

        assertThat(plan(shown).changed()).isFalse();
        assertThat(rig.target(shown).changed()).isFalse();
        assertThat(rig.control.snapshot().intent().text()).isEqualTo(ONE);
    }

    @Test
    void target_otherRevisionThanExpected_isRefused() {
        rig.secret("URL", "one");
        live(ONE);
        TargetReading reading = TargetReader.read("target.yaml", ONE + "# mine\n");

        assertThatThrownBy(
                        () -> rig.ask(() -> rig.control.target(reading, ONE + "# mine\n", OptionalLong.of(7), Rig.ANA)))
                .hasMessageContaining("the target is at revision 1 now, set by ana@laptop");
        assertThat(rig.control.snapshot().intent().text()).isEqualTo(ONE);
    }

    @Test
    void rollback_noNumber_bringsTargetAndSecretsOfTheLastLiveOneBack() {
        rig.secret("URL", "one");
        live(ONE);
        rig.secret("URL", "two");
        rig.seconds(10);
        live(ONE.replace("PORT: \"1\"", "PORT: \"2\""));
        assertThat(rollback().revision()).isEqualTo(4);
        rig.seconds(10);

        assertThat(rig.control.snapshot().intent().text()).isEqualTo(ONE);
        assertThat(env()).containsEntry("PORT", "1").containsEntry("URL", "two");
        assertThat(rollback(1).affected()).containsExactly("web: rolling, 1 instance (secret URL changed)");
        rig.seconds(10);
        assertThat(env()).containsEntry("PORT", "1").containsEntry("URL", "one");
        assertThat(history())
                .extracting(Revision.Head::change)
                .containsExactly("", "secret URL set", "", "rollback to 2", "rollback to 1");
    }

    private java.util.Map<String, String> env() {
        return rig.host.running.get(rig.ready("web").get(0)).spec().env();
    }

    @Test
    void rollback_afterAFailure_skipsWhatFailedAndWhatIsTheSame() {
        rig.secret("URL", "one");
        live(ONE);
        rig.host.broken = launch -> launch.spec().env().get("PORT").equals("bad");
        rig.target(ONE.replace("PORT: \"1\"", "PORT: bad"));
        rig.seconds(100);
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.FAILED);
        Changed back = rollback();
        rig.seconds(10);

        assertThat(back.revision()).isEqualTo(3);
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.LIVE);
        assertThat(history())
                .extracting(h -> h.end().outcome())
                .containsExactly(RolloutOutcome.LIVE, RolloutOutcome.FAILED, RolloutOutcome.LIVE);
        assertThatThrownBy(this::rollback).hasMessageContaining("no other revision went live before revision 3");
    }

    @Test
    void rollback_resourceGone_isRefusedAndNamesIt() {
        rig.stored.add(ID);
        live("processes:\n- {name: web, command: [x], resources: [{id: \"" + ID + "\", file: f}]}\n");
        live("processes:\n- {name: web, command: [y]}\n");
        rig.stored.remove(ID);

        assertThatThrownBy(() -> rollback(1))
                .hasMessageContaining("resource " + ID + " is not on this server any more");
        assertThatThrownBy(() -> rollback(99)).hasMessageContaining("there is no revision 99, kept are: 1, 2");
        assertThat(history().get(0).resources()).containsExactly(ID);
    }

    @Test
    void outcome_overtakenOrCutShortByARestart_isKnown() {
        rig.secret("URL", "one");
        rig.target(ONE);
        rig.target(ONE + "# two\n");
        assertThat(history().get(0).end().outcome()).isEqualTo(RolloutOutcome.SUPERSEDED);
        rig.start();
        rig.seconds(10);

        assertThat(history().get(1).end().outcome()).isEqualTo(RolloutOutcome.LIVE);
        assertThat(history().get(1).end().summary()).startsWith("revision 2 live in ");
    }
}
