package dev.launcho.core.admin;

import dev.launcho.core.model.RolloutOutcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A revision of the target.
 *
 * @param current whether it is in force
 * @param by user and host, as the client called itself
 * @param from the address that it came from
 * @param message of its author; may be empty
 * @param change what was done, where the target itself was not set: {@code secret KEY set}, {@code rollback to 40}
 * @param ended when its rollout ended; {@link Instant#EPOCH} if it has not
 * @param summary the receipt, one line; empty if it has not ended
 * @param causes once failed
 * @param secrets a prefix of the fingerprint of each secret that it was made with, by name
 * @param resources ids of those that it needs
 */
public record RevisionView(
        long revision,
        boolean current,
        Instant at,
        String by,
        String from,
        String message,
        String change,
        RolloutOutcome outcome,
        Instant ended,
        String summary,
        List<String> causes,
        Map<String, String> secrets,
        List<String> resources) {
    public RevisionView {
        causes = List.copyOf(causes);
        resources = List.copyOf(resources);
    }
}
