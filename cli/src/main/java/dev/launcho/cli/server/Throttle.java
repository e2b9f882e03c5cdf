package dev.launcho.cli.server;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Makes failed attempts slower and slower for each address (for IPv6: each /64), up to {@value #MOST_MILLIS} ms.
 * Forgets an address after a minute without a failure, and remembers at most {@value #ADDRESSES}. Any thread.
 */
final class Throttle {
    private static final int ADDRESSES = 1024;
    private static final long FIRST_MILLIS = 100;
    private static final long MOST_MILLIS = 5_000;
    private static final long FORGET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier ticker;
    private final Map<String, Failures> failures = new LinkedHashMap<>(16, 0.75f, true);

    private record Failures(int count, long last) {}

    /** @param ticker nanoseconds, as {@link System#nanoTime} */
    Throttle(LongSupplier ticker) {
        this.ticker = ticker;
    }

    /**
     * A failed attempt.
     *
     * @param count how many it makes
     * @param delayMillis how long to keep it waiting
     */
    record Failure(int count, long delayMillis) {}

    synchronized Failure failed(InetAddress from) {
        String key = key(from);
        long now = ticker.getAsLong();
        Failures before = failures.get(key);
        int count = before == null || now - before.last > FORGET_NANOS ? 1 : before.count + 1;
        failures.put(key, new Failures(count, now));
        if (failures.size() > ADDRESSES) {
            failures.remove(failures.keySet().iterator().next());
        }
        return new Failure(count, Math.min(MOST_MILLIS, FIRST_MILLIS << Math.min(count - 1, 10)));
    }

    private static String key(InetAddress address) {
        byte[] bytes = address.getAddress();
        return HexFormat.of().formatHex(bytes.length == 16 ? Arrays.copyOf(bytes, 8) : bytes);
    }
}
