package dev.launcho.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.launcho.core.event.Event;
import dev.launcho.core.event.RolloutOutcome;
import dev.launcho.core.failure.Exit;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Version;
import dev.launcho.core.process.ProcessHost;
import dev.launcho.core.process.SurvivingInstance;
import dev.launcho.core.store.Revision;
import dev.launcho.core.traffic.BalancerCapabilities;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the next server knows. */
class ResumeTest {
    private static final String LATER = "processes: [{name: web, command: [\"true\"], colour: blue}]";

    @TempDir
    Path dir;

    private Rig rig;

    @BeforeEach
    void start() {
        rig = new Rig(dir);
    }

    private static String web(String version) {
        return DeployTest.WEB.formatted(version);
    }

    private void live(String version) {
        live(web(version), "");
    }

    private void live(String target, String more) {
        rig.target(target.replaceFirst("services:", more + "services:"));
        rig.seconds(10);
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.LIVE);
    }

    private List<String> runs() {
        return rig.host.running.values().stream()
                .map(l -> l.spec().command().get(1))
                .toList();
    }

    @Test
    void start_afterALiveTarget_runsItAgainUnderItsRevision() {
        live("v1");
        rig.start();
        rig.seconds(10);

        assertThat(runs()).containsExactly("v1");
        assertThat(rig.control.snapshot().intent().revision()).isEqualTo(1);
        assertThat(rig.store.state.revision()).isEqualTo(1);
        assertThat(rig.state("web").live()).isNotEqualTo(Version.NONE);
    }

    @Test
    void start_afterAFailedVersion_runsTheFallbackAndDoesNotTryAgain() {
        live("v1");
        rig.host.broken = launch -> launch.spec().command().contains("v2");
        rig.target(web("v2"));
        rig.seconds(10);
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.FAILED);
        rig.start();
        rig.seconds(100);

        assertThat(rig.host.launches).hasSize(1);
        assertThat(runs()).containsExactly("v1");
        assertThat(rig.file).as("stays as its author set it").contains(web("v2"));
        assertThat(rig.control.snapshot().intent().revision()).isEqualTo(2);
    }

    /** That it was given up once is forgotten when another version is wanted, by this server and by the next. */
    @Test
    void start_inTheMiddleOfARolloutOfAVersionThatHadFailedBefore_goesOnWithIt() {
        live("v1");
        rig.host.broken = launch -> launch.spec().command().contains("v2");
        rig.target(web("v2"));
        rig.seconds(10);
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.FAILED);
        live("v1");
        assertThat(rig.store.state.process("web").failed()).isEqualTo(Version.NONE);
        rig.host.broken = launch -> false;
        rig.prober.healthy =
                id -> !rig.ready("web").isEmpty() && rig.ready("web").contains(id);
        rig.target(web("v2"));
        rig.seconds(2);
        rig.start();
        rig.seconds(30);

        assertThat(runs()).containsExactly("v2");
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.LIVE);
    }

    /** The server died while the process was being removed, and so did what was left of it. */
    @Test
    void start_removedProcessIsGone_isNotRememberedWhenItComesBack() throws Exception {
        rig.deaf = launch -> true;
        rig.start();
        live("v1");
        rig.ask(() -> rig.control.pause("web", Rig.ANA));
        rig.target("processes: [{name: other, command: [\"true\"]}]");
        rig.survivors = List.of();
        rig.start();

        assertThat(rig.store.state.processes()).doesNotContainKey("web");
        rig.target(web("v2"));
        rig.start();
        rig.seconds(10);
        assertThat(runs()).contains("v2");
    }

    @Test
    void start_neitherFileNorRevisionCanBeRead_isRefusedAndNothingEnds() {
        live("v1");
        survive();
        rig.store.revisions.clear();
        for (Optional<String> file :
                List.of(Optional.of("processes: ["), Optional.of("\n"), Optional.<String>empty())) {
            rig.file = file;
            rig.diary.clear();

            assertThatThrownBy(rig::start).hasMessageContaining("and revision 1 can't be read");
            assertThat(rig.diary).isEmpty();
        }
    }

    @Test
    void start_inTheMiddleOfARollout_fallsBackIfTheNewIsBroken() {
        live("v1");
        rig.prober.healthy =
                id -> !rig.ready("web").isEmpty() && rig.ready("web").contains(id);
        rig.target(web("v2"));
        rig.seconds(2);
        rig.broken = launch -> launch.spec().command().contains("v2");
        rig.start();
        rig.seconds(30);

        assertThat(runs()).containsExactly("v1");
        assertThat(rig.store.state.process("web").failed()).isNotEqualTo(Version.NONE);
    }

    @Test
    void start_fallbackUsedAnotherSecret_hasTheValueOfThen() {
        rig.secret("URL", "good");
        rig.target("processes:\n- name: web\n  command: [serve, v1]\n  env: {URL: \"${URL}\"}\n");
        rig.seconds(10);
        rig.host.broken = launch -> launch.spec().env().containsValue("bad");
        rig.secret("URL", "bad");
        rig.seconds(10);
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.FAILED);
        rig.start();
        rig.seconds(10);

        assertThat(rig.host.running.values())
                .singleElement()
                .satisfies(l -> assertThat(l.spec().env()).containsEntry("URL", "good"));
    }

    @Test
    void start_afterARestartOfTheProcess_keepsItsVersion() {
        live("v1");
        rig.ask(() -> rig.control.restartProcess("web"));
        rig.seconds(10);
        Version restarted = rig.state("web").live();
        rig.start();
        rig.seconds(10);

        assertThat(rig.state("web").live()).isEqualTo(restarted);
        assertThat(rig.host.launches).hasSize(1);
    }

    @Test
    void start_instanceNumbers_areNeverUsedTwice() {
        live("v1");
        InstanceId before = rig.ready("web").get(0);
        rig.start();
        rig.seconds(10);

        assertThat(number(rig.ready("web").get(0))).isGreaterThan(number(before));
    }

    @Test
    void start_fileChangedByHand_isANewRevision() {
        live("v1");
        rig.file = Optional.of(web("v2"));
        rig.start();
        rig.seconds(10);

        assertThat(runs()).containsExactly("v2");
        assertThat(rig.store.state.revision()).isEqualTo(2);
        assertThat(rig.store.revisions.get(2L).by()).isEqualTo("launcho-target.yaml");
    }

    @Test
    void start_fileDamaged_runsTheLastRevisionAndSaysSo() {
        live("v1");
        rig.file = Optional.of("processes: [oops");
        rig.start();
        rig.seconds(10);

        assertThat(runs()).containsExactly("v1");
        assertThat(rig.events)
                .anyMatch(e -> e.severity() == Event.Severity.ERROR
                        && e.message().equals("launcho-target.yaml is not valid, revision 1 is run instead"));
    }

    @Test
    void start_fileEmpty_runsTheLastRevisionAndSaysSo() {
        live("v1");
        rig.file = Optional.of("\n");
        rig.start();
        rig.seconds(10);

        assertThat(runs()).containsExactly("v1");
        assertThat(rig.events)
                .anyMatch(e -> e.message().equals("launcho-target.yaml is empty, revision 1 is run instead"));
    }

    @Test
    void start_fileAsksForWhatTheBalancerCant_runsTheLastRevisionAndSaysSo() {
        live("v1");
        rig.file = Optional.of(web("v2"));
        rig.capabilities = (service, on) -> List.of(new BalancerCapabilities.Shortfall(true, "on", "can't be"));
        rig.start();
        rig.seconds(10);

        assertThat(runs()).containsExactly("v1");
        assertThat(rig.store.state.revision()).isEqualTo(1);
        assertThat(rig.events)
                .anyMatch(e -> e.severity() == Event.Severity.ERROR
                        && e.message().equals("launcho-target.yaml can't be run, revision 1 is run instead"));
    }

    @Test
    void start_fileGone_runsTheLastRevision() {
        live("v1");
        rig.file = Optional.empty();
        rig.start();
        rig.seconds(10);

        assertThat(runs()).containsExactly("v1");
    }

    @Test
    void start_firstTime_runsNothing() {
        rig.seconds(10);
        assertThat(rig.host.launches).isEmpty();
        assertThat(rig.control.snapshot().intent().revision()).isZero();
    }

    @Test
    void stop_running_drainsAndStopsAllAndKeepsWhatIsKnown() {
        live("v1");
        InstanceId id = rig.ready("web").get(0);
        rig.balancer.open.put(id, 1L);
        rig.stop();
        rig.seconds(1);
        assertThat(rig.diary).contains("out " + id).doesNotContain("signal " + id + " TERM");
        rig.balancer.end(id);
        rig.seconds(1);

        assertThat(rig.host.running).isEmpty();
        assertThat(rig.control.reconciler().finished()).isTrue();
        assertThat(rig.store.state.process("web").live()).isNotEqualTo(Version.NONE);
        rig.start();
        rig.seconds(10);
        assertThat(runs()).containsExactly("v1");
    }

    @Test
    void start_survivorOfTheSameVersion_isTakenBackWithoutARestart() {
        live("v1");
        survive();
        rig.start();
        rig.seconds(10);

        assertThat(rig.host.launches).isEmpty();
        assertThat(rig.host.running).hasSize(1);
        assertThat(rig.ready("web")).hasSize(1);
        assertThat(rig.balancer.table().services().get(0).backends()).hasSize(1);
    }

    @Test
    void start_survivorsOfAHalfDoneRollout_endInOneOfTheNew() {
        live("v1");
        rig.prober.healthy = id -> rig.ready("web").contains(id);
        rig.target(web("v2"));
        rig.seconds(2);
        assertThat(runs()).containsExactly("v1", "v2");
        survive();
        rig.start();
        rig.seconds(20);

        assertThat(rig.host.launches).isEmpty();
        assertThat(runs()).as(rig.diary + " " + rig.events).containsExactly("v2");
        assertThat(rig.diary).noneMatch(line -> line.startsWith("kill"));
    }

    @Test
    void start_survivorThatNobodyWants_isStopped() {
        live("v1");
        survive();
        rig.file = Optional.of("processes: []\nservices: []\n");
        rig.start();
        rig.seconds(10);

        assertThat(rig.host.running).isEmpty();
        assertThat(rig.control.snapshot().states()).isEmpty();
    }

    @Test
    void start_survivorThatWasLeaving_leavesByTheRulesOfItsOwn() {
        live(web("v1"), "  drain: 90s\n  stop: {signal: INT, timeout: 77s}\n");
        InstanceId id = rig.ready("web").get(0);
        rig.balancer.open.put(id, 1L);
        rig.target("processes: []\n");
        survive();
        rig.deaf = launch -> true;
        rig.start();
        assertThat(rig.control.snapshot().desired().get("web").policy().drain()).hasSeconds(90);
        assertThat(rig.diary).contains("signal " + id + " INT");
        rig.seconds(76);
        assertThat(rig.diary).doesNotContain("kill " + id);
        rig.seconds(2);
        assertThat(rig.diary).contains("kill " + id);
    }

    @Test
    void start_survivorThatWasBeingStopped_isStoppedAndNotCountedAsFailed() {
        live("v1");
        InstanceId id = rig.ready("web").get(0);
        survive();
        rig.survivors = rig.survivors.stream()
                .map(s -> new SurvivingInstance(
                        s.id(), s.process(), s.version(), s.slot(), s.pid(), s.ports(), s.ended(), true))
                .toList();
        rig.start();
        assertThat(rig.diary).contains("signal " + id + " TERM");
        rig.seconds(10);

        assertThat(rig.ready("web")).hasSize(1).doesNotContain(id);
        assertThat(rig.state("web").slots())
                .allSatisfy(s -> assertThat(s.failures()).isZero());
    }

    @Test
    void start_survivorThatEndedMeanwhile_isToldAndLaunchedAnew() {
        live("v1");
        survive();
        rig.survivors = rig.survivors.stream()
                .map(s -> new SurvivingInstance(
                        s.id(),
                        s.process(),
                        s.version(),
                        s.slot(),
                        s.pid(),
                        s.ports(),
                        Optional.of(Exit.of(Exit.Stage.COMMAND, 137))))
                .toList();
        rig.start();
        rig.seconds(10);

        assertThat(rig.events).anyMatch(e -> e.message().contains("ended while no server was running: SIGKILL"));
        assertThat(rig.host.launches).hasSize(1);
    }

    @Test
    void start_targetOfALaterVersion_isRefusedAndNothingEnds() {
        live("v1");
        survive();
        ofALaterVersion(rig.store.state.revision());
        rig.file = Optional.of(LATER);
        rig.diary.clear();

        assertThatThrownBy(rig::start)
                .hasMessageContaining("is valid for this version of Launcho")
                .hasMessageContaining("unknown key \"colour\"");
        assertThat(rig.diary).isEmpty();
    }

    @Test
    void start_survivorOfARemovedProcessAndARevisionOfALaterVersion_leavesAsItsOwnRevisionSays() {
        live("v1");
        survive();
        InstanceId id = rig.ready("web").get(0);
        rig.target("processes: [{name: other, command: [\"true\"]}]");
        rig.target("processes: [{name: other, command: [\"false\"]}]");
        ofALaterVersion(rig.store.state.revision() - 1);

        rig.start();
        rig.seconds(1);
        assertThat(rig.diary).anyMatch(line -> line.startsWith("signal " + id));
    }

    private void ofALaterVersion(long number) {
        rig.store.revisions.put(
                number, new Revision(rig.store.revisions.get(number).head(), LATER));
    }

    /** The server dies, its instances do not. */
    private void survive() {
        rig.survivors = rig.host.running.values().stream().map(this::survivor).toList();
    }

    private SurvivingInstance survivor(ProcessHost.Launch l) {
        Map<String, Integer> ports = rig.instance(l.id()).ports();
        return new SurvivingInstance(l.id(), l.spec().name(), l.version(), l.slot(), 42, ports, Optional.empty());
    }

    private static int number(InstanceId id) {
        return Integer.parseInt(id.name().replaceAll("\\D", ""));
    }
}
