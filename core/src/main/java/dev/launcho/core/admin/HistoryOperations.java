package dev.launcho.core.admin;

import dev.launcho.core.event.ChangeAuthor;
import dev.launcho.core.event.ChangeResult;
import dev.launcho.core.intent.ChangePreview;
import dev.launcho.core.intent.RequestRefused;
import dev.launcho.core.model.SecretVisibility;
import dev.launcho.core.model.StoredResource;
import java.util.List;
import java.util.OptionalLong;

/** The use cases of history: previews of changes, earlier revisions and rollback. */
public interface HistoryOperations {
    /**
     * Returns what {@link AdminOperations#setTarget} would do; refused if that would be refused.
     *
     * @param clearance with {@link SecretVisibility#NO_SECRETS} the answer depends on no value of a secret
     */
    ChangePreview planTarget(String file, String text, SecretVisibility clearance) throws RequestRefused;

    /** Returns what {@link AdminOperations#setSecret} would do. */
    ChangePreview planSecret(String name, String value) throws RequestRefused;

    /**
     * Returns what {@link #rollback} would do.
     *
     * @param clearance as for {@link #planTarget}
     */
    ChangePreview planRollback(OptionalLong revision, SecretVisibility clearance) throws RequestRefused;

    /**
     * Brings the target, secrets and resources of a revision back, as a new revision.
     *
     * @param revision to return to; empty for the last one that went live before the current one
     * @param expected the revision that the author has seen; empty if any will do
     * @throws RequestRefused with {@link RequestRefused.Code#CONFLICT} if something that the revision needs is gone, a line each, or if the
     *     current revision is not the expected one
     */
    ChangeResult rollback(OptionalLong revision, OptionalLong expected, ChangeAuthor author) throws RequestRefused;

    /** Returns the last 50 revisions, and those that a process still runs; newest first. */
    List<RevisionView> history() throws RequestRefused;

    RevisionText revision(long number) throws RequestRefused;

    /**
     * Removes the resources that were stored more than an hour ago and that no target, instance, kept revision or secret
     * refers to.
     *
     * @param dryRun removes nothing, and only returns these resources
     */
    Collected collectResources(boolean dryRun, ChangeAuthor author) throws RequestRefused;

    /** A revision with the text of its target. */
    record RevisionText(RevisionView revision, String text) {}

    /** @param removed resources that were removed, or would be; {@code kept} is how many are left */
    record Collected(List<StoredResource> removed, int kept) {}
}
