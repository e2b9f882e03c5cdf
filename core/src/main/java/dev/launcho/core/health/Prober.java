package dev.launcho.core.health;

import dev.launcho.core.failure.CommandFault;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.KnownListener;
import dev.launcho.core.model.Probe;
import dev.launcho.core.model.ProbeResult;
import dev.launcho.core.model.ProxyProtocol;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Probes instances periodically. Methods return at once and may be called by any thread. */
public interface Prober extends AutoCloseable {
    /**
     * Probes from now on, the first time at once; a watch on the same instance replaces the earlier one.
     *
     * @param every between the start of one probe and the next; a probe that takes longer delays the next
     */
    void watch(InstanceId id, Probe probe, Port port, Duration every);

    void forget(InstanceId id);

    /** Returns how much later than planned it attended to a probe, at most, in the last one to two minutes. */
    default Duration lag() {
        return Duration.ZERO;
    }

    @Override
    void close();

    /**
     * The port at which an instance is probed, and the ports at which it has to be nobody else.
     *
     * @param number port of the probed service; 0 where the probe needs none
     * @param header the header with which the service's connections begin; probes begin with it too
     * @param leased the ports of all its services
     * @param address the loopback literal to which their connections are routed now
     */
    record Port(int number, ProxyProtocol header, List<Integer> leased, String address) {
        public static final Port NONE = new Port(0, ProxyProtocol.NONE);

        public Port {
            leased = List.copyOf(leased);
        }

        /** The only port of an instance; 0 = it has none. */
        public Port(int number, ProxyProtocol header) {
            this(number, header, number == 0 ? List.of() : List.of(number), "127.0.0.1");
        }

        /** Returns a port without a header. */
        static Port of(int number) {
            return new Port(number, ProxyProtocol.NONE);
        }
    }

    /** Receives the results of probes. */
    interface Listener {
        /**
         * @param healthy whether the instance answered as it should
         * @param address the loopback literal that accepted the connection; empty if none did
         */
        void probed(InstanceId id, boolean healthy, ProbeResult answer, String address);

        /**
         * Reports that this server could not probe, for lack of a resource of its own. That says nothing about the
         * instance.
         */
        default void unasked(InstanceId id, ProbeResult cause) {}

        /**
         * Reports every probe, also those that found nothing new.
         *
         * @param micros duration of the probe
         */
        default void asked(InstanceId id, boolean healthy, ProbeResult answer, long micros) {}
    }

    /** Answers the prober's questions about processes, for the process host. */
    interface Witness {
        /**
         * Returns who gets the connections to an address, if it is not the instance itself.
         *
         * @param address the loopback literal that was connected to
         * @throws dev.launcho.core.failure.ServerShortage if this server lacks what it takes to find out; {@link #exec},
         *     too
         */
        Optional<String> stranger(InstanceId id, String address, int port);

        /** Returns the same as {@link #stranger}, by what is so now and not a second ago: for what no other may see. */
        default Optional<String> strangerNow(InstanceId id, String address, int port) {
            return stranger(id, address, port);
        }

        /**
         * Returns who listened at an address a second ago or later, if it is not the instance itself; empty if nobody did.
         *
         * @param address a loopback literal
         * @throws dev.launcho.core.failure.ServerShortage if this server lacks what it takes to find out
         */
        Optional<String> otherListener(InstanceId id, String address, int port);

        /**
         * Returns who listened at an address a second ago or later, without a search.
         *
         * @param address a loopback literal
         */
        default KnownListener knownListener(InstanceId id, String address, int port) {
            return KnownListener.UNKNOWN;
        }

        /** Returns whether the instance's command has been running for this many milliseconds. */
        boolean runningFor(InstanceId id, long millis);

        /**
         * Runs a command as the instance's user, in its directory and environment.
         *
         * @return its exit status; negative if it was killed because {@code timeout} had passed
         */
        int exec(InstanceId id, List<String> command, Duration timeout)
                throws java.io.IOException, InterruptedException;

        /** Returns why such a command can't be executed; empty if nothing is wrong with its file, or if that is unknown. */
        default Optional<CommandFault> fault(InstanceId id, List<String> command) {
            return Optional.empty();
        }
    }
}
