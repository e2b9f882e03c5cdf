package dev.launcho.core.simulation;

import dev.launcho.core.failure.Exit;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.process.ProcessHost;
import dev.launcho.core.traffic.Routes;

/** What must hold; throws a {@link Violation} where it does not. Judged by what really is, not by what the server thinks. */
interface Invariant {
    /** The server is about to start an instance. */
    default void launching(Universe u, ProcessHost.Launch launch) {}

    /** An instance has its record on the disk. */
    default void prepared(InstanceId id) {}

    /** The server is about to send the stop signal. */
    default void signalling(Universe u, InstanceId id) {}

    /** The server is about to send SIGKILL. */
    default void killing(Universe u, InstanceId id) {}

    /** An instance has ended, by whatever it was. */
    default void exited(Universe u, Tree tree, Exit exit) {}

    /** The server has made a new table. */
    default void routed(Universe u, Routes table) {}

    /** The server has taken a turn. */
    default void stepped(Universe u) {}

    /** A user has changed what is wanted, or may have: the server died over it. */
    default void changed(Universe u) {}

    /** A server begins to start; it may die before it has. */
    default void starting() {}

    /** A server has started. */
    default void started(Universe u) {}

    /** The server is gone, by whatever it was. */
    default void ended(Universe u) {}

    /** Nothing goes wrong any more, and there was time enough. */
    default void calm(Universe u) {}
}
