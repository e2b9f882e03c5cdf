package dev.launcho.core.plan;

/** The back-off of a slot: no delay after the first failure, then 1 s, doubling up to 60 s. Tries never end. */
public final class Backoff {
    /** Milliseconds of health after which the earlier failures of a slot are forgotten. */
    static final long HEALTH_RESETS = 60_000;

    private static final long BASE = 1_000;
    private static final long MOST = 60_000;

    private Backoff() {}

    /**
     * Returns how long to wait before the next launch.
     *
     * @param failures in a row, from 1
     * @param seed decides the jitter of up to a tenth, so that slots that failed together don't come back together
     * @return milliseconds, 0..60 000
     */
    static long delay(int failures, int seed) {
        if (failures <= 1) {
            return 0;
        }
        long full = Math.min(MOST, BASE << Math.min(failures - 2, 10));
        long spread = full / 10;
        return full - Math.floorMod(mix(seed * 31 + failures), spread + 1);
    }

    /** Spreads near-by seeds: the finaliser of MurmurHash3. */
    private static int mix(int seed) {
        int h = seed;
        h = (h ^ (h >>> 16)) * 0x85ebca6b;
        h = (h ^ (h >>> 13)) * 0xc2b2ae35;
        return h ^ (h >>> 16);
    }
}
