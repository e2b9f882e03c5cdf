package dev.launcho.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.launcho.core.model.BalanceAlgorithm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Who gets a connection, by each of the rules. */
class BalanceTest {
    private static final int CLIENTS = 20_000;

    private final Balanced turn = new Balanced(BalanceAlgorithm.ROUND_ROBIN);
    private final Balanced least = new Balanced(BalanceAlgorithm.LEAST_CONNECTIONS);
    private final Balanced source = new Balanced(BalanceAlgorithm.SOURCE);

    @Test
    void roundRobin_equalBackends_exactShares() {
        turn.publish("a", "b", "c");

        assertThat(turn.shares(300)).isEqualTo(Map.of("a", 100, "b", 100, "c", 100));
    }

    @Test
    void roundRobin_weights_exactFromAnyTurnOn() {
        turn.publish("a*5", "b*1", "c*2");
        turn.shares(3);

        assertThat(turn.shares(80)).isEqualTo(Map.of("a", 50, "b", 10, "c", 20));
    }

    @Test
    void roundRobin_weightChanges_holdsFromTheNextConnectionOn() {
        turn.publish("a", "b");
        turn.shares(5);
        turn.publish("a", "b*3");

        assertThat(turn.shares(40)).isEqualTo(Map.of("a", 10, "b", 30));
    }

    @Test
    void roundRobin_manyThreads_exactAllTheSame() {
        turn.publish("a*3", "b*1");
        Map<String, Integer> shares = new ConcurrentHashMap<>();
        List<CompletableFuture<Void>> threads = IntStream.range(0, 4)
                .mapToObj(t -> CompletableFuture.runAsync(
                        () -> turn.shares(10_000).forEach((name, count) -> shares.merge(name, count, Integer::sum))))
                .toList();
        threads.forEach(CompletableFuture::join);

        assertThat(shares).isEqualTo(Map.of("a", 30_000, "b", 10_000));
    }

    @Test
    void roundRobin_retry_doesNotTakeATurn() {
        turn.publish("a", "b", "c");
        for (String first : List.of("a", "b", "c")) {
            assertThat(turn.pick().instance().name()).isEqualTo(first);
            assertThat(turn.pick(first).instance().name()).isNotEqualTo(first);
        }
    }

    @Test
    void leastConnections_idle_inTurnByWeight() {
        least.publish("a*3", "b");

        assertThat(least.shares(40)).isEqualTo(Map.of("a", 30, "b", 10));
    }

    @Test
    void leastConnections_open_theEmptiestGetsIt() {
        least.publish("a", "b", "c");
        List<BackendLease> open = new ArrayList<>();
        IntStream.range(0, 9).forEach(i -> open.add(least.pick()));
        open.stream()
                .filter(lease -> lease.instance().name().equals("b"))
                .limit(2)
                .forEach(lease -> lease.ended(false));

        assertThat(least.pick().instance().name()).isEqualTo("b");
        assertThat(least.pick().instance().name()).isEqualTo("b");
        assertThat(least.pick("b").instance().name()).isIn("a", "c");
    }

    @Test
    void leastConnections_weights_openConnectionsFollowThem() {
        least.publish("a*1", "b*4", "c*5");
        Map<String, Integer> open = new HashMap<>();
        for (int i = 0; i < 100; i++) {
            open.merge(least.pick().instance().name(), 1, Integer::sum);
        }

        assertThat(open).isEqualTo(Map.of("a", 10, "b", 40, "c", 50));
    }

    @Test
    void leastConnections_newBackend_catchesUp() {
        least.publish("a");
        IntStream.range(0, 5).forEach(i -> least.pick());
        least.publish("a", "b");

        for (int i = 0; i < 5; i++) {
            assertThat(least.pick().instance().name()).isEqualTo("b");
        }
    }

    @Test
    void source_sameClient_sameBackend() {
        source.publish("a", "b", "c");
        BalancedClient client = () -> 4711;
        String first = source.pick(client).instance().name();

        for (int i = 0; i < 20; i++) {
            assertThat(source.pick(client).instance().name()).isEqualTo(first);
        }
    }

    @Test
    void source_oneGoes_onlyItsClientsMove() {
        source.publish("a", "b", "c", "d");
        Map<Long, String> before = homes();
        source.publish("a", "b", "d");

        homes().forEach((client, home) -> {
            if (!before.get(client).equals("c")) {
                assertThat(home).isEqualTo(before.get(client));
            }
        });
    }

