package dev.launcho.core.reconcile;

import java.io.IOException;
import java.util.List;

/** What was asked for can't be done now. Nothing was changed. */
public final class Denied extends IOException {
    private static final long serialVersionUID = 1L;
    private final boolean known;
    private final transient List<String> lines;

    private Denied(boolean known, List<String> lines) {
        super(String.join("\n", lines));
        this.known = known;
        this.lines = List.copyOf(lines);
    }

    /** There is no such revision. */
    static Denied unknown(String... lines) {
        return new Denied(false, List.of(lines));
    }

    /** It would undo what somebody else has done, or needs what is not there any more. */
    static Denied conflict(List<String> lines) {
        return new Denied(true, lines);
    }

    /** False: what was asked for does not exist. */
    public boolean known() {
        return known;
    }

    /** What to tell, one line each. */
    public List<String> lines() {
        return lines;
    }
}
