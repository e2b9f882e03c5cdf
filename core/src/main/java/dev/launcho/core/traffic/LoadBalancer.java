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
     */
    void apply(Routes routes);

    /** What was counted until now; never blocks the relays. */
    Counters counters();

    /** Closes the listeners and every connection. Idempotent. */
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
    }
}
