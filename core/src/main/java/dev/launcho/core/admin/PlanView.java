package dev.launcho.core.admin;

import java.time.Duration;
import java.util.List;

/**
 * What a change would do. No secret's value is in it.
 *
 * @param revision that is in force now
 * @param next the revision that would hold the change; the same if nothing would be different
 * @param processes those that are touched, in the order of the target, removed ones last
 * @param services the same
 * @param notices what would be waited for, what is warned of, one line each
 */
public record PlanView(long revision, long next, List<Item> processes, List<Item> services, List<String> notices) {
    public PlanView {
        processes = List.copyOf(processes);
        services = List.copyOf(services);
        notices = List.copyOf(notices);
    }

    /** Whether there is anything to do. */
    public boolean changed() {
        return next != revision;
    }

    /**
     * What becomes of one process or service.
     *
     * @param effect {@code added}, {@code replaced}, {@code adjusted}, {@code moved}, {@code waiting}, {@code released},
     *     {@code removed}
     * @param how in words
     * @param causes one each: {@code secret DB_URL changed}, {@code env.PORT "1" → "2"}
     * @param connections open now to what leaves or moves
     * @param drain how long these may go on, at most; zero where none has to end
     */
    public record Item(
            String name,
            String effect,
            String how,
            List<Field> fields,
            List<String> causes,
            long connections,
            Duration drain) {
        public Item {
            fields = List.copyOf(fields);
            causes = List.copyOf(causes);
        }
    }

    /**
     * A key that is different.
     *
     * @param before in quotes; of a secret a prefix of its fingerprint; empty if it was not there
     * @param after the same; empty if it is there no more
     * @param secret whose value alone is different; empty if the text is
     */
    public record Field(String key, String before, String after, String secret) {}
}
