package dev.launcho.proxy;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.traffic.Routes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Both sides do random things, once on a direct connection and once through the balancer: neither may see a difference.
 * {@code -Dlauncho.scripts.seed} repeats it, {@code -Dlauncho.scripts.count} says how many scripts are played, and
 * {@code -Dlauncho.scripts.only} plays the one with that number, a hundred times in each lane.
 */
class ScriptTest extends BalancerFixture {
    private static final long SEED = Long.getLong("launcho.scripts.seed", System.nanoTime());
    private static final int COUNT = Integer.getInteger("launcho.scripts.count", Stress.ON ? 10_000 : 300);
    private static final Long ONLY = Long.getLong("launcho.scripts.only");
    private static final int REPEATS = 100;
    /** Of each kind: they wait most of the time. */
    private static final int LANES = Stress.ON ? 4 : 1;

    private static final long PATIENCE_SECONDS = Stress.ON ? 2000 : 200;

    /** Plays that went wrong while the kernel lost packets. */
    final AtomicInteger repeated = new AtomicInteger();

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<ScriptLane> lanes = new ArrayList<>();

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    void randomScripts_lookTheSameAsWithoutProxy() throws Exception {
        for (ScriptLane.Kind kind : ScriptLane.Kind.values()) {
            for (int i = 0; i < LANES; i++) {
                lanes.add(closing(new ScriptLane(kind, i, this, threads)));
            }
        }
        apply();
        lanes.forEach(lane -> awaitTold("listening " + lane.name()));
        System.out.println(COUNT + " random scripts on " + engine + ": -Dlauncho.scripts.seed=" + SEED);

        List<CompletableFuture<Void>> running = new ArrayList<>();
        for (int i = 0; i < lanes.size(); i++) {
            ScriptLane lane = lanes.get(i);
            Random random = new Random(SEED + i);
            running.add(CompletableFuture.runAsync(() -> play(lane, random), threads));
        }
        for (CompletableFuture<Void> each : running) {
            each.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }

        System.out.println(repeated + " connections were played again, as the kernel had lost packets");
    }

    private void play(ScriptLane lane, Random random) {
        int count = ONLY == null ? COUNT / lanes.size() : REPEATS;
        for (int i = 0; i < count; i++) {
            lane.play(ONLY == null ? random.nextLong() : ONLY);
        }
    }

    /** Puts the lanes' backends into the table, as they want it now. */
    synchronized void apply() {
        balancer.apply(new Routes(lanes.stream().map(ScriptLane::service).toList()));
    }

    /** Those whose port refuses every connect. */
    static Stream<Routes.Backend> refusing(String id) throws IOException {
        return Stream.of(new Routes.Backend(new InstanceId(id), freeAddress("127.0.0.1"), Routes.Rotation.ACTIVE));
    }
}
