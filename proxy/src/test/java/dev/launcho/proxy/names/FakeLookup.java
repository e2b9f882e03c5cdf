package dev.launcho.proxy.names;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A name server in memory: it knows hosts, or is silent. Any thread. */
public final class FakeLookup implements HostLookup, AutoCloseable {
    private final Map<String, List<InetAddress>> hosts = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile boolean silent;

    /** From now on a host has these addresses; none = it is not known. */
    public FakeLookup host(String host, String... addresses) throws UnknownHostException {
        List<InetAddress> all = new ArrayList<>();
        for (String address : addresses) {
            all.add(InetAddress.getByName(address));
        }
        return addresses(host, all);
    }

    /** From now on a host has these addresses. */
    public FakeLookup addresses(String host, List<InetAddress> all) {
        hosts.put(host, List.copyOf(all));
        return this;
    }

    /** Whoever asks for one that it does not know is not answered, until it is closed. */
    public FakeLookup silent() {
        silent = true;
        return this;
    }

    /** How many wait for an answer. */
    public int underWay() {
        return underWay.get();
    }

    @Override
    public List<InetAddress> addresses(String host) throws UnknownHostException {
        underWay.incrementAndGet();
        try {
            List<InetAddress> all = hosts.getOrDefault(host, List.of());
            if (all.isEmpty() && silent) {
                closed.await();
            }
            if (all.isEmpty()) {
                throw new UnknownHostException(host);
            }
            return all;
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException(host);
        } finally {
            underWay.decrementAndGet();
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
