package dev.launcho.core.plan;

import dev.launcho.core.model.DesiredState;
import dev.launcho.core.model.Goal;
import dev.launcho.core.model.Phase;
import dev.launcho.core.model.ProcessState;

/** The consequences of giving a version up. Pure. */
public final class FallbackText {
    private FallbackText() {}

    /** Returns the goal of the target or, if that was given up, the fallback. */
    public static Goal wanted(DesiredState d, ProcessState s) {
        boolean back = d.fallback().exists() && s.failed().equals(d.goal().version());
        return back ? d.fallback() : d.goal();
    }

    /** Returns the consequence in words, to stand after the cause. */
    public static String text(DesiredState d, ProcessState s) {
        if (d.fallback().exists()) {
            boolean serves = s.instances().stream()
                    .anyMatch(i -> i.version().equals(d.fallback().version()) && i.phase() == Phase.READY);
            return serves
                    ? "the previous version keeps serving"
                    : "the previous version is wanted again, but not ready";
        }
        return s.endedBadly(d.goal().version())
                ? "it is not started again; to start it: launcho restart " + d.process()
                : "it is tried again";
    }
}
