package dev.launcho.core.traffic;

import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.text.HostPort;
import java.time.Duration;
import java.util.List;

/**
 * Spreads connections over backends. Implementations take the complete wanted table each time.
 *
 * <p>{@link #apply} and {@link #close} are called by one thread (the reconciler); {@link #counters} by any.
 */
public interface LoadBalancer extends AutoCloseable {
    /**
     * Puts the wanted table in force; the same table again changes nothing. Returns without waiting. When it returns,
     * no new connection is given to a backend that is not {@link Routes.Rotation#ACTIVE} in {@code routes}. A listening
     * address that can't be opened is reported to {@link Listener#listenFailed}, and tried again until the service is
     * removed or changed. A backend that left the table keeps its connections.
     *
     * <p>Where the kernel keeps the table, it is as wanted only soon after: {@link #isDrained} says when an instance
     * has left it.
     */
    void apply(Routes routes);

    /** Returns what was counted until now; never blocks the relays. */
    TrafficCounters counters();

    /** Returns how many connections an instance has; cheaper than all counters. Any thread. */
    default long connections(InstanceId instance) {
        return counters().backend(instance).active();
    }

    /**
     * Returns whether an instance that is not active in the last applied table gets no new connections and has none
     * left. Any thread.
     */
    default boolean isDrained(InstanceId instance) {
        return connections(instance) == 0;
    }

    /**
     * Returns whether every connection of an instance whose process is gone has been counted. Those that the instance ended
     * itself, and that clients still have to close, need not be. Any thread.
     */
    default boolean isSettled(InstanceId instance) {
        return connections(instance) == 0;
    }

    /** Announces that the instance is about to be killed: its open connections are cut. Called by the applying thread. */
    default void killed(InstanceId instance) {}

    /** Announces that the instance's process is gone, and its connections with it. Called by the applying thread. */
    default void ended(InstanceId instance) {}

    /**
     * Closes the listeners and every connection. Where the kernel carries connections, they continue if the last
     * applied table had services: the next server adopts the instances that are left running. Idempotent.
     */
    @Override
    void close();

    /** Receives the balancer's events, on the balancer's own threads; must not block. */
    interface Listener {
        /** Reports that the service's address is open. */
        void listening(String service);

        /**
         * Reports that the service's address can't be opened; the balancer tries again.
         *
         * @param message what failed and why, for the user: {@code 127.0.0.1:5000 is taken by another program}
         */
        void listenFailed(String service, String message);

        /** Reports that the service's address is closed, as the table demands ({@link Routes.Service#open}). */
        default void closed(String service) {}

        /** Reports that the service's host is a name that is being looked up; {@link #listening} or {@link #listenFailed} follows. */
        default void lookingUp(String service, String host) {}

        /**
         * Reports that the service's address is open, but not with everything that was asked for.
         *
         * @param detail what is missing and why, for the user
         */
        default void listeningPartly(String service, String detail) {
            listening(service);
        }

        /**
         * Reports that the name that a service listens on has other addresses than before, and that the service is open
         * there.
         *
         * @param addresses each with its port, as {@code 10.0.0.5:5432}
         */
        default void moved(String service, HostPort on, List<String> addresses) {}

        /**
         * Reports that a backend that is not active (any more) has no connection left. Called once each time it leaves
         * rotation or the table, at once if it has none.
         */
        void drained(InstanceId instance);

        /**
         * Reports that a backend gets no new connections of a service for a while, because connects to it fail.
         *
         * @param time for which it gets none
         * @param cause why the last connect failed
         */
        default void ejected(String service, InstanceId instance, Duration time, FailureKind cause) {}

        /** Reports that a backend that was ejected gets connections of the service again. */
        default void readmitted(String service, InstanceId instance) {}

        /**
         * Reports a failure that does not keep the service from listening; the balancer tries again.
         *
         * @param subject the service's name, or its address where the name is not known
         */
        default void warned(String subject, String message) {}
    }
}
