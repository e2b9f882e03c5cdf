package dev.launcho.core.admin;

import dev.launcho.core.event.ChangeAuthor;
import dev.launcho.core.event.ChangeResult;
import dev.launcho.core.event.Event;
import dev.launcho.core.event.RolloutProgress;
import dev.launcho.core.intent.RequestRefused;
import dev.launcho.core.logs.LogBudget;
import dev.launcho.core.logs.LogMask;
import dev.launcho.core.logs.LogMerge;
import dev.launcho.core.logs.LogQuery;
import dev.launcho.core.model.SecretVisibility;
import dev.launcho.core.model.StoredResource;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** The use cases of a server. Methods block until the answer is there (and, for changes, on disk). Any thread. */
public interface AdminOperations extends HistoryOperations {
    default StatusView status() {
        return status(false);
    }

    /** @param all whether to include the instances that have ended */
    StatusView status(boolean all);

    TargetText target();

    /**
     * Makes {@code text} the target, or refuses it as a whole.
     *
     * @param file as its author names it, for messages
     * @param expected the revision that the author has seen; empty if any will do
     * @throws RequestRefused {@link RequestRefused.Code#INVALID} with every problem of the text, a line each; {@link
     *     RequestRefused.Code#CONFLICT} if the current revision is not the expected one
     */
    ChangeResult setTarget(String file, String text, OptionalLong expected, ChangeAuthor author) throws RequestRefused;

    /**
     * Replaces the instances of a process (by its name), or one instance (by its name or a unique prefix of it). The update
     * rule of the process applies. For a process, this also forgets back-offs and a failed rollout.
     */
    ChangeResult restart(String name, ChangeAuthor author) throws RequestRefused;

    /** Holds the rollouts of a process: no more new instances start, and no old ones leave. */
    ChangeResult pause(String process, ChangeAuthor author) throws RequestRefused;

    /** Lets the rollouts of a process continue; their deadlines begin anew. */
    ChangeResult resume(String process, ChangeAuthor author) throws RequestRefused;

    /** Ends the back-offs of a process: the next tries are made at once. */
    ChangeResult clearBackoff(String process, ChangeAuthor author) throws RequestRefused;

    /** Returns all that explains the state of a process or an instance. */
    WhyView why(String name) throws RequestRefused;

    /**
     * Returns the progress of a change's rollout. Waits until it has more than {@code seen} steps, or is not running any more,
     * or {@code atMost} is over.
     */
    RolloutProgress rollout(long revision, int seen, Duration atMost) throws RequestRefused;

    List<StoredResource> resources();

    /** Stores a stream, hashed on its way to the disk. Equal bytes are one resource. Does not close the stream. */
    StoredResource storeResource(String name, InputStream bytes, ChangeAuthor author) throws RequestRefused;

    StoredResource resource(String id) throws RequestRefused;

    /** Returns the bytes of a resource; the caller closes the stream. */
    InputStream openResource(String id) throws RequestRefused;

    /**
     * Removes a resource. Refused with {@link RequestRefused.Code#CONFLICT} while the target, an instance, or a kept revision uses
     * it.
     *
     * @param force removes it even if it is in use
     * @return the consequences of a forced removal, one line each
     */
    List<String> removeResource(String id, boolean force, ChangeAuthor author) throws RequestRefused;

    /** Returns the names of all secrets, sorted. */
    List<String> secretNames() throws RequestRefused;

    String secret(String name) throws RequestRefused;

    /** @param expected as for {@link #setTarget} */
    ChangeResult setSecret(String name, String value, OptionalLong expected, ChangeAuthor author) throws RequestRefused;

    /** Sets a secret, whichever revision is current. */
    default ChangeResult setSecret(String name, String value, ChangeAuthor author) throws RequestRefused {
        return setSecret(name, value, OptionalLong.empty(), author);
    }

    /**
     * Removes a secret. Refused with {@link RequestRefused.Code#CONFLICT} while the target refers to it.
     *
     * @param expected as for {@link #setTarget}
     */
    ChangeResult removeSecret(String name, OptionalLong expected, ChangeAuthor author) throws RequestRefused;

    /** Removes a secret, whichever revision is current. */
    default ChangeResult removeSecret(String name, ChangeAuthor author) throws RequestRefused {
        return removeSecret(name, OptionalLong.empty(), author);
    }

    /**
     * Returns the log of an instance (by name or a unique prefix), or of all instances of a process. Each line of a process is
     * prefixed with its instance.
     *
     * @param tail number of last lines to return; negative = all
     * @param follow whether the stream continues as the log grows, until it is closed
     * @param clearance with {@link SecretVisibility#NO_SECRETS} the values of secrets are removed, see {@link LogMask}
     * @param budget the logs that may be open; without a place the request is refused as busy
     */
    LogStream logs(String name, int tail, boolean follow, SecretVisibility clearance, LogBudget budget)
            throws RequestRefused;

    /** Returns the log for a user who may see everything. */
    default LogStream logs(String name, int tail, boolean follow) throws RequestRefused {
        return logs(name, tail, follow, SecretVisibility.ALL, LogBudget.UNLIMITED);
    }

    /** Returns the selected logs, merged by time; the caller closes the result. */
    LogMerge logs(LogSources.Selection what, LogQuery query, SecretVisibility clearance, LogBudget budget)
            throws RequestRefused;

    /**
     * Ends the server; returns before it has.
     *
     * @param leaveRunning whether instances keep running, for the next server to adopt; else they drain and are stopped
     */
    void shutdown(boolean leaveRunning, ChangeAuthor author);

    /** Returns the newest events after sequence number {@code after}, at most {@code most}, oldest first. */
    List<Event> events(long after, int most);

    /** Returns events like {@link #events(long, int)}, but first waits until there is one or {@code atMost} is over. */
    List<Event> events(long after, int most, Duration atMost);

    /** The target as its author wrote it. */
    record TargetText(long revision, String text) {}

    /** A log; the subject is the name of the instance or process, and the caller closes {@code bytes}. */
    record LogStream(String subject, InputStream bytes) {}
}
