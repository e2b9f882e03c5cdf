package dev.launcho.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.launcho.core.event.ChangeResult;
import dev.launcho.core.event.FieldChange;
import dev.launcho.core.event.RolloutOutcome;
import dev.launcho.core.intent.ChangePreview;
import dev.launcho.core.intent.PlannedChange;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.SecretVisibility;
import dev.launcho.core.process.ProcessHost;
import dev.launcho.core.spec.TargetReader;
import dev.launcho.core.spec.TargetReading;
import dev.launcho.core.store.Revision;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No plan tells who may not read secrets whether a guess of one is right, and a reference is never a literal. */
@Tag("attack")
class SecretOracleTest {
    private static final String RIGHT = "hunter2hunter2";
    private static final String HEX = "3f786850e387550fdab836ed7e6dc881de23001b";
    private static final String TARGET = """
            processes:
            - name: web
              command: ["serve", "%s"]
              env: {PASSWORD: "%s"}
              cwd: "/srv/%s"
              health: {path: "/%s", headers: {X-Key: "%s"}}
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
        rig.secret("PW", RIGHT);
        rig.secret("PORT", "5001");
        rig.secret("HEX", HEX);
    }

    private static String with(String... values) {
        return TARGET.formatted((Object[]) values);
    }

    private static String referring() {
        return with("${PW}", "${PW}", "${PW}", "${PW}", "${PW}");
    }

    private ChangePreview plan(String yaml, SecretVisibility clearance) {
        TargetReading reading = TargetReader.read("target.yaml", yaml);
        assertThat(reading.problems()).isEmpty();
        return rig.ask(() -> rig.control.previewTarget(reading, yaml, clearance));
    }

    /** All that is answered, with the guess taken out that was sent. */
    private String blind(String yaml, String guess) {
        ChangePreview preview = plan(yaml, SecretVisibility.NO_SECRETS);
        return preview.toString().replace(guess, "GUESS");
    }

    private InstanceId running() {
        rig.target(referring());
        rig.seconds(10);
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.LIVE);
        return rig.ready("web").get(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void plan_aLiteralInThePlaceOfAReference_isTheSameForEachGuess(int place) {
        running();
        String[] right = {"${PW}", "${PW}", "${PW}", "${PW}", "${PW}"};
        String[] wrong = right.clone();
        right[place] = RIGHT;
        wrong[place] = "hunter3hunter3";

        assertThat(blind(with(right), RIGHT)).isEqualTo(blind(with(wrong), "hunter3hunter3"));
        for (SecretVisibility clearance : SecretVisibility.values()) {
            ChangePreview preview = plan(with(right), clearance);
            assertThat(preview.changed()).isTrue();
            assertThat(preview.changes().processes())
                    .extracting(PlannedChange::effect)
                    .containsExactly(place < 3 ? PlannedChange.Effect.REPLACED : PlannedChange.Effect.ADJUSTED);
        }
    }

    /** A plan does not show what a value is like, either: its form, its length, whether it is an address or an id. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "processes: [{name: a, command: [x], uid: '${PW}'}]",
                "processes: [{name: a, command: [x], cwd: '${PW}'}]",
                "processes: [{name: a, command: [x], resources: [{id: '${PW}', file: f}]}]",
                "processes: [{name: a, command: [x], receives: [s], health: {path: /, host: '${PW}'}}]\n"
                        + "services: [{name: s, on: '127.0.0.1:7'}]",
                "processes: []\nservices: [{name: s, on: '127.0.0.1:${PW}'}]",
                "processes: []\nservices: [{name: s, on: '127.0.0.1:${PW}'}, {name: t, on: '127.0.0.1:5001'}]",
                "processes: []\nservices: [{name: s, on: '${PW}:80'}, {name: t, on: 'hunter2hunter2:80'}]"
            })
    void plan_aReferenceAnywhere_isTheSameWhateverTheSecretIs(String yaml) {
        String first = blind(yaml, "no guess");

        for (String other : List.of("5001", "/srv", HEX, "root", "a b\nc", "x".repeat(200_000), "127.0.0.1")) {
            rig.secret("PW", other);
            assertThat(blind(yaml, "no guess"))
                    .as(other.substring(0, Math.min(20, other.length())))
                    .isEqualTo(first);
        }
    }

    /** By the length at which an argument is too long for the kernel, the length of the secret in it could be found. */
    @Test
    void plan_aLongTextBesideAReference_doesNotTellTheLength() {
        for (int length : new int[] {131_000, 131_050, 131_065}) {
            String yaml = "processes: [{name: a, command: [x, '" + "y".repeat(length) + "${PW}']}]";
            assertThat(plan(yaml, SecretVisibility.NO_SECRETS).notices())
                    .noneMatch(notice -> notice.contains("too") || notice.contains("kernel"));
        }
    }

    /** A token of 40 hex digits looks like a resource's id: it was printed. */
    @Test
    void plan_aSecretAsAResource_isNotPrinted() {
        String yaml = "processes: [{name: a, command: [x], resources: [{id: '${HEX}', file: f}]}]";

        ChangePreview preview = plan(yaml, SecretVisibility.NO_SECRETS);

        assertThat(preview.toString()).doesNotContain(HEX);
        assertThat(preview.changes().processes()).hasSize(1);
    }

    private ChangePreview planRollback() {
        return rig.ask(() -> rig.control.previewRollback(OptionalLong.of(1), SecretVisibility.NO_SECRETS));
    }

    /** The reasons why a machine refuses a process can have values of it in them. */
    @ParameterizedTest
    @ValueSource(strings = {"read_only: ['${PW}'], private_tmp: true", "env: {A: '${PW}'}"})
    void planRollback_whatTheMachineRefuses_isTheSameWhateverTheSecretIs(String keys) {
        rig.secret("PW", "/tmp/hidden-name");
        rig.target("processes: [{name: a, command: [x], " + keys + "}]");
        rig.seconds(10);
        rig.target("processes: [{name: b, command: [x]}]");
        rig.seconds(10);
        rig.host.lacks = spec -> Stream.concat(spec.confinement().readOnly().stream(), spec.env().values().stream())
                .filter(text -> text.startsWith("/tmp/"))
                .map(text -> new ProcessHost.Shortfall(keys.startsWith("env") ? "env" : "read_only", "", text))
                .toList();

        ChangePreview preview = planRollback();
        assertThat(preview.toString()).doesNotContain("hidden-name");
        assertThat(preview.changes().processes()).hasSize(2);

        assertThatThrownBy(() -> rig.ask(() -> rig.control.previewRollback(OptionalLong.of(1), SecretVisibility.ALL)))
                .hasStackTraceContaining("hidden-name");
    }

    @Test
    void planRollback_toOtherValues_showsWhatIsReplaced() {
        InstanceId first = running();
        rig.secret("PW", "another-value");
        rig.seconds(30);

        ChangePreview preview = planRollback();

        assertThat(preview.changed()).isTrue();
        assertThat(preview.changes().processes())
                .extracting(PlannedChange::effect)
                .containsExactly(PlannedChange.Effect.REPLACED);
        assertThat(preview.toString()).doesNotContain(RIGHT).doesNotContain("another-value");
        rig.ask(() -> rig.control.rollback(OptionalLong.of(1), OptionalLong.empty(), Rig.ANA));
        rig.seconds(30);
        assertThat(rig.ready("web")).hasSize(1).doesNotContain(first);
        assertThat(planRollback().changed()).isFalse();
    }

    @Test
    void planRollback_toTheSameValues_leavesWhatRuns() {
        running();
        rig.target(referring() + "- {name: more, on: '127.0.0.1:5003'}\n");
        rig.seconds(10);

        ChangePreview preview = planRollback();

        assertThat(preview.changed()).isTrue();
        assertThat(preview.changes().processes()).isEmpty();
    }

    @Test
    void set_aLiteralInThePlaceOfAReference_replacesAndBack() {
        InstanceId first = running();

        ChangeResult literal = rig.target(with(RIGHT, RIGHT, RIGHT, RIGHT, RIGHT));
        rig.seconds(30);
        InstanceId second = rig.ready("web").get(0);
        rig.target(referring());
        rig.seconds(30);

        assertThat(literal.affected()).singleElement().asString().startsWith("web: rolling, 1 instance");
        assertThat(second).isNotEqualTo(first);
        assertThat(rig.ready("web")).hasSize(1).doesNotContain(first, second);
    }

    @Test
    void set_somethingElse_leavesWhatRuns() {
        InstanceId first = running();

        rig.target(referring() + "- {name: more, on: '127.0.0.1:5003'}\n");
        rig.seconds(10);
        ChangeResult rolledBack =
                rig.ask(() -> rig.control.rollback(OptionalLong.of(1), OptionalLong.empty(), Rig.ANA));
        rig.seconds(10);

        assertThat(rig.ready("web")).containsExactly(first);
        assertThat(rolledBack.affected()).noneMatch(line -> line.startsWith("web"));
    }

    /** As a server writes it that does not know when a text was written. */
    private void ofAnOlderServer() {
        rig.store.revisions.replaceAll((number, r) -> {
            Revision.Head h = r.head();
            Revision.Head older = new Revision.Head(
                    h.number(),
                    h.at(),
                    h.by(),
                    h.from(),
                    h.message(),
                    h.change(),
                    h.secrets(),
                    h.resources(),
                    Map.of(),
                    h.end());
            return new Revision(older, r.target());
        });
    }

    @Test
    void versions_ofARevisionOfAnOlderServer_areWhatThatGave() {
        String yaml = referring();
        running();
        ofAnOlderServer();
        rig.start();
        rig.seconds(10);
        String version = rig.state("web").instances().get(0).version().hash();

        rig.target(yaml + "- {name: more, on: '127.0.0.1:5003'}\n");
        rig.seconds(10);

        assertThat(rig.state("web").instances())
                .singleElement()
                .extracting(i -> i.version().hash())
                .isEqualTo(version);
    }

    @Test
    void set_backToWhatIsLive_afterAFailure_replacesNothing() {
        InstanceId first = running();
        rig.secret("OTHER", "x");
        rig.host.broken = launch -> true;
        rig.target(with("${OTHER}", "${PW}", "${PW}", "${PW}", "${PW}"));
        rig.seconds(90);
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.FAILED);

        rig.host.broken = launch -> false;
        rig.target(referring());
        rig.seconds(10);

        assertThat(rig.ready("web")).containsExactly(first);
    }

    @Test
    void fingerprints_ofTwoSecretsWithOneValue_areShownDifferent() {
        rig.secret("COPY", RIGHT);
        rig.target("processes: [{name: a, command: [x], env: {A: '${PW}', B: '${COPY}'}}]");
        rig.secret("PW", "changed it");
        ChangePreview preview = rig.ask(() -> rig.control.previewRollback(OptionalLong.of(1), SecretVisibility.ALL));

        rig.secret("COPY", "changed it");
        ChangePreview both = rig.ask(() -> rig.control.previewRollback(OptionalLong.of(1), SecretVisibility.ALL));

        List<FieldChange> fields = both.changes().processes().get(0).fields();
        assertThat(preview.changes().processes().get(0).fields()).hasSize(1);
        assertThat(fields).hasSize(2);
        assertThat(fields.get(0).after()).isNotEqualTo(fields.get(1).after());
    }
}
