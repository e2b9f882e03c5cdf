package dev.launcho.proxy.ipvs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.model.BalanceAlgorithm;
import dev.launcho.core.model.BalancingRules;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.text.HostPort;
import dev.launcho.core.traffic.Routes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Random wanted and listed tables, with entries of others in between: {@code -Dipvs.seed=N} runs one of them again. */
class DifferencePropertyTest {
    private static final int CASES = 3_000;
    private static final List<String> SCHEDULERS =
            List.of("rr", "wrr", "wlc", "sh", "sh -b sh-fallback", "sh -b sh-port");
    private static final List<String> OTHERS = List.of(
            "-A -f 7 -s wrr",
            "-A -u 127.0.0.1:5000 -s wlc",
            "-A -t [::1]:5000 -s sh -b sh-port",
            "-A -t 127.0.0.1:5009 -s rr -p 360");

    private final class Case implements TableDifference.Traffic {
        final Random random;
        final Set<ServiceEndpoint> over = new HashSet<>();
        final Set<InstanceId> ended = new HashSet<>();

        Case(long seed) {
            random = new Random(seed);
        }

        /** What is out of rotation is empty sooner or later; here by chance. */
        @Override
        public boolean over(ServiceEndpoint endpoint) {
            return over.contains(endpoint);
        }

        @Override
        public boolean open(ServiceEndpoint endpoint) {
            return false;
        }

        @Override
        public boolean awaited(InstanceId instance) {
            return false;
        }

        @Override
        public boolean ended(InstanceId instance) {
            return ended.contains(instance);
        }

        DesiredTable wanted() {
            List<Routes.Service> services = new ArrayList<>();
            for (int port = 5000; port < 5004; port++) {
                if (random.nextBoolean()) {
                    List<Routes.Backend> backends = new ArrayList<>();
                    for (int server = 20000; server < 20004; server++) {
                        if (random.nextBoolean()) {
                            backends.add(new Routes.Backend(
                                    new InstanceId("i" + server),
                                    new HostPort("127.0.0.1", server),
                                    random.nextInt(3) > 0 ? Routes.Rotation.ACTIVE : Routes.Rotation.DRAINING,
                                    1 + random.nextInt(3),
                                    "i" + server));
                        }
                    }
                    services.add(new Routes.Service(
                            "s" + port, new HostPort("127.0.0.1", port), backends, Routes.Hold.NONE, spread()));
                }
            }
            return DesiredTable.of(new Routes(services));
        }

        private BalancingRules spread() {
            return new BalancingRules(
                    BalanceAlgorithm.values()[random.nextInt(BalanceAlgorithm.values().length)], Duration.ZERO);
        }

        /** Of ours in any state, also spoilt by others; and what others have. */
        KernelTable listed(Map<ServiceKey, Map<Address, InstanceId>> claims) {
            StringBuilder saved = new StringBuilder();
            for (int port = 5000; port < 5005; port++) {
                ServiceKey key = ServiceKey.tcp(Address.of("127.0.0.1:" + port));
                boolean mine = random.nextInt(4) > 0;
                if (random.nextBoolean()) {
                    String spoilt = mine && random.nextInt(4) == 0 ? " -p 360" : "";
                    saved.append("-A -t " + key.address() + " -s " + SCHEDULERS.get(random.nextInt(SCHEDULERS.size()))
                            + spoilt + "\n");
                    if (mine) {
                        claims.put(key, new LinkedHashMap<>());
                    }
                    for (int server = 20000; server < 20006; server++) {
                        if (random.nextBoolean()) {
                            String method = random.nextInt(5) > 0 ? "-m" : "-i";
                            saved.append("-a -t " + key.address() + " -r 127.0.0.1:" + server + " " + method + " -w "
                                    + random.nextInt(3) + "\n");
                            if (mine && random.nextInt(4) > 0) {
                                claims.get(key).put(Address.of("127.0.0.1:" + server), new InstanceId("i" + server));
                            }
                        }
                    }
                } else if (mine && random.nextBoolean()) {
                    // Deleted behind our back.
                    claims.put(key, Map.of(Address.of("127.0.0.1:20000"), new InstanceId("i20000")));
                }
            }
            OTHERS.stream()
                    .filter(line -> random.nextBoolean())
                    .forEach(line -> saved.append(line).append('\n'));
            return KernelTable.parse(saved.toString());
        }
    }

