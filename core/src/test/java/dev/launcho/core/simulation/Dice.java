package dev.launcho.core.simulation;

import java.util.List;
import java.util.random.RandomGenerator;

/** Chance that depends on nothing but its seed: SplitMix64. One thread. */
final class Dice implements RandomGenerator {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private long state;

    Dice(long seed) {
        state = seed;
    }

    /** The same for the same seed and the same subject, whatever else was rolled: a shrunk story keeps its chances. */
    static Dice of(long seed, Object... subject) {
        long mixed = mix(seed + GOLDEN);
        for (Object part : subject) {
            mixed = mix(mixed * 31 + part.hashCode() + GOLDEN);
        }
        return new Dice(mixed);
    }

    @Override
    public long nextLong() {
        state += GOLDEN;
        return mix(state);
    }

    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
        return b ^ (b >>> 31);
    }

    /** 0 up to {@code bound}, without it. */
    int below(int bound) {
        return (int) Math.floorMod(nextLong() >>> 1, (long) bound);
    }

    boolean oneIn(int count) {
        return below(count) == 0;
    }

    <T> T any(List<T> all) {
        return all.get(below(all.size()));
    }
}
