package dev.launcho.cli.server;

import dev.launcho.core.admin.HistoryOperations.RevisionText;
import dev.launcho.core.admin.Operations.Change;
import dev.launcho.core.admin.Operations.TargetText;
import dev.launcho.core.admin.PlanView;
import dev.launcho.core.admin.Refused;
import dev.launcho.core.admin.RevisionView;
import dev.launcho.core.model.RolloutOutcome;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The target, its plans and its history: texts that hold {@code bad} are refused. Any thread. */
public final class FakeTargets {
    private volatile TargetText target = new TargetText(0, "# none\n");
    private volatile PlanView plan = new PlanView(0, 1, List.of(), List.of(), List.of());
    private final List<RevisionView> history = List.of(new RevisionView(
            1,
            true,
            FakeOperations.STARTED,
            "ana@laptop",
            "127.0.0.1",
            "first",
            "",
            RolloutOutcome.LIVE,
            FakeOperations.STARTED,
            "revision 1 live in 0.1s",
            List.of(),
            Map.of("DATABASE_URL", "91ab07cd"),
            List.of()));

    TargetText current() {
        return target;
    }

    Change set(String text, OptionalLong expected) throws Refused {
        if (expected.isPresent() && expected.getAsLong() != target.revision()) {
            throw new Refused(Refused.Code.CONFLICT, "the target is at revision " + target.revision() + " now");
        }
        if (text.contains("bad")) {
            throw new Refused(Refused.Code.INVALID, List.of("target:1:1: it is bad", "target:2:1: it is worse"));
        }
        if (text.equals(target.text())) {
            return new Change(target.revision(), false, List.of(), List.of());
        }
        target = new TargetText(target.revision() + 1, text);
        return new Change(
                target.revision(), true, List.of("process web waits for secret X"), List.of("web: 1 started"));
    }

    /** What the next plans say; a plan of the text that is set says that nothing changes. */
    public void setPlan(PlanView plan) {
        this.plan = plan;
    }

    PlanView plan(String text) {
        long now = target.revision();
        return text.equals(target.text())
                ? new PlanView(now, now, List.of(), List.of(), List.of())
                : new PlanView(now, now + 1, plan.processes(), plan.services(), plan.notices());
    }

    PlanView plan() {
        return plan;
    }

    PlanView planRollback(OptionalLong revision) throws Refused {
        number(revision.orElse(1));
        return plan;
    }

    Change rollback(OptionalLong revision) throws Refused {
        number(revision.orElse(1));
        return new Change(target.revision() + 1, true, List.of(), List.of("web: 1 instance replaced"));
    }

    List<RevisionView> history() {
        return history;
    }

    RevisionText revision(long number) throws Refused {
        return new RevisionText(number(number), "# revision " + number + "\n");
    }

    private RevisionView number(long number) throws Refused {
        return history.stream()
                .filter(r -> r.revision() == number)
                .findFirst()
                .orElseThrow(() -> new Refused(Refused.Code.NOT_FOUND, "there is no revision " + number));
    }
}