    @Test
    void commands_carriedOut_giveTheWantedTable_foreignUntouched_secondPassNone() {
        long chosen = Long.getLong("ipvs.seed", 0);
        for (long seed = chosen != 0 ? chosen : 1; seed <= (chosen != 0 ? chosen : CASES); seed++) {
            holds(seed);
        }
    }

    private void holds(long seed) {
        Case c = new Case(seed);
        Map<ServiceKey, Map<Address, InstanceId>> mine = new LinkedHashMap<>();
        KernelTable before = c.listed(mine);
        OwnedEntries claims = new OwnedEntries(mine);
        DesiredTable wanted = c.wanted();
        KernelTable now = before;
        // In steps, as the kernel says that what has weight 0 is empty.
        int rounds = 0;
        while (true) {
            TableDifference difference = TableDifference.between(wanted, now, claims, c);
            for (TableCommand command : difference.commands()) {
                KernelTable next = Model.apply(now, command);
                floor(wanted, claims, now, next, command, seed);
                now = next;
            }
            claims = difference.claims();
            KernelTable reached = now;
            boolean grew = reached.services().entrySet().stream()
                    .flatMap(e -> e.getValue().servers().entrySet().stream()
                            .filter(s -> s.getValue().weight() == 0)
                            .map(s -> new ServiceEndpoint(e.getKey(), s.getKey())))
                    .map(c.over::add)
                    .reduce(false, (a, b) -> a | b);
            if (difference.commands().isEmpty() && !grew) {
                break;
            }
            assertThat(rounds++).as("seed %d: ends", seed).isLessThan(6);
        }
        reached(wanted, new OwnedEntries(mine), before, now, seed);
    }

    /** A service that had a server in rotation, and is to keep one, has one at each moment. */
    private static void floor(
            DesiredTable wanted,
            OwnedEntries claims,
            KernelTable now,
            KernelTable next,
            TableCommand command,
            long seed) {
        wanted.services().forEach((key, service) -> {
            boolean ours = now.service(key).isEmpty() || claims.has(key);
            if (ours && !service.active().isEmpty() && up(now, key)) {
                assertThat(up(next, key)).as("seed %d: %s", seed, command).isTrue();
            }
        });
    }

    private static boolean up(KernelTable table, ServiceKey key) {
        return table.service(key)
                .map(s -> s.servers().values().stream().anyMatch(server -> server.weight() > 0))
                .orElse(false);
    }

    private static void reached(
            DesiredTable wanted, OwnedEntries mine, KernelTable before, KernelTable now, long seed) {
        Set<ServiceKey> all = new HashSet<>(before.services().keySet());
        all.addAll(wanted.services().keySet());
        for (ServiceKey key : all) {
            boolean foreign = before.service(key).isPresent() && !mine.has(key);
            if (foreign) {
                assertThat(now.service(key))
                        .as("seed %d: %s is not ours", seed, key)
                        .isEqualTo(before.service(key));
                continue;
            }
            Map<Address, KernelTable.Server> expected = new LinkedHashMap<>();
            before.service(key)
                    .ifPresent(s -> s.servers().forEach((address, server) -> {
                        if (mine.instance(new ServiceEndpoint(key, address)).isEmpty()) {
                            expected.put(address, server);
                        }
                    }));
            DesiredTable.Service service = wanted.services().get(key);
            if (service != null) {
                service.active()
                        .keySet()
                        .forEach(a -> expected.put(
                                a,
                                new KernelTable.Server("-m", service.weights().get(a), "")));
                service.draining().keySet().forEach(expected::remove);
                assertThat(now.service(key).map(KernelTable.Service::scheduler))
                        .as("seed %d", seed)
                        .contains(service.scheduler().word());
                assertThat(now.service(key).map(KernelTable.Service::options))
                        .as("seed %d", seed)
                        .contains(service.scheduler().options());
            }
            Map<Address, KernelTable.Server> reached =
                    now.service(key).map(KernelTable.Service::servers).orElse(Map.of());
            assertThat(reached).as("seed %d: servers of %s", seed, key).isEqualTo(expected);
            if (service == null) {
                assertThat(now.service(key).isPresent())
                        .as("seed %d: %s", seed, key)
                        .isEqualTo(!expected.isEmpty());
            }
        }
    }
}
