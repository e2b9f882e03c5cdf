package dev.launcho.core.reconcile;

import java.util.List;

/**
 * What a change would do.
 *
 * @param revision that is in force now
 * @param next the revision that would hold the change; the same if nothing would be different
 * @param notices what would be waited for, what is warned of, one line each
 */
public record Preview(long revision, long next, Changes changes, List<String> notices) {
    public Preview {
        notices = List.copyOf(notices);
    }

    public boolean changed() {
        return next != revision;
    }
}
