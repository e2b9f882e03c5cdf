package dev.launcho.proxy.ipvs;

import dev.launcho.core.model.Balance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How the kernel spreads the connections of a service (ipvsadm(8)). */
enum Scheduler {
    /** Weighted round robin: exact turns. */
    WRR("wrr", ""),
    /** Weighted least connection. */
    WLC("wlc", ""),
    /**
     * Source hashing. Without the fallback, clients of a server that drains are refused; without {@code sh-port}, a client's
     * connections stay together.
     */
    SH("sh", "-b sh-fallback");

    /** Of the kernel's table, which {@link #SH} gives to the servers in turn, each as many of as its weight says. */
    private static final int BUCKETS = 256;

    private final String word;
    private final String options;

    Scheduler(String word, String options) {
        this.word = word;
        this.options = options;
    }

    static Scheduler of(Balance balance) {
        return switch (balance) {
            case ROUND_ROBIN -> WRR;
            case LEAST_CONNECTIONS -> WLC;
            case SOURCE -> SH;
        };
    }

    String word() {
        return word;
    }

    /** As {@code --save} prints them. */
    String options() {
        return options;
    }

    boolean isThat(Table.Service listed) {
        return listed.scheduler().equals(word) && listed.options().equals(options);
    }

    List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of("-s", word));
        if (!options.isEmpty()) {
            arguments.addAll(List.of(options.split(" ")));
        }
        return arguments;
    }

    /** As the kernel has to be told: where they don't fit into the table of {@link #SH}, the last server would get nothing. */
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
        return fitting;
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
