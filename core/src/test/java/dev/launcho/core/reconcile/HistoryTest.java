package dev.launcho.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.launcho.core.event.ChangeResult;
import dev.launcho.core.event.RolloutOutcome;
import dev.launcho.core.intent.ChangePreview;
import dev.launcho.core.intent.PlannedChange;
import dev.launcho.core.model.SecretVisibility;
import dev.launcho.core.spec.TargetReader;
import dev.launcho.core.spec.TargetReading;
import dev.launcho.core.store.Revision;
import dev.launcho.core.traffic.BalancerCapabilities;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
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

    private ChangePreview plan(String yaml) {
        TargetReading reading = TargetReader.read("target.yaml", yaml);
        return rig.ask(() -> rig.control.previewTarget(reading, yaml, SecretVisibility.ALL));
    }

    private ChangeResult rollback(long... to) {
        OptionalLong number = to.length == 0 ? OptionalLong.empty() : OptionalLong.of(to[0]);
        return rig.ask(() -> rig.control.rollback(number, OptionalLong.empty(), Rig.ANA));
    }

    private List<Revision.Head> history() {
        return rig.ask(rig.control::history);
    }

    @Test
    void plan_changedText_namesEachKeyWithBeforeAndAfter() {
        rig.secret("URL", "one");
        live(ONE);
        ChangePreview plan = plan(ONE.replace("PORT: \"1\"", "PORT: \"2\"").replace(":5000", ":6000"));

        assertThat(plan.next()).isEqualTo(2);
        PlannedChange web = plan.changes().processes().get(0);
        assertThat(web.effect()).isEqualTo(PlannedChange.Effect.REPLACED);
        assertThat(web.causes()).containsExactly("env.PORT \"1\" → \"2\"");
        assertThat(plan.changes().services())
                .extracting(PlannedChange::effect, PlannedChange::how)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        PlannedChange.Effect.MOVED,
                        "moves from 127.0.0.1:5000 to 127.0.0.1:6000; established connections stay open"));
        assertThat(rig.control.snapshot().intent().revision())
                .as("nothing was done")
                .isEqualTo(1);
        assertThat(rig.host.launches).hasSize(1);
    }

    @Test
    void plan_secretChanged_isItsCauseWithFingerprintsOnly() {
        rig.secret("URL", "canary-one");
        live(ONE);
        ChangePreview plan = rig.ask(() -> rig.control.previewSecret("URL", "canary-two"));

        PlannedChange web = plan.changes().processes().get(0);
        assertThat(web.causes()).containsExactly("secret URL changed");
        assertThat(web.fields().get(0).key()).isEqualTo("env.URL");
        assertThat(web.fields().get(0).before()).matches("[0-9a-f]{4}…");
        assertThat(plan.toString()).doesNotContain("canary");
        assertThat(rig.control.snapshot().intent().revision()).isEqualTo(1);
    }

    /** A preview and a change are one proposal. */
    @Test
    void change_afterItsPlan_doesWhatThePlanShowed() {
        rig.secret("URL", "one");
        live(ONE);
        String other = ONE.replace("PORT: \"1\"", "PORT: \"${PORT}\"").replace(":5000", ":6000");

        does(plan(other), rig.target(other));
        does(rig.ask(() -> rig.control.previewSecret("PORT", "7")), rig.secret("PORT", "7"));
        rig.seconds(10);
        does(rig.ask(() -> rig.control.previewRollback(OptionalLong.of(1), SecretVisibility.ALL)), rollback(1));
        rig.seconds(10);
        does(plan(ONE), rig.target(ONE));
    }

    /** The machine may have changed since the target was set. A new secret must not wait until it is repaired. */
    @Test
    void secret_machineThatCantDoAllOfTheTargetAnyMore_isPlannedAndSetWithANotice() {
        rig.secret("URL", "one");
        live(ONE);
        rig.capabilities = (service, on) -> List.of(new BalancerCapabilities.Shortfall(true, "on", "can't be"));
        rig.start();
        ChangePreview shown = rig.ask(() -> rig.control.previewSecret("URL", "two"));

        assertThat(shown.next()).isEqualTo(2);
        assertThat(shown.notices()).anyMatch(notice -> notice.contains("can't be"));
        does(shown, rig.secret("URL", "two"));
    }

    private static void does(ChangePreview shown, ChangeResult done) {
        assertThat(done.revision()).isEqualTo(shown.next());
        assertThat(done.changed()).isEqualTo(shown.changed());
        assertThat(done.subjects()).isEqualTo(shown.changes().subjects());
        assertThat(done.notices()).isEqualTo(shown.notices());
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
    void change_otherRevisionThanExpected_isRefusedAndSaysWhoDidWhat() {
        rig.secret("URL", "one");
        live(ONE);
        rig.secret("URL", "two");
        OptionalLong seen = OptionalLong.of(1);

        for (Callable<ChangeResult> change : List.<Callable<ChangeResult>>of(
                () -> rig.control.secret("URL", "three", seen, Rig.ANA),
                () -> rig.control.secret("OTHER", "x", seen, Rig.ANA),
                () -> rig.control.rollback(OptionalLong.of(1), seen, Rig.ANA),
                () -> rig.control.rollback(OptionalLong.empty(), seen, Rig.ANA),
                () -> rig.control.removeSecret("URL", seen))) {
            assertThatThrownBy(() -> rig.ask(change))
                    .hasMessageContaining(
                            "the target is at revision 2 now, set by ana@laptop (secret URL set), and not at 1 any more")
                    .hasMessageContaining("launcho target show 2");
        }
        assertThat(rig.secrets.get("URL")).contains("two");
        assertThat(rig.secrets.get("OTHER")).isEmpty();
        assertThat(rig.control.snapshot().intent().revision()).isEqualTo(2);
    }

    @Test
    void change_revisionAsExpected_isMade() {
        rig.secret("URL", "one");
        live(ONE);
        rig.ask(() -> rig.control.secret("URL", "two", OptionalLong.of(1), Rig.ANA));
        rig.seconds(10);
        rig.ask(() -> rig.control.rollback(OptionalLong.empty(), OptionalLong.of(2), Rig.ANA));

        assertThat(rig.secrets.get("URL")).contains("one");
    }

    @Test
    void removeSecret_ofTheConfiguration_isRefusedAndOneThatHidesItGoes() {
        assertThatThrownBy(() -> rig.ask(() -> rig.control.removeSecret("CONFIGURED", OptionalLong.empty())))
                .hasMessageContaining("secret CONFIGURED is set in launcho-config.yaml on the server");
        rig.secret("CONFIGURED", "hidden");

        assertThat(rig.ask(() -> rig.control.removeSecret("CONFIGURED", OptionalLong.empty()))
                        .notices())
                .containsExactly("secret CONFIGURED has the value of launcho-config.yaml on the server again");
        assertThat(rig.secrets.get("CONFIGURED")).contains("c");
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
        ChangeResult back = rollback();
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
