package dev.launcho.bench.compare.report;

import dev.launcho.bench.compare.Results;
import java.util.List;

/** The peer that the others are compared with: the first preferred peer that took part. */
final class Yardstick {
    private static final List<String> PREFERRED = List.of("haproxy-64k", "haproxy-16k", "nginx", "direct");

    private Yardstick() {}

    static String of(Results results) {
        return PREFERRED.stream()
                .filter(name ->
                        results.peers().stream().anyMatch(peer -> peer.name().equals(name)))
                .findFirst()
                .orElse(results.peers().get(0).name());
    }
}
