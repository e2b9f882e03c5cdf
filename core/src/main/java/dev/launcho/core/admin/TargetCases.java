package dev.launcho.core.admin;

import dev.launcho.core.admin.HistoryOperations.RevisionText;
import dev.launcho.core.admin.Operations.Author;
import dev.launcho.core.admin.Operations.Change;
import dev.launcho.core.admin.Operations.TargetText;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.RolloutOutcome;
import dev.launcho.core.model.Target;
import dev.launcho.core.reconcile.Control;
import dev.launcho.core.reconcile.Preview;
import dev.launcho.core.reconcile.RolloutLog;
import dev.launcho.core.reconcile.Snapshot;
import dev.launcho.core.store.Revision;
import dev.launcho.core.target.TargetReader;
import dev.launcho.core.target.TargetReading;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The use cases of the target: what it is, what a change would do, what was before, and the way back. Thread-safe. */
record TargetCases(Control control, Requests requests, String defaultTarget) {
    private static final int SHOWN_PRINT = 8;

    TargetText target() {
        Snapshot s = control.snapshot();
        String text = s.intent().text();
        return new TargetText(s.intent().revision(), text.isEmpty() ? defaultTarget : text);
    }

    PlanView plan(String file, String text) throws Refused {
        TargetReading reading = read(file, text);
        return report(requests.ask(() -> control.previewTarget(reading, text)), reading.target());
    }

    PlanView report(Preview preview, Target target) {
        PlanReport report =
                new PlanReport(control.snapshot(), control.balancer().counters());
        return report.of(preview, preview.changed() ? limitNotices(target) : List.of());
    }

    Change set(String file, String text, OptionalLong expected, Author author) throws Refused {
        TargetReading reading = read(file, text);
        Change set = requests.change(() -> control.target(reading, text, expected, Requests.who(author)));
        Change change = with(limitNotices(reading.target()), set);
        requests.audit(
                author, change.changed() ? "set the target, revision " + change.revision() : "set the same target");
        return change;
    }

    private static TargetReading read(String file, String text) throws Refused {
        TargetReading reading = TargetReader.read(file, text);
        if (!reading.valid()) {
            List<String> lines = new ArrayList<>();
            reading.problems().forEach(p -> lines.add(p.toString()));
            throw new Refused(Refused.Code.INVALID, lines);
        }
        return reading;
    }

    private List<String> limitNotices(Target target) {
        List<String> notices = new ArrayList<>();
        for (ProcessSpec p : target.processes()) {
            control.host().unenforced(p.limits()).forEach(n -> notices.add("process \"" + p.name() + "\": " + n));
        }
        return notices;
    }

    private static Change with(List<String> more, Change change) {
        List<String> notices = new ArrayList<>(change.notices());
        notices.addAll(more);
        return new Change(change.revision(), change.changed(), notices, change.affected());
    }

    PlanView planRollback(OptionalLong revision) throws Refused {
        return report(requests.ask(() -> control.previewRollback(revision)), Target.EMPTY);
    }

    Change rollback(OptionalLong revision, Author author) throws Refused {
        Change change = requests.change(() -> control.rollback(revision, Requests.who(author)));
        String to = revision.isPresent() ? "revision " + revision.getAsLong() : "what was live before";
        requests.audit(author, "rolled back to " + to + ", revision " + change.revision());
        return change;
    }

    List<RevisionView> history() throws Refused {
        return requests.ask(control::history).stream()
                .sorted(Comparator.comparingLong(Revision.Head::number).reversed())
                .map(this::view)
                .toList();
    }

    RevisionText revision(long number) throws Refused {
        Revision revision = requests.ask(() -> control.revision(number))
                .orElseThrow(() -> new Refused(
                        Refused.Code.NOT_FOUND, "there is no revision " + number + "; see launcho history"));
        return new RevisionText(view(revision.head()), revision.target());
    }

    /** How a revision ended, of which the rollout log knows nothing: it was before the server's start. */
    Optional<Revision.End> ended(long number) throws Refused {
        return requests.ask(control::history).stream()
                .filter(head -> head.number() == number)
                .map(Revision.Head::end)
                .filter(end -> end.outcome().ended())
                .findFirst();
    }

    private RevisionView view(Revision.Head head) {
        boolean current = head.number() == control.snapshot().intent().revision();
        Map<String, String> prints = new TreeMap<>();
        head.secrets().forEach((name, f) -> prints.put(name, f.substring(0, Math.min(SHOWN_PRINT, f.length()))));
        return new RevisionView(
                head.number(),
                current,
                head.at(),
                head.by(),
                head.from(),
                head.message(),
                head.change(),
                outcome(head, current),
                head.end().at(),
                head.end().summary(),
                head.end().causes(),
                prints,
                List.copyOf(head.resources()));
    }

    /** One that did not end and is not current any more was overtaken while no server was there to see it. */
    private RolloutOutcome outcome(Revision.Head head, boolean current) {
        RolloutOutcome written = head.end().outcome();
        if (written.ended()) {
            return written;
        }
        return current
                ? control.rollouts()
                        .of(head.number())
                        .map(RolloutLog.Rollout::outcome)
                        .orElse(written)
                : RolloutOutcome.SUPERSEDED;
    }
}
