package dev.launcho.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.event.EventKind;
import dev.launcho.core.event.ServerEvent;
import dev.launcho.core.event.UserAction;
import dev.launcho.core.failure.Exit;
import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.failure.OutOfMemory;
import dev.launcho.core.failure.ProbeFinding;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ProbeQuestion;
import dev.launcho.core.model.ProbeResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventFactsTest {
    private static final InstanceId ID = new InstanceId("calm-otter-17");

    @Test
    void of_aReadyInstance_hasTheProbesParts() {
        ProbeResult probe =
                new ProbeResult(ProbeQuestion.http("/up", "127.0.0.1", 20001), new ProbeFinding.Answered(200, "OK"));

        assertThat(EventFacts.of(new EventKind.Ready(ID, 1_300, probe)))
                .isEqualTo(Map.of(
                        "name",
                        "ready",
                        "instance",
                        "calm-otter-17",
                        "after_ms",
                        1_300L,
                        "probe",
                        Map.of(
                                "check",
                                "http",
                                "path",
                                "/up",
                                "address",
                                "127.0.0.1",
                                "port",
                                20001,
                                "finding",
                                "answered",
                                "status",
                                200,
                                "reason",
                                "OK",
                                "text",
                                "GET /up on 127.0.0.1:20001: 200 OK")));
    }

    @Test
    void of_aFailedConnect_namesTheFailure() {
        ProbeResult probe =
                new ProbeResult(ProbeQuestion.tcp("::1", 20001), new ProbeFinding.Unconnected(FailureKind.REFUSED));

        assertThat(EventFacts.of(new EventKind.Unhealthy(ID, probe)).get("probe"))
                .isEqualTo(Map.of(
                        "check",
                        "tcp",
                        "address",
                        "::1",
                        "port",
                        20001,
                        "finding",
                        "unconnected",
                        "failure",
                        "refused",
                        "text",
                        "connect on [::1]:20001: connection refused"));
    }

    @Test
    void of_anEnd_hasTheExit() {
        Exit exit = Exit.of(Exit.Stage.COMMAND, 137).killedFor(OutOfMemory.OWN_LIMIT, 1 << 20);

        assertThat(EventFacts.of(new EventKind.InstanceEnded(ID, exit, EventKind.InstanceEnded.Circumstance.BY_ITSELF)))
                .containsEntry("name", "instance_ended")
                .containsEntry("status", 137)
                .containsEntry("memory", "OWN_LIMIT");
    }

    @Test
    void of_anEjection_saysWhyInWords() {
        EventKind ejected = new EventKind.Ejected(ID, "http", Duration.ofSeconds(30), FailureKind.REFUSED);

        assertThat(EventFacts.of(ejected))
                .isEqualTo(Map.of(
                        "name",
                        "ejected",
                        "instance",
                        "calm-otter-17",
                        "service",
                        "http",
                        "why",
                        "for 30s, connecting to it fails: connection refused"));
    }

    @Test
    void of_aSentenceOnly_isEmpty() {
        assertThat(EventFacts.of(EventKind.OTHER)).isEmpty();
    }

    @Test
    void saying_aSecretInAnyDepth_isReplaced() {
        Map<String, Object> facts =
                Map.of("a", "x s3cret", "n", 3, "list", List.of("s3cret"), "map", Map.of("b", "s3cret"));

        assertThat(EventFacts.saying(facts, text -> text.replace("s3cret", "*")))
                .isEqualTo(Map.of("a", "x *", "n", 3, "list", List.of("*"), "map", Map.of("b", "*")));
    }

    @Test
    void of_aFaultInTheTarget_namesThePlace() {
        EventKind fault = new ServerEvent.TargetFault("t.yaml", 9, 5, "processes[0].recieves", "unknown key", "a hint");

        assertThat(EventFacts.of(fault))
                .isEqualTo(Map.of(
                        "name",
                        "target_fault",
                        "file",
                        "t.yaml",
                        "line",
                        9,
                        "column",
                        5,
                        "key",
                        "processes[0].recieves",
                        "message",
                        "unknown key",
                        "hint",
                        "a hint"));
    }

    @Test
    void of_anotherRevisionAtTheStart_hasReasonAndRevision() {
        EventKind fallback =
                new ServerEvent.StartupFallback(ServerEvent.StartupFallback.Reason.TARGET_UNSAVED, 7, "disk full");

        assertThat(EventFacts.of(fallback))
                .isEqualTo(Map.of(
                        "name",
                        "startup_fallback",
                        "reason",
                        "target_unsaved",
                        "revision",
                        7L,
                        "problem",
                        "disk full"));
    }

    @Test
    void of_aFailureOfStorage_hasObjectAndAction() {
        EventKind failure = new ServerEvent.StorageFailed(
                "old logs", ServerEvent.StorageFailed.Attempt.REMOVE, "permission denied", "");

        assertThat(EventFacts.of(failure))
                .isEqualTo(Map.of(
                        "name",
                        "storage_failed",
                        "object",
                        "old logs",
                        "action",
                        "remove",
                        "problem",
                        "permission denied",
                        "next",
                        ""));
    }

    @Test
    void of_aTokenThatWasMade_hasItsRights() {
        UserAction made = new UserAction(UserAction.Operation.TOKEN_MADE, "ci", "read", 0, true);

        assertThat(EventFacts.of(new ServerEvent.Acted("ann", "10.0.0.1", made, "", false)))
                .containsEntry("operation", "token_made")
                .containsEntry("object", "ci")
                .containsEntry("detail", "read");
    }

    @Test
    void of_aWarning_namesThePart() {
        assertThat(EventFacts.of(new ServerEvent.Warned(ServerEvent.Part.BALANCER, "ipvsadm: no")))
                .isEqualTo(Map.of("name", "warned", "part", "balancer", "message", "ipvsadm: no"));
    }
}
