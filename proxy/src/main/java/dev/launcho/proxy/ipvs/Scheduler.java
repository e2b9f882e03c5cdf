package dev.launcho.proxy.ipvs;

import dev.launcho.core.model.BalanceAlgorithm;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A rule by which the kernel spreads the connections of a service (ipvsadm(8)). */
enum Scheduler {
    /** Weighted round robin: exact turns. */
    WRR("wrr", ""),
    /** Weighted least connection. */
    WLC("wlc", ""),
    /**
     * Source hashing. {@code sh-fallback} is set: without it, the clients of a draining server would be refused.
     * {@code sh-port} is not set, so that all connections of a client go to one server.
     */
    SH("sh", "-b sh-fallback");

    /** The size of the kernel's table for {@link #SH}: the servers in turn get as many buckets as their weight says. */
    private static final int BUCKETS = 256;

    private final String word;
    private final String options;

    Scheduler(String word, String options) {
        this.word = word;
        this.options = options;
    }

    static Scheduler of(BalanceAlgorithm balance) {
        return switch (balance) {
            case ROUND_ROBIN -> WRR;
            case LEAST_CONNECTIONS -> WLC;
            case SOURCE -> SH;
        };
    }

    String word() {
        return word;
    }

    /** Returns the options as {@code --save} prints them. */
    String options() {
        return options;
    }

    boolean isThat(KernelTable.Service listed) {
        return listed.scheduler().equals(word) && listed.options().equals(options);
    }

    List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of("-s", word));
        if (!options.isEmpty()) {
            arguments.addAll(List.of(options.split(" ")));
        }
        return arguments;
    }

    /** Returns the weights for the kernel, scaled to the table of {@link #SH}; larger weights would leave out the last server. */
    Map<Address, Integer> weights(Map<Address, Integer> wanted) {
        if (this != SH) {
            return wanted;
        }
        int divisor = 0;
        int sum = 0;
        for (int weight : wanted.values()) {
            divisor = greatestCommonDivisor(divisor, weight);
            sum += weight;
        }
        Map<Address, Integer> fitting = new LinkedHashMap<>();
        for (Map.Entry<Address, Integer> server : wanted.entrySet()) {
            int fair = server.getValue() * BUCKETS / sum;
            boolean fits = sum / divisor <= BUCKETS;
            fitting.put(server.getKey(), Math.max(1, fits ? server.getValue() / divisor : fair));
        }
        takeFromTheHeaviest(fitting);
        return fitting;
    }

    /** Lowers the heaviest weights until the sum fits the table. Light weights that were rounded up to 1 make it too large. */
    private static void takeFromTheHeaviest(Map<Address, Integer> weights) {
        int over = weights.values().stream().mapToInt(Integer::intValue).sum() - BUCKETS;
        while (over-- > 0) {
            Map.Entry<Address, Integer> heaviest = Collections.max(weights.entrySet(), Map.Entry.comparingByValue());
            if (heaviest.getValue() == 1) {
                return; // There are more servers than places.
            }
            heaviest.setValue(heaviest.getValue() - 1);
        }
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
