package dev.launcho.core.traffic;

import dev.launcho.core.model.InstanceId;

/**
 * Spreads connections over backends. Implementations take the complete wanted table each time.
 *
 * <p>{@link #apply} and {@link #close} are called by one thread (the reconciler); {@link #counters} by any.
 */
public interface LoadBalancer extends AutoCloseable {
    /**
     * Makes the table be as wanted; the same table again changes nothing. Returns without waiting: when it returns, no
     * new connection is given to a backend that is not {@link Routes.Rotation#ACTIVE} in {@code routes}. Listeners that
     * can't be opened are told to {@link Listener#listenFailed} and tried again until the service is gone or changed.
     * A backend that left the table keeps the connections that it has.
     *
     * <p>Where the table is kept by somebody else (the kernel), it is as wanted only soon after: {@link #isDrained} says
     * when an instance is out of it.
     */
    void apply(Routes routes);

    /** What was counted until now; never blocks the relays. */
    Counters counters();

    /** How many connections an instance has; cheaper than all counters. Any thread. */
    default long connections(InstanceId instance) {
        return counters().backend(instance).active();
    }

    /**
     * Whether an instance that is not active in the last applied table gets no new connection any more and has none left.
     * Any thread.
     */
    default boolean isDrained(InstanceId instance) {
        return connections(instance) == 0;
    }

    /**
     * Whether every connection of an instance whose process is gone has been counted, but for those that it ended itself
     * and clients still have to close. Any thread.
     */
    default boolean isSettled(InstanceId instance) {
        return connections(instance) == 0;
    }

    /** The instance is about to be ended by force: what it has open is cut. The applying thread. */
    default void killed(InstanceId instance) {}

    /** The instance's process is gone, and with it its connections. The applying thread. */
    default void ended(InstanceId instance) {}

    /**
     * Closes the listeners and every connection. Where the kernel carries them, they go on if the last applied table had
     * services: instances that are left running are to be found again. Idempotent.
     */
    @Override
    void close();

    /** What the balancer tells back. Called from its own threads; must not block. */
    interface Listener {
        /** The service's address is open. */
        void listening(String service);

        /**
         * The service's address can't be opened; it is tried again.
         *
         * @param message what failed and why, for a user: {@code 127.0.0.1:5000 is taken by another program}
         */
        void listenFailed(String service, String message);

        /**
         * A backend that is not active (any more) has no connection left. Told once for each time it leaves rotation or
         * the table, at once where it has none.
         */
        void drained(InstanceId instance);

        /**
         * A backend gets no new connections of a service for a while, because connects to it fail.
         *
         * @param why for a user: for how long, and why
         */
        default void ejected(String service, InstanceId instance, String why) {}

        /** A backend that was ejected gets connections of the service again. */
        default void readmitted(String service, InstanceId instance) {}

        /**
         * Something that does not keep the service from listening went wrong; it is tried again.
         *
         * @param subject the service's name, or its address where the name is not known
         */
        default void warned(String subject, String message) {}
    }
}
