package dev.launcho.core.store;

import dev.launcho.core.event.RolloutOutcome;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A revision: a target as it was set, with the fingerprints of the secrets that it used then. This is enough to compute
 * its versions again, and to show its history.
 *
 * @param target its text, byte for byte
 */
public record Revision(Head head, String target) {
    /** A revision without message, change, resources and end. */
    public Revision(long number, Instant at, String by, String from, String target, Map<String, String> secrets) {
        this(new Head(number, at, by, from, "", "", secrets, Set.of(), Map.of(), End.NONE), target);
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

    /** Returns the fingerprint of each secret that was set, by name. */
    public Map<String, String> secrets() {
        return head.secrets;
    }

    /**
     * A revision without its text.
     *
     * @param number from 1
     * @param by user and host, as the client named itself
     * @param from the address that the request came from
     * @param message of its author; may be empty
     * @param change that made it, if the target itself was not set: {@code secret KEY set}, {@code rollback to 40}
     * @param secrets fingerprint of each secret that was set, by name
     * @param resources ids of the resources that it asks for, as far as they were known
     * @param written by process, the revision in which its text was last written; only for texts that refer to secrets or once
     *     did
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
            Map<String, Long> written,
            End end) {
        public Head {
            secrets = Collections.unmodifiableMap(new TreeMap<>(secrets));
            resources = Collections.unmodifiableSet(new TreeSet<>(resources));
            written = Collections.unmodifiableMap(new TreeMap<>(written));
        }

        public Head ended(End how) {
            return shown(secrets, how);
        }

        /** @param prints of the secrets, by name; prefixes of their fingerprints are enough to be shown */
        public Head shown(Map<String, String> prints, End how) {
            return new Head(number, at, by, from, message, change, prints, resources, written, how);
        }
    }

    /**
     * The end of a rollout.
     *
     * @param outcome {@link RolloutOutcome#RUNNING} as long as the rollout has not ended
     * @param summary of the rollout, one line
     * @param causes of a failed rollout
     */
    public record End(RolloutOutcome outcome, Instant at, String summary, List<String> causes) {
        public static final End NONE = new End(RolloutOutcome.RUNNING, Instant.EPOCH, "", List.of());

        public End {
            causes = List.copyOf(causes);
        }
    }
}
