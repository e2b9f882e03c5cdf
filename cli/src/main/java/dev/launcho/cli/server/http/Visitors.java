package dev.launcho.cli.server.http;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who is connected: at most {@value #MOST}, and of those who have not shown a token yet at most {@value #STRANGERS} from
 * one address. The oldest stranger makes place for the newest, so that whoever only holds connections open keeps nobody
 * out who has a token. Any thread.
 */
public final class Visitors {
    static final int MOST = 256;
    static final int STRANGERS = 32;

    /** By age. */
    private final Map<Channel, String> strangers = new LinkedHashMap<>();

    private final Set<Channel> known = new HashSet<>();

    /** May close it, or another one. */
    public void arrived(Channel channel) {
        for (Channel surplus : add(channel)) {
            surplus.close();
        }
        channel.closeFuture().addListener(closed -> left(channel));
    }

    private synchronized Set<Channel> add(Channel channel) {
        String address = address(channel);
        Set<Channel> surplus = new HashSet<>();
        strangers.put(channel, address);
        if (strangers.values().stream().filter(address::equals).count() > STRANGERS) {
            oldest(address).ifPresent(surplus::add);
        }
        if (strangers.size() + known.size() > MOST) {
            surplus.add(strangers.keySet().iterator().next());
        }
        surplus.forEach(strangers::remove);
        return surplus;
    }

    private Optional<Channel> oldest(String address) {
        return strangers.entrySet().stream()
                .filter(entry -> entry.getValue().equals(address))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** It has shown a token, and stays. */
    synchronized void admitted(Channel channel) {
        if (strangers.remove(channel) != null) {
            known.add(channel);
        }
    }

    private synchronized void left(Channel channel) {
        strangers.remove(channel);
        known.remove(channel);
    }

    private static String address(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress address
                ? address.getAddress().getHostAddress()
                : "";
    }
}
