package dev.launcho.core.spec;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The processes that each process waits for, directly or through others. Uses Warshall's algorithm: a million short
 * steps for the thousand processes that a target may have, however they are chained. Following each chain by itself
 * could take minutes, or overflow the stack.
 */
final class WaitGraph {
    private final Map<String, Integer> numbers = new HashMap<>();
    private final BitSet[] ahead;

    /** @param after the names that each process waits for directly; may hold names that are no key */
    WaitGraph(Map<String, ? extends Map<String, ?>> after) {
        after.keySet().forEach(name -> numbers.put(name, numbers.size()));
        ahead = new BitSet[numbers.size()];
        after.forEach((name, others) -> ahead[numbers.get(name)] = set(others.keySet()));
        for (int by = 0; by < ahead.length; by++) {
            for (BitSet set : ahead) {
                if (set.get(by)) {
                    set.or(ahead[by]);
                }
            }
        }
    }

    private BitSet set(Set<String> names) {
        BitSet set = new BitSet(ahead.length);
        names.stream().filter(numbers::containsKey).forEach(name -> set.set(numbers.get(name)));
        return set;
    }

    boolean waits(String one, String other) {
        return numbers.containsKey(one)
                && numbers.containsKey(other)
                && ahead[numbers.get(one)].get(numbers.get(other));
    }
}
