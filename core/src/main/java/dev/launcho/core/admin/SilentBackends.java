package dev.launcho.core.admin;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.traffic.TrafficCounters;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The instances that got bytes from clients and have answered nothing since, found in the balancer's counters once a second.
 * {@link #look} is for one thread, {@link #of} for any. It counts looks and not time: while the server itself is
 * suspended, no instance counts as silent.
 */
public final class SilentBackends {
    /** Looks in a row, a second apart, after which an instance counts as silent. */
    private static final int SILENT = 3;

    private final Map<InstanceId, Seen> all = new ConcurrentHashMap<>();

    /**
     * The silence of an instance.
     *
     * @param connections that it has now
     * @param seconds since it fell silent
     */
    record Silence(long connections, int seconds) {}

    /**
     * The counters of an instance when it last answered or had no connection.
     *
     * @param in bytes from clients until then
     * @param out bytes to clients until then
     * @param looks in a row that found more bytes from clients and no answer
     */
    private record Seen(long in, long out, long active, int looks) {}

    /** Compares the counters with those of the look before. The caller calls it once a second. */
    public void look(TrafficCounters counters) {
        all.keySet().retainAll(counters.backends().keySet());
        counters.backends().forEach((id, now) -> all.merge(id, seen(now), (before, fresh) -> next(before, now)));
    }

    private static Seen seen(TrafficCounters.Backend now) {
        return new Seen(now.bytesIn(), now.bytesOut(), now.active(), 0);
    }

    private static Seen next(Seen before, TrafficCounters.Backend now) {
        boolean silent = now.active() > 0 && now.bytesIn() > before.in && now.bytesOut() == before.out;
        return silent ? new Seen(before.in, before.out, now.active(), before.looks + 1) : seen(now);
    }

    /** Returns the silence of an instance; empty unless it is silent. */
    Optional<Silence> of(InstanceId id) {
        return Optional.ofNullable(all.get(id))
                .filter(seen -> seen.looks > SILENT)
                .map(seen -> new Silence(seen.active, seen.looks - 1));
    }
}
