package dev.launcho.core.reconcile;

import java.io.IOException;
import java.util.List;

/** A target asks for what the load balancer can't do at all. Nothing was changed. */
public final class Unfit extends IOException {
    private static final long serialVersionUID = 1L;
    private final transient List<String> lines;

    Unfit(List<String> lines) {
        super(String.join("\n", lines));
        this.lines = List.copyOf(lines);
    }

    /** One for each thing, with its place in the target. */
    public List<String> lines() {
        return lines;
    }
}
