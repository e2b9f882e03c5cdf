package dev.launcho.proxy.names;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/** A host's name and the result of its look-ups. Any thread: the owner reads, a look-up thread reports. */
final class HostName {
    /** After this many failed look-ups in a row, {@link NameAnswer.Known#failing} is true. */
    private static final int FAILURES = 3;

    /** A look-up that fails after this time counts as one that no name server has answered. */
    private static final long SLOW_NANOS = 3_000_000_000L;

    /** A name server may answer with thousands; each one is a socket, a descriptor and a word in an event. */
    static final int MOST_ADDRESSES = 64;

    /** The first bytes of an IPv4-mapped address: RFC 4291, 2.5.5.2. */
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    private static final Comparator<InetAddress> ORDER = Comparator.<InetAddress>comparingInt(
                    a -> a.getAddress().length)
            .thenComparing(InetAddress::getAddress, Arrays::compareUnsigned);

    private final String host;
    private final HostNames.Pace pace;
    private List<InetAddress> addresses = List.of();
    private boolean underWay;
    /** Whether somebody is asked now, or has been; a look-up that is under way may still wait for a thread. */
    private boolean asked;

    private long askedAt;
    private long endedAt;
    private int looked;
    private int failures;
    private boolean silent;

    HostName(String host, HostNames.Pace pace) {
        this.host = host;
        this.pace = pace;
    }

    String host() {
        return host;
    }

    synchronized boolean isUnderWay() {
        return underWay;
    }

    /** Begins a look-up if one is due now, and returns its rank in the queue (0 goes first); else returns empty. */
    synchronized OptionalInt nextLookup(long now) {
        long pause = looked == 0 ? 0 : (addresses.isEmpty() ? pace.retry() : pace.refresh()).toNanos();
        if (underWay || looked > 0 && now - endedAt < pause) {
            return OptionalInt.empty();
        }
        underWay = true;
        return OptionalInt.of(!addresses.isEmpty() ? 0 : Math.min(2, 1 + failures));
    }

    /** Records that a look-up has a thread: from now on, the time until it ends is the name server's. */
    synchronized void asks(long now) {
        asked = true;
        askedAt = now;
    }

    synchronized NameAnswer answer(long now) {
        if (!addresses.isEmpty()) {
            return new NameAnswer.Known(addresses, failures >= FAILURES);
        }
        if (looked > 0) {
            return new NameAnswer.Failed(silent);
        }
        return asked && now - askedAt >= pace.patience().toNanos()
                ? new NameAnswer.Failed(true)
                : new NameAnswer.Pending();
    }

    /** Records a look-up that found addresses; those beyond {@link #MOST_ADDRESSES} are left out. @return whether {@link #answer} has changed */
    synchronized boolean found(List<InetAddress> all, long now) {
        List<InetAddress> usable = all.stream()
                .map(HostName::unmapped)
                // DNS blockers often answer 0.0.0.0 for a blocked name; it never means "listen on every address".
                .filter(a -> !a.isAnyLocalAddress() && !a.isMulticastAddress())
                .distinct()
                .sorted(ORDER)
                .limit(MOST_ADDRESSES)
                .toList();
        if (usable.isEmpty()) {
            return missed(now, now);
        }
        boolean news = !usable.equals(addresses) || failures >= FAILURES;
        ended(now);
        addresses = usable;
        failures = 0;
        return news;
    }

    /**
     * Returns an IPv4-mapped IPv6 address as the IPv4 address: {@code ::ffff:0.0.0.0} is a wildcard, too, and
     * a server may send it in an AAAA record.
     */
    private static InetAddress unmapped(InetAddress address) {
        byte[] bytes = address.getAddress();
        try {
            // Of an IPv4-mapped address, this makes an Inet4Address.
            return bytes.length > MAPPED.length && Arrays.equals(bytes, 0, MAPPED.length, MAPPED, 0, MAPPED.length)
                    ? InetAddress.getByAddress(bytes)
                    : address;
        } catch (UnknownHostException noAddress) {
            return address;
        }
    }

    /** Records a look-up that failed. @return whether {@link #answer} has changed */
    synchronized boolean missed(long began, long now) {
        NameAnswer before = answer(now);
        ended(now);
        failures++;
        silent = now - began >= SLOW_NANOS;
        return !answer(now).equals(before);
    }

    private void ended(long now) {
        underWay = false;
        endedAt = now;
        looked++;
    }
}
