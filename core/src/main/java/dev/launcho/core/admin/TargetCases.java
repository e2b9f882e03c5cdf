package dev.launcho.core.admin;

import dev.launcho.core.admin.AdminOperations.TargetText;
import dev.launcho.core.admin.HistoryOperations.RevisionText;
import dev.launcho.core.event.ChangeAuthor;
import dev.launcho.core.event.ChangeResult;
import dev.launcho.core.event.RolloutOutcome;
import dev.launcho.core.event.RolloutProgress;
import dev.launcho.core.event.UserAction;
import dev.launcho.core.event.UserAction.Operation;
import dev.launcho.core.intent.ChangePreview;
import dev.launcho.core.intent.RequestRefused;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.SecretVisibility;
import dev.launcho.core.model.Target;
import dev.launcho.core.reconcile.ReconcilerControl;
import dev.launcho.core.reconcile.ReconcilerSnapshot;
import dev.launcho.core.spec.TargetReader;
import dev.launcho.core.spec.TargetReading;
import dev.launcho.core.store.Revision;
import dev.launcho.core.store.ValueFingerprints;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The use cases of the target: reading, preview, change, history and rollback. Thread-safe. */
record TargetCases(ReconcilerControl control, RequestGateway requests, String defaultTarget) {
    private static final int SHOWN_PRINT = 8;

    TargetText target() {
        ReconcilerSnapshot s = control.snapshot();
        String text = s.intent().text();
        return new TargetText(s.intent().revision(), text.isEmpty() ? defaultTarget : text);
    }

    ChangePreview plan(String file, String text, SecretVisibility clearance) throws RequestRefused {
        TargetReading reading = read(file, text);
        return report(requests.ask(() -> control.previewTarget(reading, text, clearance)), reading.target());
    }

    ChangePreview report(ChangePreview preview, Target target) {
        PlannedConnections connections =
                new PlannedConnections(control.snapshot(), control.balancer().counters());
        return connections.of(preview, preview.changed() ? limitNotices(target) : List.of());
    }

    ChangeResult set(String file, String text, OptionalLong expected, ChangeAuthor author) throws RequestRefused {
        TargetReading reading = read(file, text);
        UserAction action = UserAction.of(Operation.TARGET_SET, "");
        ChangeResult set = requests.change(author, action, () -> control.target(reading, text, expected, author));
        ChangeResult change = set.with(limitNotices(reading.target()));
        requests.audit(author, action.made(change.revision(), change.changed()));
        return change;
    }

    private static TargetReading read(String file, String text) throws RequestRefused {
        TargetReading reading = TargetReader.read(file, text);
        if (!reading.valid()) {
            throw RequestRefused.invalid(reading.problems());
        }
        return reading;
    }

    private List<String> limitNotices(Target target) {
        List<String> notices = new ArrayList<>();
        for (ProcessSpec p : target.processes()) {
            control.host().unenforced(p.limits()).forEach(n -> notices.add("process \"" + p.name() + "\": " + n));
            control.host().notices(p).forEach(n -> notices.add("process \"" + p.name() + "\": " + n));
        }
        return notices;
    }

    ChangePreview planRollback(OptionalLong revision, SecretVisibility clearance) throws RequestRefused {
        return report(requests.ask(() -> control.previewRollback(revision, clearance)), Target.EMPTY);
    }

    ChangeResult rollback(OptionalLong revision, OptionalLong expected, ChangeAuthor author) throws RequestRefused {
        String to = revision.isPresent() ? String.valueOf(revision.getAsLong()) : "";
        UserAction what = UserAction.of(Operation.ROLLED_BACK, to);
        ChangeResult change = requests.change(author, what, () -> control.rollback(revision, expected, author));
        requests.audit(author, what.made(change.revision(), change.changed()));
        return change;
    }

    List<RevisionView> history() throws RequestRefused {
        return requests.ask(control::history).stream()
                .sorted(Comparator.comparingLong(Revision.Head::number).reversed())
                .map(this::view)
                .toList();
    }

    RevisionText revision(long number) throws RequestRefused {
        Revision revision = requests.ask(() -> control.revision(number))
                .orElseThrow(() -> new RequestRefused(
                        RequestRefused.Code.NOT_FOUND, "there is no revision " + number + "; see launcho history"));
        return new RevisionText(view(revision.head()), revision.target());
    }

    /** Returns how a revision ended before the server's start, which the rollout log does not know. */
    Optional<Revision.End> ended(long number) throws RequestRefused {
        return requests.ask(control::history).stream()
                .filter(head -> head.number() == number)
                .map(Revision.Head::end)
                .filter(end -> end.outcome().ended())
                .findFirst();
    }

    private RevisionView view(Revision.Head head) {
        boolean current = head.number() == control.snapshot().intent().revision();
        Map<String, String> prints = new TreeMap<>();
        head.secrets()
                .forEach((name, f) ->
                        prints.put(name, ValueFingerprints.shown(name, f).substring(0, SHOWN_PRINT)));
        Revision.End end = head.end();
        return new RevisionView(
                head.shown(prints, new Revision.End(outcome(head, current), end.at(), end.summary(), end.causes())),
                current);
    }

    /** Returns the outcome; a revision that neither ended nor is current was superseded while no server saw it. */
    private RolloutOutcome outcome(Revision.Head head, boolean current) {
        RolloutOutcome written = head.end().outcome();
        if (written.ended()) {
            return written;
        }
        return current
                ? control.rollouts()
                        .of(head.number())
                        .map(RolloutProgress::outcome)
                        .orElse(written)
                : RolloutOutcome.SUPERSEDED;
    }
}
