package dev.launcho.cli.deploy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * A pattern for names of files, as fnmatch(3) has it with {@code FNM_PATHNAME}, and with the {@code **} of
 * gitignore(5). Names and patterns are {@link RawName}s. Immutable.
 *
 * <p>It is an automaton: a name is read once, with the set of all steps that may come next. So the time is bounded by
 * the product of both lengths, for any pattern.
 */
final class NameGlob {
    private static final BitSet ANY = allBut();
    private static final BitSet ANY_BUT_SLASH = allBut('/');

    private final List<Step> steps;

    private NameGlob(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    /**
     * A step of the automaton.
     *
     * @param repeats whether it takes any number of bytes, also none
     * @param jump how many steps on the name may go on without a byte, as another choice; 0 = no choice
     */
    private record Step(BitSet bytes, boolean repeats, int jump) {
        static Step one(BitSet bytes) {
            return new Step(bytes, false, 0);
        }

        static Step run(BitSet bytes) {
            return new Step(bytes, true, 0);
        }

        /** A step that takes no byte, and goes on with the next step or with one further on. */
        static Step choice(int jump) {
            return new Step(new BitSet(), true, jump);
        }
    }

    /** Returns the pattern; empty if it is not valid, as with a bracket that does not close. Git lets such match nothing. */
    static Optional<NameGlob> parse(String pattern) {
        List<Step> steps = new ArrayList<>();
        for (int at = 0; at < pattern.length(); ) {
            switch (pattern.charAt(at)) {
                case '*' -> at = stars(pattern, at, steps);
                case '?' -> {
                    steps.add(Step.one(ANY_BUT_SLASH));
                    at++;
                }
                case '[' -> {
                    Optional<ByteClass> bytes = ByteClass.parse(pattern, at);
                    if (bytes.isEmpty()) {
                        return Optional.empty();
                    }
                    steps.add(Step.one(bytes.get().bytes()));
                    at = bytes.get().end();
                }
                case '\\' -> {
                    if (at + 1 == pattern.length()) {
                        return Optional.empty();
                    }
                    steps.add(Step.one(only(pattern.charAt(at + 1))));
                    at += 2;
                }
                default -> steps.add(Step.one(only(pattern.charAt(at++))));
            }
        }
        return Optional.of(new NameGlob(steps));
    }

    /** Reads a row of stars. @return the index behind it */
    private static int stars(String pattern, int from, List<Step> steps) {
        int end = from;
        while (end < pattern.length() && pattern.charAt(end) == '*') {
            end++;
        }
        boolean whole = end - from > 1 && (from == 0 || pattern.charAt(from - 1) == '/');
        if (whole && end == pattern.length()) {
            steps.add(Step.run(ANY));
        } else if (whole && pattern.charAt(end) == '/') {
            // Any number of folders, also none. The choice is a step of its own: it is made once.
            steps.add(Step.choice(3));
            steps.add(Step.run(ANY));
            steps.add(Step.one(only('/')));
            return end + 1;
        } else {
            steps.add(Step.run(ANY_BUT_SLASH));
        }
        return end;
    }

    /** Returns whether the whole name matches. */
    boolean matches(String name) {
        BitSet now = new BitSet(steps.size() + 1);
        enter(0, now);
        for (int i = 0; i < name.length() && !now.isEmpty(); i++) {
            BitSet next = new BitSet(steps.size() + 1);
            for (int s = now.nextSetBit(0); s >= 0; s = now.nextSetBit(s + 1)) {
                if (s < steps.size() && steps.get(s).bytes().get(name.charAt(i))) {
                    enter(steps.get(s).repeats() ? s : s + 1, next);
                    if (steps.get(s).repeats()) {
                        enter(s + 1, next);
                    }
                }
            }
            now = next;
        }
        return now.get(steps.size());
    }

    /** Adds a step to a set, with all that can be reached from it without a byte. */
    private void enter(int step, BitSet set) {
        for (int s = step; !set.get(s); ) {
            set.set(s);
            if (s == steps.size()) {
                return;
            }
            Step at = steps.get(s);
            if (at.jump() > 0) {
                enter(s + at.jump(), set);
            }
            if (!at.repeats()) {
                return;
            }
            s++;
        }
    }

    private static BitSet only(char c) {
        BitSet bytes = new BitSet(ByteClass.BYTES);
        bytes.set(c);
        return bytes;
    }

    private static BitSet allBut(char... without) {
        BitSet bytes = new BitSet(ByteClass.BYTES);
        bytes.set(0, ByteClass.BYTES);
        for (char c : without) {
            bytes.clear(c);
        }
        return bytes;
    }
}
