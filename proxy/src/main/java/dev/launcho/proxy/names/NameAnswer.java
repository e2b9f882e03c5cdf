package dev.launcho.proxy.names;

import java.net.InetAddress;
import java.util.List;

/** The state of a host's look-up: known, pending or failed. */
public sealed interface NameAnswer {
    /** Calls the method of {@code visitor} for this kind of answer. */
    <R> R accept(Visitor<R> visitor);

    /** A visitor with a method for each kind of answer: without a method for a new kind, the code does not compile. */
    interface Visitor<R> {
        R known(Known answer);

        R pending(Pending answer);

        R failed(Failed answer);
    }

    /**
     * The host's addresses, IPv4 first.
     *
     * @param failing whether the last look-ups have failed, so that the addresses may be out of date
     */
    record Known(List<InetAddress> addresses, boolean failing) implements NameAnswer {
        public Known {
            addresses = List.copyOf(addresses);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.known(this);
        }
    }

    /** The host is being looked up for the first time. */
    record Pending() implements NameAnswer {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.pending(this);
        }
    }

    /**
     * The host has no address yet; the look-up is repeated.
     *
     * @param silent true if no name server has answered in time; false if the answer was that there is no address
     */
    record Failed(boolean silent) implements NameAnswer {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.failed(this);
        }
    }
}
