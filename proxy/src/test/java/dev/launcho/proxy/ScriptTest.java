package dev.launcho.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.model.HostPort;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.traffic.Routes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Both sides do random things, once on a direct connection and once through the balancer: they must not see a difference.
 * {@code -Dlauncho.scripts.seed} and {@code -Dlauncho.scripts.seconds} repeat and lengthen it.
 */
class ScriptTest extends BalancerFixture {
    private static final long SEED = Long.getLong("launcho.scripts.seed", System.nanoTime());
    private static final long SECONDS = Long.getLong("launcho.scripts.seconds", 3);
    private static final int LANES = 4;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    void randomScripts_lookTheSameAsWithoutProxy() throws Exception {
        List<Lane> lanes = new ArrayList<>();
        List<Routes.Service> services = new ArrayList<>();
        for (int i = 0; i < LANES; i++) {
            Lane lane = closing(new Lane());
            lanes.add(lane);
            services.add(service("lane" + i, lane.on, Routes.Hold.NONE, lane.backend("backend" + i)));
        }
        balancer.apply(new Routes(services));
        for (int i = 0; i < LANES; i++) {
            awaitTold("listening lane" + i);
        }
        System.out.println("random scripts on " + engine + ": -Dlauncho.scripts.seed=" + SEED);

        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        List<CompletableFuture<Integer>> running = new ArrayList<>();
        for (int i = 0; i < LANES; i++) {
            Lane lane = lanes.get(i);
            Random random = new Random(SEED + i);
            running.add(CompletableFuture.supplyAsync(() -> lane.run(random, end), threads));
        }
        int played = 0;
        for (CompletableFuture<Integer> each : running) {
            played += each.get(SECONDS + 60, TimeUnit.SECONDS);
        }
        System.out.println(played + " scripts played");
        assertThat(played).isGreaterThan(LANES);
    }

    /** One service; its scripts are played one after the other. */
    private final class Lane implements AutoCloseable {
        final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        final HostPort on = freeAddress("127.0.0.1");

        Lane() throws IOException {}

        Routes.Backend backend(String id) {
            return new Routes.Backend(
                    new InstanceId(id), new HostPort("127.0.0.1", server.getLocalPort()), Routes.Rotation.ACTIVE);
        }

        int run(Random random, long end) {
            int count = 0;
            for (; System.nanoTime() < end; count++) {
                long seed = random.nextLong();
                Random scripts = new Random(seed);
                Script client = Script.random(scripts);
                Script backend = Script.random(scripts);
                String what = "client: " + client + "\nbackend: " + backend + "\n";
                try {
                    List<Actor.Outcome> direct = play(client, backend, server.getLocalPort());
                    List<Actor.Outcome> proxied = play(client, backend, on.port());
                    compare(what + "client's view", client, backend, direct.get(0), proxied.get(0));
                    compare(what + "backend's view", backend, client, direct.get(1), proxied.get(1));
                } catch (Exception e) {
                    throw new AssertionError(what, e);
                }
            }
            return count;
        }

        /** Starts when both ends are connected. */
        private List<Actor.Outcome> play(Script client, Script backend, int port) throws Exception {
            try (Socket near = new Socket()) {
                if (client.receiveBuffer() > 0) {
                    near.setReceiveBufferSize(client.receiveBuffer());
                }
                if (backend.receiveBuffer() > 0) {
                    server.setReceiveBufferSize(backend.receiveBuffer());
                }
                near.connect(new InetSocketAddress("127.0.0.1", port));
                try (Socket far = server.accept()) {
                    Actor nearActor = new Actor(client, near);
                    Actor farActor = new Actor(backend, far);
                    CompletableFuture<Actor.Outcome> nearOutcome = nearActor.play(farActor, threads);
                    CompletableFuture<Actor.Outcome> farOutcome = farActor.play(nearActor, threads);
                    return List.of(nearOutcome.get(40, TimeUnit.SECONDS), farOutcome.get(40, TimeUnit.SECONDS));
                }
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    private static void compare(String what, Script own, Script peer, Actor.Outcome direct, Actor.Outcome proxied) {
        assertThat(proxied.intact()).as(what).isTrue();
        assertThat(proxied.ending()).as(what).isNotEqualTo(Actor.Ending.TIMEOUT);
        if (own.resets()) {
            // How much it got before is a matter of luck.
            return;
        }
        assertThat(proxied.received()).as(what + " of " + direct).isEqualTo(peer.bytes());
        boolean tossUp = direct.unsent() || proxied.unsent();
        if (!tossUp) {
            assertThat(proxied.ending()).as(what).isEqualTo(direct.ending());
        }
    }
}
