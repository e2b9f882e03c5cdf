package dev.launcho.proxy.relay.epoll;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The open relays of one loop, linked through themselves. Confined to the loop. */
final class Relays {
    private @Nullable EpollRelay first;

    void add(EpollRelay relay) {
        relay.next = first;
        if (first != null) {
            first.previous = relay;
        }
        first = relay;
    }

    void remove(EpollRelay relay) {
        if (relay.previous != null) {
            relay.previous.next = relay.next;
        } else if (first == relay) {
            first = relay.next;
        }
        if (relay.next != null) {
            relay.next.previous = relay.previous;
        }
        relay.previous = null;
        relay.next = null;
    }

    boolean isEmpty() {
        return first == null;
    }

    /** {@code visit} may remove the one that it is given, and no other. */
    void forEach(Consumer<EpollRelay> visit) {
        EpollRelay relay = first;
        while (relay != null) {
            EpollRelay after = relay.next;
            visit.accept(relay);
            relay = after;
        }
    }
}
