package dev.launcho.core.health;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Probe;
import dev.launcho.core.model.ProxyProtocol;
import java.time.Duration;
import java.util.Optional;

/** Probes instances again and again. Methods return at once and may be called by any thread. */
public interface Prober extends AutoCloseable {
    /**
     * Probes from now on, the first time at once; a watch on the same instance takes the place of the one before.
     *
     * @param every between the start of one probe and the next; a probe that takes longer delays the next
     */
    void watch(InstanceId id, Probe probe, Port port, Duration every);

    void forget(InstanceId id);

    @Override
    void close();

    /**
     * Where an instance is asked.
     *
     * @param number of the probed service's port; 0 where the probe needs none
     * @param header what the service's connections begin with, and so do probes
     */
    record Port(int number, ProxyProtocol header) {
        public static final Port NONE = new Port(0, ProxyProtocol.NONE);

        /** One without a header. */
        static Port of(int number) {
            return new Port(number, ProxyProtocol.NONE);
        }
    }

    /** What came of one probe. */
    interface Listener {
        /**
         * @param healthy whether it answered as it should
         * @param answer one line: {@code GET /health: 503 Service Unavailable}
         * @param address the loopback literal that accepted the connection; empty if none did
         */
        void probed(InstanceId id, boolean healthy, String answer, String address);

        /**
         * Told of every probe, also of those that found nothing new.
         *
         * @param micros how long it took
         */
        default void asked(InstanceId id, boolean healthy, String answer, long micros) {}
    }

    /** What the prober has to ask the process host for. */
    interface Witness {
        /** Who listens on an instance's port, if it is not the instance itself. */
        Optional<String> stranger(InstanceId id, int port);

        /** Whether the instance's command has been running for so many milliseconds. */
        boolean runningFor(InstanceId id, long millis);

        /**
         * Runs a command as the instance's user, in its directory and environment.
         *
         * @return its exit status; negative if it was ended because {@code timeout} was over
         */
        int exec(InstanceId id, java.util.List<String> command, Duration timeout)
                throws java.io.IOException, InterruptedException;
    }
}
