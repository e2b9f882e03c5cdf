package dev.launcho.cli.server.http;

import dev.launcho.cli.server.quota.ClientKey;
import dev.launcho.cli.server.quota.ClientNetwork;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The connections of the admin endpoint, limited for each kind of token, and for clients that have shown no token yet. Each
 * kind also has a limit for one address, and one for each token; clients without a token count by {@link ClientNetwork}. Some
 * places of the admins are kept for the server's own admin token, so that its owner can revoke the others. A new connection
 * replaces an idle connection of its kind, so that connections that are only held open keep nobody out. That is the oldest of
 * the address that has the most, so that a crowd closes only its own. No kind takes another kind's places. Any thread.
 */
public final class ClientConnections {
    /** Connections of one address that are no crowd: none of them gives way before an older one of another such address. */
    private static final int FEW = 8;

    private final Kind strangers = new Kind(320, 256, 320, 0);
    private final Kind readers = new Kind(256, 192, 192, 0);
    private final Kind admins = new Kind(128, 128, 64, 16);

    /** Adds a new connection; may close it, or another one. */
    public void arrived(Channel channel) {
        for (Channel surplus : welcome(channel)) {
            surplus.pipeline().firstContext().close(); // Below TLS, whose close would wait for its handshake.
        }
        channel.closeFuture().addListener(closed -> left(channel));
    }

    private synchronized Set<Channel> welcome(Channel channel) {
        return strangers
                .add(channel, new ClientKey(network(channel), "", false), true)
                .orElseGet(() -> Set.of(channel));
    }

    /**
     * Moves a connection to the kind of its token, and marks it busy with a request.
     *
     * @return false if there is no place for it
     */
    boolean admitted(Channel channel, RequestAuthenticator.Access access, ClientKey client) {
        Optional<Set<Channel>> surplus =
                admit(channel, access == RequestAuthenticator.Access.CHANGE ? admins : readers, client);
        surplus.ifPresent(channels -> channels.forEach(Channel::close));
        return surplus.isPresent();
    }

    private synchronized Optional<Set<Channel>> admit(Channel channel, Kind kind, ClientKey client) {
        if (kind.holds(channel, client)) {
            kind.setIdle(channel, false);
            return Optional.of(Set.of());
        }
        Optional<Set<Channel>> surplus = kind.add(channel, client, false);
        if (surplus.isPresent()) {
            for (Kind other : new Kind[] {strangers, readers, admins}) {
                if (other != kind) {
                    other.remove(channel);
                }
            }
        }
        return surplus;
    }

    /** Marks a connection idle, after its request has been answered. */
    synchronized void idle(Channel channel) {
        readers.setIdle(channel, true);
        admins.setIdle(channel, true);
    }

    private synchronized void left(Channel channel) {
        strangers.remove(channel);
        readers.remove(channel);
        admins.remove(channel);
    }

    /** The connections of one kind, by age. */
    private static final class Kind {
        private final int most;
        private final int perAddress;
        private final int perToken;
        private final int perOthers;
        private final Map<Channel, ClientKey> channels = new LinkedHashMap<>();
        private final Set<Channel> idle = new HashSet<>();

        /** @param kept how many of the places only the owner can take */
        Kind(int most, int perAddress, int perToken, int kept) {
            this.most = most;
            this.perAddress = perAddress;
            this.perToken = perToken;
            this.perOthers = most - kept;
        }

        /** Returns whether the connection has a place here already, as this client. */
        boolean holds(Channel channel, ClientKey client) {
            return client.equals(channels.get(channel));
        }

        /** Adds a connection. @return those to close for it; empty if it has no place, since none of them is idle */
        Optional<Set<Channel>> add(Channel channel, ClientKey client, boolean isIdle) {
            remove(channel);
            Set<Channel> surplus = new HashSet<>();
            String from = client.address();
            boolean room = fits(from, each -> each.address().equals(from), perAddress, surplus)
                    && (client.isOwner()
                            || fits(from, each -> each.token().equals(client.token()), perToken, surplus)
                                    && fits(from, each -> !each.isOwner(), perOthers, surplus))
                    && fits(from, each -> true, most, surplus);
            if (!room) {
                return Optional.empty();
            }
            surplus.forEach(this::remove);
            channels.put(channel, client);
            if (isIdle) {
                idle.add(channel);
            }
            return Optional.of(surplus);
        }

        /**
         * Makes room for one more of some clients, if need be by the oldest idle connection of the address that then has the most.
         *
         * @param from the address of the one more
         * @return false if none is idle
         */
        private boolean fits(String from, Predicate<ClientKey> of, int limit, Set<Channel> surplus) {
            List<Channel> present = channels.entrySet().stream()
                    .filter(entry -> of.test(entry.getValue()) && !surplus.contains(entry.getKey()))
                    .map(Map.Entry::getKey)
                    .toList();
            if (present.size() < limit) {
                return true;
            }
            Map<String, Integer> counts = new HashMap<>(Map.of(from, 1));
            present.forEach(channel -> counts.merge(address(channel), 1, Integer::sum));
            // Of equals, this is the oldest.
            Optional<Channel> oldest = present.stream()
                    .filter(idle::contains)
                    .min(Comparator.comparingInt(channel -> -Math.max(FEW, counts.get(address(channel)))));
            oldest.ifPresent(surplus::add);
            return oldest.isPresent();
        }

        private String address(Channel channel) {
            return channels.get(channel).address();
        }

        void setIdle(Channel channel, boolean isIdle) {
            if (isIdle && channels.containsKey(channel)) {
                idle.add(channel);
            } else {
                idle.remove(channel);
            }
        }

        void remove(Channel channel) {
            channels.remove(channel);
            idle.remove(channel);
        }
    }

    private static String network(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress address
                ? ClientNetwork.of(address.getAddress())
                : "";
    }
}
