package dev.launcho.cli.server.notify;

import dev.launcho.core.config.NotifyKind;
import java.time.Instant;

/**
 * A trouble that has begun and is not over.
 *
 * @param process empty for a trouble of the server itself
 * @param version of the process, where a new version makes a new trouble; else empty
 * @param message id of the message with which it began
 */
record OpenTrouble(NotifyKind kind, String process, String version, String message, Instant since) {
    /** What there is only one trouble of. */
    record Key(NotifyKind kind, String process) {}

    Key key() {
        return new Key(kind, process);
    }
}
