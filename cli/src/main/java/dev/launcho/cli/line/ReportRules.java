package dev.launcho.cli.line;

import java.util.OptionalLong;

/**
 * The rules of a change's report. Immutable.
 *
 * @param live whether a rollout that waits for something counts as a failure, since what was asked for does not run
 * @param undo the last revision that an undo may go back to; empty if it is the one before the change
 */
public record ReportRules(boolean live, OptionalLong undo) {
    static final ReportRules USUAL = new ReportRules(false, OptionalLong.empty());
}
