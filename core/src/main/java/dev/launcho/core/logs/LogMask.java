package dev.launcho.core.logs;

import dev.launcho.core.text.SecretForms;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The values that are masked in a log, as bytes. Each value of at least {@value #SHORTEST} characters is masked in
 * all of its {@link SecretForms}. Values are found by
 * their first {@value #SHORTEST} bytes. Immutable.
 */
public final class LogMask {
    /** Least characters of a value, and least bytes of a piece where a log is cut. Shorter ones would be found everywhere. */
    public static final int SHORTEST = SecretForms.SHORTEST;

    /** Bits of a filter that excludes most words at once, with which no value begins. */
    private static final int BITS = 1 << 16;

    public static final LogMask NONE = new LogMask(Map.of());

    private final Map<Long, List<Hidden>> byBeginning = new HashMap<>();
    private final List<Hidden> all = new ArrayList<>();
    /** The beginnings of values, of each length under {@link #SHORTEST}. */
    private final Set<List<Long>> beginnings = new HashSet<>();

    private final BitSet known = new BitSet(BITS);
    private final int longest;

    /** @param shown the text shown in its place */
    private record Hidden(byte[] value, String shown) {}

    /** @param values names of secrets by value */
    public LogMask(Map<String, String> values) {
        Map<String, String> forms = new HashMap<>();
        values.forEach((value, name) -> SecretForms.of(value).forEach(form -> forms.putIfAbsent(form, name)));
        forms.forEach((form, name) -> add(new Hidden(form.getBytes(StandardCharsets.UTF_8), "${" + name + "}")));
        byBeginning.values().forEach(found -> found.sort(Comparator.comparingInt(h -> -h.value().length)));
        longest = all.stream().mapToInt(h -> h.value().length).max().orElse(0);
    }

    private void add(Hidden hidden) {
        byte[] value = hidden.value();
        all.add(hidden);
        known.set(bit(word(value, 0, SHORTEST)));
        byBeginning
                .computeIfAbsent(word(value, 0, SHORTEST), word -> new ArrayList<>())
                .add(hidden);
        for (int length = 1; length < SHORTEST; length++) {
            beginnings.add(List.of((long) length, word(value, 0, length)));
        }
    }

    private static int bit(long word) {
        return (int) ((word * 0x9E3779B97F4A7C15L) >>> (Long.SIZE - 16));
    }

    private static long word(byte[] bytes, int from, int length) {
        long word = 0;
        for (int i = from; i < from + length; i++) {
            word = word << 8 | bytes[i] & 0xff;
        }
        return word;
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Returns the length of the longest value in bytes. */
    int longest() {
        return longest;
    }

    /**
     * A stretch that is covered by one value, or by several that overlap.
     *
     * @param shown the text shown in their place
     */
    record Covered(int from, int to, String shown) {}

    /** Returns the stretches that values cover, in order; overlapping values are one stretch. */
    List<Covered> find(byte[] bytes) {
        List<Covered> found = new ArrayList<>();
        long word = 0;
        for (int end = 0; end < bytes.length; end++) {
            word = word << 8 | bytes[end] & 0xff;
            int from = end - SHORTEST + 1;
            if (from >= 0 && known.get(bit(word))) {
                at(bytes, from, word).ifPresent(hidden -> join(found, from, hidden));
            }
        }
        return found;
    }

    /** Returns the longest value that begins there. */
    private Optional<Hidden> at(byte[] bytes, int from, long word) {
        List<Hidden> candidates = byBeginning.get(word);
        return candidates == null
                ? Optional.empty()
                : candidates.stream()
                        .filter(h -> begins(bytes, from, h.value()))
                        .findFirst();
    }

    private static boolean begins(byte[] bytes, int from, byte[] value) {
        return from + value.length <= bytes.length
                && Arrays.equals(bytes, from, from + value.length, value, 0, value.length);
    }

    private static void join(List<Covered> found, int from, Hidden hidden) {
        int to = from + hidden.value().length;
        int last = found.size() - 1;
        if (last >= 0 && from < found.get(last).to()) {
            Covered before = found.get(last);
            String both = before.to() >= to || before.shown().endsWith(hidden.shown())
                    ? before.shown()
                    : before.shown() + hidden.shown();
            found.set(last, new Covered(before.from(), Math.max(to, before.to()), both));
        } else {
            found.add(new Covered(from, to, hidden.shown()));
        }
    }

    /** Returns the first index where a value may begin whose end has not come yet; the length if there is none. */
    int unfinished(byte[] bytes) {
        for (int from = Math.max(0, bytes.length - longest + 1); from < bytes.length; from++) {
            if (isBeginning(bytes, from)) {
                return from;
            }
        }
        return bytes.length;
    }

    private boolean isBeginning(byte[] bytes, int from) {
        int length = bytes.length - from;
        if (length < SHORTEST) {
            return beginnings.contains(List.of((long) length, word(bytes, from, length)));
        }
        return piece(bytes, from).isPresent();
    }

    /** Returns the value that begins with all bytes from there on, {@link #SHORTEST} or more. */
    private Optional<Hidden> piece(byte[] bytes, int from) {
        List<Hidden> candidates = byBeginning.get(word(bytes, from, SHORTEST));
        int length = bytes.length - from;
        return candidates == null
                ? Optional.empty()
                : candidates.stream()
                        .filter(h -> h.value().length > length
                                && Arrays.equals(bytes, from, bytes.length, h.value(), 0, length))
                        .findFirst();
    }

    /** Finds the rest of a value, {@link #SHORTEST} bytes or more, at the beginning of what is left of a log. */
    Optional<Covered> rest(byte[] bytes) {
        for (Hidden hidden : all) {
            byte[] value = hidden.value();
            int most = Math.min(value.length - 1, bytes.length);
            for (int length = most; length >= SHORTEST; length--) {
                if (Arrays.equals(bytes, 0, length, value, value.length - length, value.length)) {
                    return Optional.of(new Covered(0, length, hidden.shown()));
                }
            }
        }
        return Optional.empty();
    }

    /** Finds the beginning of a value, {@link #SHORTEST} bytes or more, at the end of a log. */
    Optional<Covered> begun(byte[] bytes) {
        for (int from = Math.max(0, bytes.length - longest + 1); from <= bytes.length - SHORTEST; from++) {
            Optional<Hidden> piece = piece(bytes, from);
            if (piece.isPresent()) {
                return Optional.of(new Covered(from, bytes.length, piece.get().shown()));
            }
        }
        return Optional.empty();
    }
}
