package dev.launcho.core.reconcile;

import java.util.List;

/**
 * What a change did.
 *
 * @param revision that is in force now
 * @param changed false if all was so already
 * @param affected one line for each process and service that is touched
 * @param notices one line each: what is waited for, what is warned of
 */
public record Changed(long revision, boolean changed, List<String> affected, List<String> notices) {
    public Changed {
        affected = List.copyOf(affected);
        notices = List.copyOf(notices);
    }
}
