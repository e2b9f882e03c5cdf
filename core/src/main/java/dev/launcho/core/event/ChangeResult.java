package dev.launcho.core.event;

import java.util.List;
import java.util.stream.Stream;

/**
 * The result of a change.
 *
 * @param revision that holds the change; the current one if it made no revision
 * @param changed false if there was nothing to change
 * @param subjects the processes and services that are touched
 * @param notices missing secrets and resources, and warnings, one line each
 */
public record ChangeResult(long revision, boolean changed, List<AffectedSubject> subjects, List<String> notices) {
    public ChangeResult {
        subjects = List.copyOf(subjects);
        notices = List.copyOf(notices);
    }

    /** Returns one line for each subject, for people: {@code web: rolling, 2 instances (secret DATABASE_URL changed)}. */
    public List<String> affected() {
        return subjects.stream().map(AffectedSubject::sentence).toList();
    }

    /** Returns the result with more notices, after those that it has. */
    public ChangeResult with(List<String> more) {
        return new ChangeResult(
                revision,
                changed,
                subjects,
                Stream.concat(notices.stream(), more.stream()).toList());
    }
}
