package dev.launcho.core.store;

import dev.launcho.core.model.RolloutOutcome;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A target as it was set, with the fingerprints of the secrets that it used then: enough to make its versions again, and to
 * tell its history.
 *
 * @param target its text, byte for byte
 */
public record Revision(Head head, String target) {
    /** With nothing but what it was made of. */
    public Revision(long number, Instant at, String by, String from, String target, Map<String, String> secrets) {
        this(new Head(number, at, by, from, "", "", secrets, Set.of(), End.NONE), target);
    }

    public long number() {
        return head.number;
    }

    public Instant at() {
        return head.at;
    }

    public String by() {
        return head.by;
    }

    /** Fingerprint of each secret that was set, by name. */
    public Map<String, String> secrets() {
        return head.secrets;
    }

    /**
     * All but the text.
     *
     * @param number from 1
     * @param by user and host, as the client calls itself
     * @param from the address that it came from
     * @param message of its author; may be empty
     * @param change what was done, where the target itself was not set: {@code secret KEY set}, {@code rollback to 40}
     * @param secrets fingerprint of each secret that was set, by name
     * @param resources ids of those that it asks for, as far as they were known
     * @param end how its rollout ended
     */
    public record Head(
            long number,
            Instant at,
            String by,
            String from,
            String message,
            String change,
            Map<String, String> secrets,
            Set<String> resources,
            End end) {
        public Head {
            secrets = Collections.unmodifiableMap(new TreeMap<>(secrets));
            resources = Collections.unmodifiableSet(new TreeSet<>(resources));
        }

        public Head ended(End how) {
            return new Head(number, at, by, from, message, change, secrets, resources, how);
        }
    }

    /**
     * How a rollout ended.
     *
     * @param outcome {@link RolloutOutcome#RUNNING} as long as it has not
     * @param summary the receipt, one line
     * @param causes once failed
     */
    public record End(RolloutOutcome outcome, Instant at, String summary, List<String> causes) {
        public static final End NONE = new End(RolloutOutcome.RUNNING, Instant.EPOCH, "", List.of());

        public End {
            causes = List.copyOf(causes);
        }
    }
}
