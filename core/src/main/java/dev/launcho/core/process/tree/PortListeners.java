package dev.launcho.core.process.tree;

import dev.launcho.core.failure.ServerShortage;
import dev.launcho.core.model.KnownListener;
import dev.launcho.core.process.kernel.ListeningSockets;
import dev.launcho.core.process.kernel.ProcFs;
import dev.launcho.core.process.kernel.SocketSearch;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Distinguishes the listening sockets of one instance from those of other processes. Thread-safe. */
public final class PortListeners {
    /** Descriptors that are looked at to name a stranger; that takes seconds at most. */
    private static final int MOST_FOR_A_NAME = 200_000;

    /** Descriptors that are looked at to find ports, on the reconciler's thread. */
    private static final int MOST_FOR_PORTS = 20_000;

    private final ProcessTree tree;

    /** Inodes of sockets that the instance was seen to hold. A socket that still listens has not changed hands. */
    private final Map<Endpoint, Set<String>> own = new ConcurrentHashMap<>();

    private record Endpoint(String address, int port) {}

    public PortListeners(ProcessTree tree) {
        this.tree = tree;
    }

    /**
     * Returns the other process that gets, or got, the connections to an address; empty if it is the instance or can't
     * be found out.
     *
     * @param address a literal
     * @throws ServerShortage if no descriptor is left to look with
     */
    public Optional<String> stranger(String address, int port) {
        Endpoint at = new Endpoint(address, port);
        return isKnown(at, tree.recentListeners().at(address, port)) ? Optional.empty() : strangerNow(at, true);
    }

    /** Returns the same as {@link #stranger}, by a new look at the machine's listening sockets. */
    public Optional<String> strangerNow(String address, int port) {
        return strangerNow(new Endpoint(address, port), true);
    }

    /**
     * Returns the other process that listened at an address a second ago or later. Empty if it is the instance, or nobody,
     * or can't be found out.
     *
     * @param address a literal
     * @throws ServerShortage if no descriptor is left to look with
     */
    public Optional<String> other(String address, int port) {
        Endpoint at = new Endpoint(address, port);
        Set<String> recent = tree.recentListeners().at(address, port);
        return recent.isEmpty() || isKnown(at, recent) ? Optional.empty() : strangerNow(at, false);
    }

    /**
     * Returns who listened at an address a second ago or later, without a search.
     *
     * @param address a literal
     */
    public KnownListener known(String address, int port) {
        Set<String> recent = tree.recentListeners().at(address, port);
        if (recent.isEmpty()) {
            return KnownListener.NONE;
        }
        return isKnown(new Endpoint(address, port), recent) ? KnownListener.OWN : KnownListener.UNKNOWN;
    }

    /** @param answered whether a process has just answered there */
    private Optional<String> strangerNow(Endpoint at, boolean answered) {
        if (isOwn(at, ListeningSockets.first().at(at.address(), at.port()))) {
            return Optional.empty();
        }
        ListeningSockets now = ListeningSockets.now();
        Set<String> wanted = now.at(at.address(), at.port());
        if (wanted.isEmpty()) {
            ProcFs.requireDescriptor();
            // If not even this server's own listeners can be seen, nothing is known.
            return now.isEmpty() || !answered
                    ? Optional.empty()
                    : Optional.of("a process that does not listen any more");
        }
        if (isOwn(at, wanted)) {
            return Optional.empty();
        }
        ProcFs.requireDescriptor();
        return Optional.of(holder(wanted));
    }

    private boolean isKnown(Endpoint at, Set<String> inodes) {
        return !inodes.isEmpty() && own.getOrDefault(at, Set.of()).containsAll(inodes);
    }

    private boolean isOwn(Endpoint at, Set<String> inodes) {
        if (inodes.isEmpty()) {
            return false;
        }
        if (isKnown(at, inodes)) {
            return true;
        }
        for (ProcFs.Stat member : tree.speakers()) {
            // To its end: an instance with very many connections must not pass for a stranger.
            if (!new SocketSearch(Integer.MAX_VALUE).held(member.pid(), inodes).isEmpty()) {
                own.put(at, Set.copyOf(inodes));
                return true;
            }
        }
        return false;
    }

    private static String holder(Set<String> inodes) {
        SocketSearch search = new SocketSearch(MOST_FOR_A_NAME);
        for (ProcFs.Stat p : ProcFs.all()) {
            if (!search.held(p.pid(), inodes).isEmpty()) {
                return "PID " + p.pid() + " (" + p.name() + ")";
            }
        }
        return "a process of another user";
    }

    /** Returns the ports on which the instance listens, as far as its first descriptors show them. */
    public List<Integer> ports() {
        List<ProcFs.Stat> members = tree.speakers();
        ListeningSockets now = ListeningSockets.now();
        SocketSearch search = new SocketSearch(MOST_FOR_PORTS);
        Set<String> held = new HashSet<>();
        members.forEach(member -> held.addAll(search.held(member.pid(), now.inodes())));
        return now.ports(held);
    }
}
