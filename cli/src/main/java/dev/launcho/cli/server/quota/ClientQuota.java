package dev.launcho.cli.server.quota;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A quota that clients share, with limits for each address and each token, and a part that is kept for the owner. Any thread. */
public final class ClientQuota {
    private static final Object OTHERS = new Object();

    private final long total;
    private final long perAddress;
    private final long perToken;
    private final long perOthers;
    private final Map<Object, Long> taken = new HashMap<>();
    private long sum;

    /** A limit for each address and each token. */
    public ClientQuota(long total, long perAddress, long perToken) {
        this(total, perAddress, perToken, 0);
    }

    /**
     * @param perToken for each token but the owner's
     * @param kept how much of the total only the owner can take
     */
    public ClientQuota(long total, long perAddress, long perToken, long kept) {
        this.total = total;
        this.perAddress = perAddress;
        this.perToken = perToken;
        this.perOthers = total - kept;
    }

    /** A part of the quota, taken until it is closed; closing it again does nothing. */
    public interface Share extends AutoCloseable {
        @Override
        void close();
    }

    private record OfAddress(String address) {}

    private record OfToken(String token) {}

    /** Takes a share. @return empty if {@code amount} is more than is left, in all or for this client */
    public synchronized Optional<Share> take(ClientKey client, long amount) {
        if (sum + amount > total || has(new OfAddress(client.address())) + amount > perAddress) {
            return Optional.empty();
        }
        if (!client.isOwner()
                && (has(new OfToken(client.token())) + amount > perToken || has(OTHERS) + amount > perOthers)) {
            return Optional.empty();
        }
        add(client, amount);
        AtomicBoolean closed = new AtomicBoolean();
        return Optional.of(() -> {
            if (closed.compareAndSet(false, true)) {
                giveBack(client, amount);
            }
        });
    }

    private long has(Object key) {
        return taken.getOrDefault(key, 0L);
    }

    private synchronized void giveBack(ClientKey client, long amount) {
        add(client, -amount);
    }

    private void add(ClientKey client, long amount) {
        sum += amount;
        count(new OfAddress(client.address()), amount);
        if (!client.isOwner()) {
            count(new OfToken(client.token()), amount);
            count(OTHERS, amount);
        }
    }

    private void count(Object key, long amount) {
        if (taken.merge(key, amount, Long::sum) == 0) {
            taken.remove(key);
        }
    }
}
