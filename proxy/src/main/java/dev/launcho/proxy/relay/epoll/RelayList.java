package dev.launcho.proxy.relay.epoll;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A linked list of a loop's open relays; each relay has its links. Confined to the loop. */
final class RelayList {
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

    /** Visits each relay. {@code visit} may remove the relay that it is given, and no other. */
    void forEach(Consumer<EpollRelay> visit) {
        EpollRelay relay = first;
        while (relay != null) {
            EpollRelay after = relay.next;
            visit.accept(relay);
            relay = after;
        }
    }
}
