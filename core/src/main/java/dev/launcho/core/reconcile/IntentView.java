package dev.launcho.core.reconcile;

import dev.launcho.core.model.Target;
import java.time.Instant;
import java.util.List;

/** What readers may know of the current target. Immutable. */
public final class IntentView {
    private final Intent intent;

    IntentView(Intent intent) {
        this.intent = intent;
    }

    /** 0 before the first. */
    public long revision() {
        return intent.revision();
    }

    public Instant at() {
        return intent.at();
    }

    public String by() {
        return intent.by();
    }

    /** As its author wrote it; empty before the first. */
    public String text() {
        return intent.text();
    }

    public Target target() {
        return intent.target();
    }

    /** What a process waits for, one line each; empty if for nothing. */
    public List<String> waits(String process) {
        return intent.process(process).map(Intent.Process::waits).orElse(List.of());
    }
}
