package dev.launcho.cli.server.notify;

import dev.launcho.core.config.NotifyKind;
import java.time.Instant;

/**
 * A sign of a trouble, or of its end, that an event shows.
 *
 * @param process empty for a trouble of the server itself
 * @param source the process that showed a trouble of the server itself; empty if the server did
 * @param instance empty if no single instance is meant
 * @param version of the process, where a new version makes a new trouble; else empty
 * @param text the sentence of the event
 */
record TroubleSign(
        NotifyKind kind,
        Effect effect,
        String process,
        String source,
        String instance,
        String version,
        String text,
        Instant at) {
    /** What a sign does. */
    enum Effect {
        /** The trouble begins, or goes on. */
        TROUBLE,
        /** The trouble begins, or goes on, and lasts until {@link #EASE}. */
        HELD_TROUBLE,
        /** The cause of a trouble that is held is gone. */
        EASE,
        /** The trouble is over. */
        END,
        /** A version has gone live: the trouble is over if its last sign came under an earlier revision. */
        SUPERSEDED,
        /** It is no trouble. */
        NEWS
    }
}
