package dev.launcho.proxy.names;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/** A name server in memory: it knows hosts, or is silent. Any thread. */
public final class FakeLookup implements HostLookup, AutoCloseable {
    private final Map<String, List<InetAddress>> hosts = new ConcurrentHashMap<>();
    private final Semaphore answers = new Semaphore(0);
    private final Collection<String> underWay = new ConcurrentLinkedQueue<>();
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
        return underWay.size();
    }

    boolean isUnderWay(String host) {
        return underWay.contains(host);
    }

    /** One of those who wait hears that its host is not known. */
    void answerOne() {
        answers.release();
    }

    @Override
    public List<InetAddress> addresses(String host) throws UnknownHostException {
        underWay.add(host);
        try {
            List<InetAddress> all = hosts.getOrDefault(host, List.of());
            if (all.isEmpty() && silent) {
                answers.acquire();
            }
            if (all.isEmpty()) {
                throw new UnknownHostException(host);
            }
            return all;
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException(host);
        } finally {
            underWay.remove(host);
        }
    }

    @Override
    public void close() {
        answers.release(1_000_000);
    }
}
