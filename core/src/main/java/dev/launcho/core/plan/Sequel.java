package dev.launcho.core.plan;

import dev.launcho.core.model.Desired;
import dev.launcho.core.model.Goal;
import dev.launcho.core.model.Phase;
import dev.launcho.core.model.ProcessState;

/** What follows once a version was given up. Pure. */
public final class Sequel {
    private Sequel() {}

    /** What is wanted now: what the target says, or what was live before where that was given up. */
    public static Goal wanted(Desired d, ProcessState s) {
        boolean back = d.fallback().exists() && s.failed().equals(d.goal().version());
        return back ? d.fallback() : d.goal();
    }

    /** In words, to follow the cause. */
    public static String text(Desired d, ProcessState s) {
        if (d.fallback().exists()) {
            boolean serves = s.instances().stream()
                    .anyMatch(i -> i.version().equals(d.fallback().version()) && i.phase() == Phase.READY);
            return serves ? "the version before serves on" : "the version before is wanted again, and not ready";
        }
        return s.endedBadly(d.goal().version())
                ? "it is not run again; once more: launcho restart " + d.process()
                : "it is tried again";
    }
}
