package dev.launcho.core.intent;

import java.util.List;

/**
 * The preview of a change.
 *
 * @param revision that is in force now
 * @param next the revision that the change would make; {@code revision} if it would change nothing
 * @param notices missing secrets and resources, and warnings, one line each
 */
public record ChangePreview(long revision, long next, ChangeSummary changes, List<String> notices) {
    public ChangePreview {
        notices = List.copyOf(notices);
    }

    public boolean changed() {
        return next != revision;
    }
}
