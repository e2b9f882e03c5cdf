package dev.launcho.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.event.EventKind.InstanceEnded.Circumstance;
import dev.launcho.core.event.EventKind.RolloutControlled.Control;
import dev.launcho.core.event.EventKind.ServiceListening.Listening;
import dev.launcho.core.event.ServerEvent.ConnectionsCarried.Carrier;
import dev.launcho.core.event.ServerEvent.Part;
import dev.launcho.core.event.ServerEvent.StartupFallback.Reason;
import dev.launcho.core.event.ServerEvent.StorageFailed.Attempt;
import dev.launcho.core.event.UserAction.Operation;
import dev.launcho.core.failure.Exit;
import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.failure.ProbeFinding;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ProbeQuestion;
import dev.launcho.core.model.ProbeResult;
import dev.launcho.core.model.Version;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EventSentenceTest {
    private static final InstanceId ID = new InstanceId("calm-otter-17");
    private static final ProbeResult OK =
            new ProbeResult(ProbeQuestion.http("/", "127.0.0.1", 20001), new ProbeFinding.Answered(200, "OK"));
    private static final Exit EXIT = Exit.of(Exit.Stage.COMMAND, 3);

    static Stream<Arguments> sentences() {
        return Stream.of(
                Arguments.of(new EventKind.Launching(ID, 1, ""), "calm-otter-17 launching"),
                Arguments.of(
                        new EventKind.Launching(ID, 3, "exit 1"), "calm-otter-17 launching (try 3, the last: exit 1)"),
                Arguments.of(
                        new EventKind.Ready(ID, 2_140, OK),
                        "calm-otter-17 ready after 2.1s: GET / on 127.0.0.1:20001: 200 OK"),
                Arguments.of(
                        new EventKind.Unhealthy(ID, OK), "calm-otter-17 unhealthy: GET / on 127.0.0.1:20001: 200 OK"),
                Arguments.of(
                        new EventKind.HealthyAgain(ID, OK),
                        "calm-otter-17 healthy again: GET / on 127.0.0.1:20001: 200 OK"),
                Arguments.of(new EventKind.Draining(ID, "replaced", 0), "calm-otter-17 draining: replaced"),
                Arguments.of(
                        new EventKind.Draining(ID, "replaced", 1),
                        "calm-otter-17 draining: replaced, 1 connection open"),
                Arguments.of(
                        new EventKind.Draining(ID, "replaced", 2),
                        "calm-otter-17 draining: replaced, 2 connections open"),
                Arguments.of(new EventKind.Stopping(ID, "drained"), "calm-otter-17 stopping: drained"),
                Arguments.of(new EventKind.Killed(ID), "calm-otter-17 did not stop in time, is sent SIGKILL"),
                Arguments.of(
                        new EventKind.InstanceEnded(ID, EXIT, Circumstance.BY_ITSELF), "calm-otter-17 ended: exit 3"),
                Arguments.of(
                        new EventKind.InstanceEnded(ID, EXIT, Circumstance.ASKED), "calm-otter-17 stopped: exit 3"),
                Arguments.of(
                        new EventKind.InstanceEnded(ID, EXIT, Circumstance.UNSEEN),
                        "calm-otter-17 ended while no server was running: exit 3"),
                Arguments.of(
                        new EventKind.InstanceEnded(ID, EXIT, Circumstance.AT_START),
                        "calm-otter-17 ended at the start of the server: exit 3"),
                Arguments.of(new EventKind.Adopted(ID, 4711), "calm-otter-17 adopted, pid 4711"),
                Arguments.of(new EventKind.WentLive(new Version("abc")), "live"),
                Arguments.of(
                        new EventKind.GivenUp(new Version("abc"), "exited 3 times", "nothing runs"),
                        "given up: exited 3 times; nothing runs"),
                Arguments.of(
                        new EventKind.RolloutControlled("web", Control.PAUSED, "ann"),
                        "paused by ann; launcho resume web continues its rollouts"),
                Arguments.of(new EventKind.RolloutControlled("web", Control.RESUMED, "ann"), "resumed by ann"),
                Arguments.of(
                        new EventKind.RolloutControlled("web", Control.BACKOFF_CLEARED, "ann"),
                        "back-off cleared by ann"),
                Arguments.of(
                        new EventKind.Ejected(ID, "http", Duration.ofSeconds(5), FailureKind.REFUSED),
                        "calm-otter-17 gets no new connections of service http for 5s, connecting to it fails: "
                                + "connection refused"),
                Arguments.of(
                        new EventKind.Readmitted(ID, "http"), "calm-otter-17 gets connections of service http again"),
                Arguments.of(new EventKind.ServiceListening(Listening.EVERYWHERE, ""), "listens"),
                Arguments.of(new EventKind.ServiceListening(Listening.FAILED, "port 80 is taken"), "port 80 is taken"),
                Arguments.of(
                        new EventKind.ServiceMoved("db:5432", List.of("10.0.0.1", "10.0.0.2")),
                        "listens on 10.0.0.1 and 10.0.0.2, to which db:5432 now resolves"),
                acted(UserAction.of(Operation.TARGET_SET, "").made(42, true), "set the target, revision 42"),
                acted(UserAction.of(Operation.TARGET_SET, "").made(42, false), "set the same target"),
                acted(
                        UserAction.of(Operation.ROLLED_BACK, "3").made(42, true),
                        "rolled back to revision 3, as revision 42"),
                acted(
                        UserAction.of(Operation.ROLLED_BACK, "").made(42, true),
                        "rolled back to the previous live revision, as revision 42"),
                acted(UserAction.of(Operation.SECRET_SET, "URL"), "set secret URL"),
                acted(UserAction.of(Operation.SECRET_SET, "URL").made(0, false), "set secret URL to the same value"),
                acted(UserAction.of(Operation.SECRET_REMOVED, "URL"), "removed secret URL"),
                acted(
                        new UserAction(Operation.RESOURCE_UPLOADED, "0a1b", "app.jar", 0, true),
                        "uploaded resource 0a1b (app.jar)"),
                acted(UserAction.of(Operation.RESOURCE_REMOVED, "0a1b").made(0, false), "removed resource 0a1b"),
                acted(UserAction.of(Operation.RESOURCE_REMOVED, "0a1b"), "removed resource 0a1b by force"),
                acted(UserAction.of(Operation.RESOURCES_COLLECTED, "1"), "removed 1 resource that nothing uses"),
                acted(UserAction.of(Operation.RESOURCES_COLLECTED, "2"), "removed 2 resources that nothing uses"),
                acted(UserAction.of(Operation.RESTARTED, "web"), "restarted web"),
                acted(UserAction.of(Operation.PAUSED, "web"), "paused the rollout of web"),
                acted(UserAction.of(Operation.RESUMED, "web"), "resumed the rollout of web"),
                acted(UserAction.of(Operation.BACKOFF_CLEARED, "web"), "cleared the back-off of web"),
                acted(UserAction.of(Operation.SHUT_DOWN, ""), "ended the server, its processes keep running"),
                acted(UserAction.of(Operation.SHUT_DOWN, "").made(0, false), "stopped the server and every process"),
                Arguments.of(
                        new ServerEvent.Acted(
                                "ann", "10.0.0.1", UserAction.of(Operation.SECRET_SET, "URL"), "rotation", true),
                        "ann at 10.0.0.1 set secret URL: not answered in time, it may still take effect: rotation"),
                Arguments.of(new ServerEvent.StateDirectory(""), "the state directory is writable again"),
                Arguments.of(
                        new ServerEvent.StateDirectory("disk full"),
                        "state can't be saved, so a restart of the server would lose the last changes: disk full"),
                acted(UserAction.of(Operation.SECRET_READ, "URL"), "read secret URL"),
                acted(
                        new UserAction(Operation.TOKEN_MADE, "ci", "read, until 2027-01-01T00:00:00Z", 0, true),
                        "made token ci, read, until 2027-01-01T00:00:00Z"),
                acted(UserAction.of(Operation.TOKEN_REVOKED, "ci"), "revoked token ci"),
                acted(UserAction.of(Operation.TOKEN_ROTATED, "admin"), "made a new admin token"),
                acted(UserAction.of(Operation.LOGGED_IN, ""), "logged in to the web page"),
                acted(UserAction.of(Operation.CHANGES_ALLOWED, ""), "allowed changes by the web page"),
                Arguments.of(
                        new ServerEvent.TargetFault("t.yaml", 9, 5, "processes[0].recieves", "unknown key", "a hint"),
                        "t.yaml:9:5: unknown key (a hint)"),
                Arguments.of(
                        new ServerEvent.TargetFault("t.yaml", 9, 5, "", "unknown key", ""), "t.yaml:9:5: unknown key"),
                Arguments.of(
                        new ServerEvent.StartupFallback(Reason.TARGET_EMPTY, 7, ""),
                        "launcho-target.yaml is empty, revision 7 is run instead"),
                Arguments.of(
                        new ServerEvent.StartupFallback(Reason.TARGET_INVALID, 0, ""),
                        "launcho-target.yaml is not valid, nothing is run"),
                Arguments.of(
                        new ServerEvent.StartupFallback(Reason.TARGET_UNSUPPORTED, 7, ""),
                        "launcho-target.yaml can't be run, revision 7 is run instead"),
                Arguments.of(
                        new ServerEvent.StartupFallback(Reason.TARGET_UNSAVED, 7, "disk full"),
                        "launcho-target.yaml was changed by hand, but the state directory can't be written (disk"
                                + " full): revision 7 is run instead; set it again with launcho target set"),
                Arguments.of(
                        new ServerEvent.StartupFallback(Reason.SECRETS_UNSAVED, 7, "disk full"),
                        "secrets have changed since revision 7, but the state directory can't be written (disk"
                                + " full): they take effect at the next start of the server"),
                Arguments.of(
                        new ServerEvent.ChangeUndone(8, ""),
                        "the last server ended in the middle of the change to revision 8: that change was undone;"
                                + " repeat the command if you still want it"),
                Arguments.of(
                        new ServerEvent.ChangeUndone(8, "disk full"),
                        "the last server ended in the middle of the change to revision 8, and its partial files can't"
                                + " be removed (disk full): target and secrets are as before it, and no change is accepted"
                                + " until they can be written"),
                Arguments.of(
                        new ServerEvent.StorageFailed(
                                "revisions/undo.json", Attempt.REMOVE, "disk full", "stays until the next change"),
                        "revisions/undo.json can't be removed, and stays until the next change: disk full"),
                Arguments.of(
                        new ServerEvent.StorageFailed("the outcome of revision 7", Attempt.WRITE, "disk full", ""),
                        "the outcome of revision 7 can't be written: disk full"),
                Arguments.of(
                        new ServerEvent.StorageFailed("resources", Attempt.LIST, "no such folder", ""),
                        "resources can't be listed: no such folder"),
                Arguments.of(
                        new ServerEvent.StorageFailed("7.json", Attempt.READ, "disk error", "no way back to it"),
                        "7.json can't be read: disk error; no way back to it"),
                Arguments.of(
                        new ServerEvent.FileSetAside("state.json", "state.json.damaged", ""),
                        "state.json could not be read and was set aside as state.json.damaged"),
                Arguments.of(
                        new ServerEvent.FileSetAside("7.json", "7.json.damaged", "no way back to it"),
                        "7.json could not be read and was set aside as 7.json.damaged: no way back to it"),
                Arguments.of(
                        new ServerEvent.StateRecovered("state.json.before", false),
                        "the server's state is taken from state.json.before: it may lack what happened shortly before the last server"
                                + " ended"),
                Arguments.of(
                        new ServerEvent.StateRecovered("identity.json", true),
                        "it is no longer known which versions were live, failed or completed"),
                Arguments.of(
                        new ServerEvent.PartFailed(Part.RECONCILER, "java.lang.Error", false),
                        "the reconciler failed: java.lang.Error"),
                Arguments.of(
                        new ServerEvent.PartFailed(Part.CHORES, "java.lang.Error", true),
                        "a periodic task failed, it is retried: java.lang.Error"),
                Arguments.of(
                        new ServerEvent.ConnectionsCarried(Carrier.RELAY, "epoll"),
                        "connections are relayed by the epoll engine"),
                Arguments.of(
                        new ServerEvent.ConnectionsCarried(Carrier.KERNEL, ""),
                        "connections are carried by the kernel (ipvsadm)"),
                Arguments.of(
                        new ServerEvent.AdminEndpoint("box:12888", List.of("10.0.0.1:12888", "[::1]:12888"), ""),
                        "the admin endpoint box:12888 is on 10.0.0.1:12888 and [::1]:12888"),
                Arguments.of(
                        new ServerEvent.AdminEndpoint("box:12888", List.of(), "no such host: box"),
                        "no such host: box"),
                Arguments.of(
                        new ServerEvent.WrongToken("203.0.113.9"),
                        "a wrong token came from 203.0.113.9; its next tries are slowed down"),
                Arguments.of(
                        new ServerEvent.WrongTokens(4_980, 4_979),
                        "4980 more wrong tokens came from 4979 addresses; their next tries are slowed down"),
                Arguments.of(
                        new ServerEvent.WrongTokens(1, 1),
                        "1 more wrong token came from 1 address; their next tries are slowed down"),
                Arguments.of(
                        new ServerEvent.WrongTokens(90_000, 10_000),
                        "90000 more wrong tokens came from 10000 addresses or more; their next tries are slowed down"),
                Arguments.of(new ServerEvent.Warned(Part.LOGS, "log lost"), "log lost"));
    }

    private static Arguments acted(UserAction action, String words) {
        return Arguments.of(new ServerEvent.Acted("ann", "10.0.0.1", action, "", false), "ann at 10.0.0.1 " + words);
    }

    @ParameterizedTest
    @MethodSource("sentences")
    void of_eachKind_isForPeople(EventKind fact, String sentence) {
        assertThat(EventSentence.of(fact)).isEqualTo(sentence);
    }

    @ParameterizedTest
    @MethodSource("sentences")
    void saying_nothingElse_isTheSameFact(EventKind fact, String sentence) {
        assertThat(fact.saying(text -> text)).as(sentence).isEqualTo(fact);
    }

    @Test
    void saying_aSecretInAFact_isReplaced() {
        EventKind fact = new EventKind.Draining(ID, "unhealthy: 503 s3cret", 0);

        assertThat(fact.saying(text -> text.replace("s3cret", "${S}")))
                .isEqualTo(new EventKind.Draining(ID, "unhealthy: 503 ${S}", 0));
    }

    /** A new kind needs an entry above: nothing else would hold its sentence. */
    @Test
    void sentences_ofTheServer_areThoseOfEachKind() {
        assertThat(sentences().<Object>map(arguments -> arguments.get()[0].getClass()))
                .contains((Object[]) ServerEvent.class.getPermittedSubclasses());
    }
}
