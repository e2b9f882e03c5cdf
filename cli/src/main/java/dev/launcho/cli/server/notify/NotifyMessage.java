package dev.launcho.cli.server.notify;

import dev.launcho.core.config.NotifyKind;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * A message to receivers.
 *
 * @param id the same for each attempt to deliver it, also by the next server
 * @param kind the word of a {@link NotifyKind}, or {@link #TEST}
 * @param trouble the word of the trouble that is over, for {@code recovered}; else empty
 * @param opened id of the message with which that trouble began; else empty
 * @param process empty if it is about the server itself
 * @param instance empty if it is about no single instance
 * @param revision of the target when the message was made; 0 before the first
 * @param text one line, for people
 */
record NotifyMessage(
        String id,
        String kind,
        String trouble,
        String opened,
        String process,
        String instance,
        long revision,
        String text,
        Instant at) {
    /** The kind of a message that a user asked for. */
    static final String TEST = "test";

    static String freshId() {
        return UUID.randomUUID().toString();
    }

    static NotifyMessage test(Instant now) {
        return new NotifyMessage(
                freshId(), TEST, "", "", "", "", 0, "a test message: this receiver is set up well", now);
    }

    /** Returns the same message with another text. */
    NotifyMessage saying(String other) {
        return new NotifyMessage(id, kind, trouble, opened, process, instance, revision, other, at);
    }

    /** Returns whether a receiver of these kinds gets this message: an end goes to those that got the beginning. */
    boolean isFor(Set<NotifyKind> kinds) {
        return kinds.stream().anyMatch(k -> k.word().equals(kind))
                && (trouble.isEmpty() || kinds.stream().anyMatch(k -> k.word().equals(trouble)));
    }
}
