package dev.launcho.proxy.route;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A map of counters by name that keeps entries for a while after they left the table: the last {@value #MOST_GONE}, the
 * oldest goes first. An entry that is not idle is never forgotten. Any thread may read; one thread changes.
 */
final class RetainedStats<K, V> {
    static final int MOST_GONE = 1024;

    private final Function<K, V> make;
    private final Predicate<V> idle;
    private final LinkedHashMap<K, V> byAge = new LinkedHashMap<>();
    private volatile Map<K, V> published = Map.of();

    RetainedStats(Function<K, V> make, Predicate<V> idle) {
        this.make = make;
        this.idle = idle;
    }

    V get(K key) {
        return byAge.computeIfAbsent(key, make);
    }

    /** Moves the wanted entries behind all others, and forgets the oldest idle entries above the bound. */
    void keep(Collection<K> wanted) {
        for (K key : wanted) {
            byAge.put(key, removeOrMake(key));
        }
        int tooMany = byAge.size() - wanted.size() - MOST_GONE;
        Iterator<V> oldest = byAge.values().iterator();
        while (tooMany > 0) {
            if (idle.test(oldest.next())) {
                oldest.remove();
            }
            tooMany--;
        }
        published = Map.copyOf(byAge);
    }

    Map<K, V> all() {
        return published;
    }

    private V removeOrMake(K key) {
        V value = byAge.remove(key);
        return value == null ? make.apply(key) : value;
    }
}
