package dev.launcho.cli.server.notify;

import dev.launcho.core.config.NotifyKind;
import java.time.Instant;

/**
 * A trouble that has begun and is not over.
 *
 * @param process empty for a trouble of the server itself
 * @param source the process whose wellness ends it; empty if it depends on none
 * @param version of the process, where a new version makes a new trouble; else empty
 * @param message id of the message with which it began
 * @param held whether its cause is known to last
 */
record OpenTrouble(
        NotifyKind kind, String process, String source, String version, String message, Instant since, boolean held) {
    /** What there is only one trouble of. */
    record Key(NotifyKind kind, String process) {}

    static OpenTrouble of(TroubleSign sign, String message) {
        return new OpenTrouble(
                sign.kind(),
                sign.process(),
                sign.process().isEmpty() ? sign.source() : sign.process(),
                sign.version(),
                message,
                sign.at(),
                sign.effect() == TroubleSign.Effect.HELD_TROUBLE);
    }

    Key key() {
        return new Key(kind, process);
    }

    OpenTrouble held(boolean now) {
        return new OpenTrouble(kind, process, source, version, message, since, now);
    }
}
