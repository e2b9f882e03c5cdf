package dev.launcho.core.target;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Who waits for whom, also by way of others. Warshall's algorithm: a million short steps for the thousand processes that a
 * target may have, however they are chained; to follow each chain by itself could take minutes, or end the stack.
 */
final class Waits {
    private final Map<String, Integer> numbers = new HashMap<>();
    private final BitSet[] ahead;

    /** @param after the names that each waits for by itself; may name what is no key */
    Waits(Map<String, ? extends Map<String, ?>> after) {
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
