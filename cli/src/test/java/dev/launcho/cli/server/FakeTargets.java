package dev.launcho.cli.server;

import dev.launcho.core.admin.AdminOperations.TargetText;
import dev.launcho.core.admin.HistoryOperations.RevisionText;
import dev.launcho.core.admin.RevisionView;
import dev.launcho.core.event.AffectedSubject;
import dev.launcho.core.event.ChangeResult;
import dev.launcho.core.event.RolloutOutcome;
import dev.launcho.core.intent.ChangePreview;
import dev.launcho.core.intent.ChangeSummary;
import dev.launcho.core.intent.RequestRefused;
import dev.launcho.core.store.Revision;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** The target, its plans and its history: texts that hold {@code bad} are refused. Any thread. */
public final class FakeTargets {
    private volatile TargetText target = new TargetText(0, "# none\n");
    private static final ChangeSummary NOTHING = new ChangeSummary(List.of(), List.of());
    private volatile ChangePreview plan = new ChangePreview(0, 1, NOTHING, List.of());
    private volatile List<AffectedSubject> subjects =
            List.of(new AffectedSubject(AffectedSubject.Kind.PROCESS, "web", "added", "1 started"));
    private final List<RevisionView> history = List.of(new RevisionView(
            new Revision.Head(
                    1,
                    FakeOperations.STARTED,
                    "ana@laptop",
                    "127.0.0.1",
                    "first",
                    "",
                    Map.of("DATABASE_URL", "91ab07cd"),
                    Set.of(),
                    Map.of(),
                    new Revision.End(
                            RolloutOutcome.LIVE, FakeOperations.STARTED, "revision 1 live in 0.1s", List.of())),
            true));

    TargetText current() {
        return target;
    }

    /** Somebody else sets the target. */
    public void overtake() {
        target = new TargetText(target.revision() + 1, "# theirs\n");
    }

    void check(OptionalLong expected) throws RequestRefused {
        if (expected.isPresent() && expected.getAsLong() != target.revision()) {
            throw new RequestRefused(
                    RequestRefused.Code.CONFLICT, "the target is at revision " + target.revision() + " now");
        }
    }

    ChangeResult set(String text, OptionalLong expected) throws RequestRefused {
        check(expected);
        if (text.contains("bad")) {
            throw new RequestRefused(
                    RequestRefused.Code.INVALID, List.of("target:1:1: it is bad", "target:2:1: it is worse"));
        }
        if (text.equals(target.text())) {
            return new ChangeResult(target.revision(), false, List.of(), List.of());
        }
        target = new TargetText(target.revision() + 1, text);
        return new ChangeResult(target.revision(), true, subjects, List.of("process web waits for secret X"));
    }

    /** What a new target affects. */
    public void setSubjects(AffectedSubject... affected) {
        subjects = List.of(affected);
    }

    /** What the next plans say; a plan of the text that is set says that nothing changes. */
    public void setPlan(ChangePreview plan) {
        this.plan = plan;
    }

    ChangePreview plan(String text) {
        long now = target.revision();
        return text.equals(target.text()) ? nothing() : new ChangePreview(now, now + 1, plan.changes(), plan.notices());
    }

    /** Returns the plan of a change to what there is already. */
    ChangePreview nothing() {
        return new ChangePreview(target.revision(), target.revision(), NOTHING, List.of());
    }

    ChangePreview plan() {
        return new ChangePreview(target.revision(), target.revision() + 1, plan.changes(), plan.notices());
    }

    ChangePreview planRollback(OptionalLong revision) throws RequestRefused {
        number(revision.orElse(1));
        return plan();
    }

    ChangeResult rollback(OptionalLong revision, OptionalLong expected) throws RequestRefused {
        check(expected);
        number(revision.orElse(1));
        return new ChangeResult(
                target.revision() + 1,
                true,
                List.of(new AffectedSubject(AffectedSubject.Kind.PROCESS, "web", "replaced", "1 instance replaced")),
                List.of());
    }

    List<RevisionView> history() {
        return history;
    }

    RevisionText revision(long number) throws RequestRefused {
        return new RevisionText(number(number), "# revision " + number + "\n");
    }

    private RevisionView number(long number) throws RequestRefused {
        return history.stream()
                .filter(r -> r.number() == number)
                .findFirst()
                .orElseThrow(() -> new RequestRefused(RequestRefused.Code.NOT_FOUND, "there is no revision " + number));
    }
}
