package dev.launcho.proxy.listen;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One reconciliation of the listening sockets, in this order:
 *
 * <ol>
 *   <li>A socket that is open and wanted is kept, or given to the service that wants its address now.
 *   <li>Missing sockets that overlap with no old one are opened.
 *   <li>Missing sockets that overlap with an old one are opened; the old one is closed first.
 *   <li>All other sockets are closed, but not the old sockets of a service that should listen and got no new one.
 * </ol>
 *
 * <p>Used once, by the {@link ListenThread}; blocks.
 */
final class ListenRound {
    private final List<OpenAddress> open;
    private final SocketOpener opener;
    private final Set<OpenAddress> claimed = new HashSet<>();
    private final Map<ListenAttempt, List<InetSocketAddress>> afterClosing = new LinkedHashMap<>();

    /** Opens a socket for a service. */
    interface SocketOpener {
        OpenAddress open(ListenAddresses where, InetSocketAddress address) throws IOException;
    }

    /** @param open the open sockets; this round changes the list */
    ListenRound(List<OpenAddress> open, SocketOpener opener) {
        this.open = open;
        this.opener = opener;
    }

    /** Runs the round. @return one attempt for each service, in any order */
    List<ListenAttempt> run(List<ListenAddresses> wanted) {
        // Literal addresses go first, so that no service with a host name takes an address that the target names.
        List<ListenAttempt> attempts = wanted.stream()
                .sorted(Comparator.comparing(where -> !where.literal()))
                .map(ListenAttempt::new)
                .toList();
        List<ListenAttempt> literal =
                attempts.stream().filter(attempt -> attempt.where().literal()).toList();
        List<ListenAttempt> named =
                attempts.stream().filter(attempt -> !attempt.where().literal()).toList();
        literal.forEach(attempt -> keep(attempt, it -> true));
        // A service keeps its sockets even if another name leads to the same address now, whatever name server says so.
        named.forEach(attempt -> keep(attempt, it -> it.service().equals(attempt.service())));
        named.forEach(attempt -> keep(attempt, it -> true));
        Map<ListenAttempt, List<InetSocketAddress>> missing = new LinkedHashMap<>();
        for (ListenAttempt attempt : attempts) {
            attempt.where().addresses().stream()
                    .filter(address -> !attempt.has(address))
                    .forEach(address -> add(missing, attempt, address));
        }
        missing.forEach((attempt, addresses) -> addresses.forEach(address -> open(attempt, address, false)));
        new LinkedHashMap<>(afterClosing)
                .forEach((attempt, addresses) -> addresses.forEach(address -> open(attempt, address, true)));
        Set<String> unserved = new HashSet<>();
        attempts.stream().filter(ListenAttempt::isUnserved).forEach(attempt -> unserved.add(attempt.service()));
        close(address -> !claimed.contains(address) && !unserved.contains(address.service()));
        return attempts;
    }

    /** Claims the open sockets of such a kind that a service wants and that nobody has claimed. */
    private void keep(ListenAttempt attempt, Predicate<OpenAddress> which) {
        for (InetSocketAddress address : attempt.where().addresses()) {
            if (!attempt.has(address)) {
                unclaimed(which.and(it -> it.isAt(address))).ifPresent(it -> claim(it, attempt));
            }
        }
    }

    private void open(ListenAttempt attempt, InetSocketAddress address, boolean mayClose) {
        Optional<OpenAddress> taken =
                claimed.stream().filter(it -> it.overlaps(address)).findFirst();
        if (taken.isPresent()) {
            attempt.taken(address, taken.get().service());
        } else if (!mayClose && unclaimed(it -> it.overlaps(address)).isPresent()) {
            add(afterClosing, attempt, address);
        } else {
            close(it -> !claimed.contains(it) && it.overlaps(address));
            try {
                OpenAddress opened = opener.open(attempt.where(), address);
                open.add(opened);
                claim(opened, attempt);
            } catch (IOException cause) {
                attempt.failed(address, cause);
            }
        }
    }

    private static void add(
            Map<ListenAttempt, List<InetSocketAddress>> to, ListenAttempt attempt, InetSocketAddress address) {
        to.computeIfAbsent(attempt, unused -> new ArrayList<>()).add(address);
    }

    private void claim(OpenAddress address, ListenAttempt attempt) {
        address.give(attempt.service(), attempt.where().on());
        claimed.add(address);
        attempt.opened(address);
    }

    private void close(Predicate<OpenAddress> which) {
        open.removeIf(address -> {
            boolean close = which.test(address);
            if (close) {
                address.close();
            }
            return close;
        });
    }

    private Optional<OpenAddress> unclaimed(Predicate<OpenAddress> which) {
        return open.stream()
                .filter(address -> !claimed.contains(address))
                .filter(which)
                .findFirst();
    }
}