    @Test
    void source_oneComes_takesItsShareOnly() {
        source.publish("a", "b", "c");
        Map<Long, String> before = homes();
        source.publish("a", "new", "b", "c");
        Map<Long, String> after = homes();

        assertThat(after.entrySet().stream().filter(e -> !e.getValue().equals(before.get(e.getKey()))))
                .allMatch(e -> e.getValue().equals("new"))
                .hasSizeBetween(CLIENTS / 4 - 500, CLIENTS / 4 + 500);
    }

    @Test
    void source_weights_areTheShares() {
        source.publish("a*1", "b*2", "c*7");
        Map<String, Integer> shares = new HashMap<>();
        homes().values().forEach(home -> shares.merge(home, 1, Integer::sum));

        assertThat(shares.get("a")).isCloseTo(CLIENTS / 10, within(400));
        assertThat(shares.get("b")).isCloseTo(CLIENTS / 5, within(400));
    }

    @Test
    void source_weightGrows_movesClientsToItOnly() {
        source.publish("a*1", "b*2", "c*7");
        Map<Long, String> before = homes();
        source.publish("a*1", "b*4", "c*7");

        homes().forEach((client, home) -> assertThat(home).isIn("b", before.get(client)));
    }

    @Test
    void source_instanceIsReplaced_theNextInItsPlaceHasItsClients() {
        source.publish("a-1@web#0", "b-1@web#1", "c-1@web#2");
        Map<Long, String> before = homes();
        source.publish("a-1@web#0", "b-1@web#1", "c-1@web#2", "a-2@web#0");
        assertThat(homes()).as("while both are there").isEqualTo(before);
        source.publish("b-1@web#1", "c-1@web#2", "a-2@web#0");

        homes().forEach((client, home) ->
                assertThat(home).isEqualTo(before.get(client).replace("a-1", "a-2")));
    }

    @Test
    void source_tried_theSecondBest() {
        source.publish("a", "b", "c");
        BalancedClient client = () -> 99;
        String first = source.pick(client).instance().name();
        String second = source.pick(client, first).instance().name();
        List<String> others = new ArrayList<>(List.of("a", "b", "c"));
        others.remove(first);
        source.publish(others.toArray(String[]::new));

        assertThat(source.pick(client).instance().name()).isEqualTo(second);
    }

    private Map<Long, String> homes() {
        Map<Long, String> homes = new HashMap<>();
        // As the addresses of one network: they differ in their last bits.
        LongStream.range(0, CLIENTS)
                .forEach(client -> homes.put(
                        client,
                        source.pick(() -> StableHash.mix(0x0a000000L + client))
                                .instance()
                                .name()));
        return homes;
    }

    @Test
    void slowStart_newBackend_growsFromATenthToItsShare() {
        Balanced slow = new Balanced(BalanceAlgorithm.ROUND_ROBIN, Duration.ofSeconds(100));
        slow.publish("old");
        slow.pass(Duration.ofSeconds(100));
        slow.publish("old", "new");
        assertThat(slow.shares(1_100)).isEqualTo(Map.of("old", 1_000, "new", 100));
        slow.pass(Duration.ofSeconds(45));
        assertThat(slow.shares(1_500)).isEqualTo(Map.of("old", 1_000, "new", 500));
        slow.pass(Duration.ofSeconds(46));
        assertThat(slow.shares(200)).isEqualTo(Map.of("old", 100, "new", 100));
    }

    @Test
    void slowStart_anotherTableInBetween_goesOn() {
        Balanced slow = new Balanced(BalanceAlgorithm.ROUND_ROBIN, Duration.ofSeconds(100));
        slow.publish("old");
        slow.pass(Duration.ofSeconds(100));
        slow.publish("old", "new");
        slow.pass(Duration.ofSeconds(91));
        slow.publish("old", "new", "newer");

        assertThat(slow.shares(2_100)).isEqualTo(Map.of("old", 1_000, "new", 1_000, "newer", 100));
    }

    @Test
    void slowStart_allNew_shareEqually() {
        Balanced slow = new Balanced(BalanceAlgorithm.ROUND_ROBIN, Duration.ofSeconds(100));
        slow.publish("a", "b");

        assertThat(slow.shares(10)).isEqualTo(Map.of("a", 5, "b", 5));
    }
}
