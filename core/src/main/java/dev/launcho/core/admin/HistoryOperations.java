package dev.launcho.core.admin;

import dev.launcho.core.admin.Operations.Author;
import dev.launcho.core.admin.Operations.Change;
import dev.launcho.core.admin.Operations.ResourceView;
import java.util.List;
import java.util.OptionalLong;

/** What a change would do, what was changed before, and the way back. */
public interface HistoryOperations {
    /** What {@link Operations#setTarget} would do; refused where that would be. */
    PlanView planTarget(String file, String text) throws Refused;

    /** What {@link Operations#setSecret} would do. */
    PlanView planSecret(String name, String value) throws Refused;

    /** What {@link #rollback} would do. */
    PlanView planRollback(OptionalLong revision) throws Refused;

    /**
     * Brings target, secrets and resources of a revision back, as a new one.
     *
     * @param revision empty for the last that went live before the current one
     * @throws Refused with {@link Refused.Code#CONFLICT} if something that it needs is gone, a line each
     */
    Change rollback(OptionalLong revision, Author author) throws Refused;

    /** The last 50, and those that a process still runs; newest first. */
    List<RevisionView> history() throws Refused;

    RevisionText revision(long number) throws Refused;

    /**
     * Removes the resources that neither the target, nor an instance, nor a kept revision, nor a secret names, and that were
     * stored more than an hour ago.
     *
     * @param dryRun only tells which
     */
    Collected collectResources(boolean dryRun, Author author) throws Refused;

    /** A revision with the text of its target. */
    record RevisionText(RevisionView revision, String text) {}

    /** @param removed those that were removed, or would be; {@code kept} is how many are left */
    record Collected(List<ResourceView> removed, int kept) {}
}
