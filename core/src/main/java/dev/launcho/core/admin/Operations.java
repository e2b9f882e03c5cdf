package dev.launcho.core.admin;

import dev.launcho.core.logs.LogMerge;
import dev.launcho.core.logs.LogQuery;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** What a user may ask of a server. Methods block until the answer is there (and, for changes, on disk). Any thread. */
public interface Operations extends HistoryOperations {
    default StatusView status() {
        return status(false);
    }

    /** @param all with the instances that are no more */
    StatusView status(boolean all);

    TargetText target();

    /**
     * Makes {@code text} the target, or refuses it whole.
     *
     * @param file as its author names it, for messages
     * @param expected the revision that its author has seen; empty for whichever there is
     * @throws Refused {@link Refused.Code#INVALID} with every problem of the text, a line each; {@link
     *     Refused.Code#CONFLICT} if there is another revision than expected
     */
    Change setTarget(String file, String text, OptionalLong expected, Author author) throws Refused;

    /**
     * Replaces the instances of a process (by its name), or one instance (by its name or a unique prefix of it), the
     * new before the old; forgets back-offs and a failed rollout.
     */
    Change restart(String name, Author author) throws Refused;

    /** Holds the rollout of a process where it is: nothing more of the new comes, nothing of the old goes. */
    Change pause(String process, Author author) throws Refused;

    /** Lets it go on; the time that it has begins anew. */
    Change resume(String process, Author author) throws Refused;

    /** Tries at once what waits for its next try. */
    Change clearBackoff(String process, Author author) throws Refused;

    /** Everything that is known of why a process, or an instance, is as it is. */
    WhyView why(String name) throws Refused;

    /**
     * How a change is going: waits until there is more to tell than {@code seen} steps, or the rollout has ended, or
     * {@code atMost} is over.
     */
    RolloutView rollout(long revision, int seen, Duration atMost) throws Refused;

    List<ResourceView> resources();

    /** Stores a stream, hashed on its way to the disk. The same bytes twice are one resource. Closes nothing. */
    ResourceView storeResource(String name, InputStream bytes, Author author) throws Refused;

    ResourceView resource(String id) throws Refused;

    /** The bytes of a resource; the caller closes. */
    InputStream openResource(String id) throws Refused;

    /**
     * Refused with {@link Refused.Code#CONFLICT} while the target, an instance, or a kept revision uses it.
     *
     * @param force removes it all the same
     * @return what that breaks, one line each
     */
    List<String> removeResource(String id, boolean force, Author author) throws Refused;

    /** Names, sorted. */
    List<String> secretNames();

    String secret(String name) throws Refused;

    Change setSecret(String name, String value, Author author) throws Refused;

    /** Refused with {@link Refused.Code#CONFLICT} while the target refers to it. */
    Change removeSecret(String name, Author author) throws Refused;

    /**
     * The log of an instance (by name, or a prefix that only one has), or of all instances of a process, each line then
     * prefixed with its instance.
     *
     * @param tail only the last so many lines; negative = all
     * @param follow the stream goes on as the log grows, until it is closed
     */
    LogStream logs(String name, int tail, boolean follow) throws Refused;

    /** The logs that names mean, merged by time; the caller closes. */
    LogMerge logs(LogSources.Selection what, LogQuery query) throws Refused;

    /**
     * Ends the server; returns before it has.
     *
     * @param leaveRunning the instances run on, for the next server to adopt; else they drain and are stopped
     */
    void shutdown(boolean leaveRunning, Author author);

    /** Oldest first, at most {@code most}, those after sequence number {@code after}. */
    List<EventView> events(long after, int most);

    /** The same; waits, at most so long, until there is one. */
    List<EventView> events(long after, int most, Duration atMost);

    /**
     * Who asks.
     *
     * @param user as the client calls itself, {@code ana@laptop}
     * @param from the address that the request came from
     * @param message why, for the history; may be empty
     */
    record Author(String user, String from, String message) {
        /** Without a message. */
        public Author(String user, String from) {
            this(user, from, "");
        }
    }

    /** The target as its author wrote it. */
    record TargetText(long revision, String text) {}

    /**
     * What a change did.
     *
     * @param revision the revision that holds it; the one before where nothing changed
     * @param changed false if all was so already
     * @param notices one line each: what the change waits for, what it warns of
     * @param affected one line each: {@code web: 2 instances are replaced (secret DATABASE_URL changed)}
     */
    record Change(long revision, boolean changed, List<String> notices, List<String> affected) {}

    /** A resource: 40 hex digits of SHA-256, the file's name, bytes. */
    record ResourceView(String id, String name, long size) {}

    /** Subjects: the instance's or process's name; bytes: closed by the caller. */
    record LogStream(String subject, InputStream bytes) {}
}
