package dev.launcho.proxy;

import static org.awaitility.Awaitility.await;

import dev.launcho.core.model.BalancingRules;
import dev.launcho.core.model.ConnectionRules;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ProxyProtocol;
import dev.launcho.core.text.HostPort;
import dev.launcho.core.traffic.Routes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One service, on which scripts are played one after the other. */
final class ScriptLane implements AutoCloseable {
    /** What happens to a connection before its backend is found. */
    enum Kind {
        PLAIN,
        /** The backend has a small receive buffer. */
        CRAMPED,
        /** A backend beside the real one refuses. */
        RETRIED,
        /** A proxy in front says whose connection it is, and the backend is told so. */
        HEADER,
        /** No backend is there before a moment has passed. */
        HELD
    }

    private static final byte[] HEADER =
            "PROXY TCP4 203.0.113.7 198.51.100.1 40000 443\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final Routes.Hold HOLD = new Routes.Hold(Duration.ofSeconds(30), 100);
    private static final int PATIENCE_SECONDS = 60;
    private static final int SMALL_BUFFER = 16 * 1024;
    private static final int MOST_REPEATS = 3;

    private final Kind kind;
    private final String name;
    private final ScriptTest test;
    private final ExecutorService threads;
    private final ServerSocket server = new ServerSocket();
    private final HostPort on = BalancerFixture.freeAddress("127.0.0.1");
    private final Routes.Backend real;
    private final List<Routes.Backend> others;
    private volatile boolean ready = true;
    /** Connections of which the balancer may not have heard that they are over. */
    private long stuck;

    /** @param number of this lane among those of its kind */
    ScriptLane(Kind kind, int number, ScriptTest test, ExecutorService threads) throws IOException {
        this.kind = kind;
        this.name = kind.name().toLowerCase(Locale.ROOT) + "-" + number;
        this.test = test;
        this.threads = threads;
        if (kind == Kind.CRAMPED) {
            // Before anybody connects: a window that shrinks makes the kernel drop what is on its way, even a reset.
            server.setReceiveBufferSize(SMALL_BUFFER);
        }
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        real = new Routes.Backend(
                new InstanceId(name()), new HostPort("127.0.0.1", server.getLocalPort()), Routes.Rotation.ACTIVE);
        others = kind == Kind.RETRIED ? ScriptTest.refusing("refusing").toList() : List.of();
    }

    String name() {
        return name;
    }

    Routes.Service service() {
        List<Routes.Backend> backends = new ArrayList<>(others);
        if (ready) {
            backends.add(real);
        }
        ConnectionRules rules =
                kind == Kind.HEADER ? Rules.relay(ProxyProtocol.V1, "127.0.0.0/8") : ConnectionRules.NONE;
        return new Routes.Service(name(), on, backends, HOLD, BalancingRules.DEFAULT, rules);
    }

    /** Made up from a number, without and with the balancer. */
    void play(long number) {
        Random scripts = new Random(number);
        Script client = Script.random(scripts);
        if (kind == Kind.HELD) {
            client = client.speaking();
        }
        Script backend = Script.random(scripts);
        String what = "-Dlauncho.scripts.only=" + number + " " + kind + " on " + test.engine + "\nclient: " + client
                + "\nbackend: " + backend + "\n";
        try {
            judge(what + "direct, ", client, backend, false);
            judge(what + "proxied, ", client, backend, true);
        } catch (Exception e) {
            throw new AssertionError(what, e);
        }
    }

    /**
     * What looks wrong while the kernel loses packets says nothing: a reset is sent once, and what it overtakes, or what is lost
     * before it, is not sent again. It is played until it is right, or wrong without a loss.
     */
    private void judge(String what, Script client, Script backend, boolean proxied) throws Exception {
        for (int left = MOST_REPEATS; ; left--) {
            KernelLosses before = KernelLosses.untilNow();
            List<Actor.Outcome> outcomes = List.of();
            try {
                outcomes = play(client, backend, proxied);
                check(what, client, backend, outcomes, proxied && test.engine == EngineKind.NIO);
                awaitSoon(() -> active() <= stuck);
                stuck = Math.min(stuck, active());
                return;
            } catch (Exception | AssertionError wrong) {
                String lost = KernelLosses.since(before, client.resets() || backend.resets());
                if (left == 0 || lost.isEmpty() || isCorrupt(client, backend, outcomes)) {
                    throw wrong;
                }
                System.out.println("played again, as the kernel has lost packets, " + lost + ": " + wrong);
                test.repeated.incrementAndGet();
                leaveBehind();
            }
        }
    }

    /** No loss does that. */
    private static boolean isCorrupt(Script client, Script backend, List<Actor.Outcome> outcomes) {
        return !outcomes.isEmpty()
                && (!outcomes.stream().allMatch(Actor.Outcome::intact)
                        || outcomes.get(0).received() > backend.bytes()
                        || outcomes.get(1).received() > client.bytes());
    }

    /** Of a connection whose both ends were reset in vain nobody hears before it is asked whether it is still there. */
    private void leaveBehind() throws IOException {
        setReady(true);
        // One that was held comes when it has its turn, and not within a moment on a busy machine.
        awaitSoon(() -> test.balancer.counters().service(name()).held() == 0);
        stuck = active();
        server.setSoTimeout(100);
        try {
            while (true) {
                server.accept().close();
            }
        } catch (SocketTimeoutException nobodyElse) {
            server.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        }
    }

    private static void awaitSoon(Callable<Boolean> so) {
        await().atMost(Duration.ofSeconds(PATIENCE_SECONDS))
                .pollInterval(Duration.ofMillis(1))
                .pollDelay(Duration.ZERO)
                .until(so);
    }

    private long active() {
        return test.balancer.counters().service(name()).active();
    }

    private static void check(String what, Script client, Script backend, List<Actor.Outcome> outcomes, boolean nio) {
        Actor.Outcome near = outcomes.get(0);
        Actor.Outcome far = outcomes.get(1);
        String both = "\nclient: " + near + "\nbackend: " + far;
        new ScriptVerdict(client, backend, near, far, nio).check(what + "client's view" + both);
        new ScriptVerdict(backend, client, far, near, nio).check(what + "backend's view" + both);
    }

    private List<Actor.Outcome> play(Script client, Script backend, boolean proxied) throws Exception {
        long connectedBefore = connected();
        boolean held = proxied && kind == Kind.HELD;
        if (held) {
            setReady(false);
        }
        boolean cramped = client.isCramped() || kind == Kind.CRAMPED;
        CompletableFuture<Actor> nearActor = new CompletableFuture<>();
        CompletableFuture<Actor> farActor = new CompletableFuture<>();
        try (Socket near = new Socket()) {
            if (client.isCramped()) {
                near.setReceiveBufferSize(client.receiveBuffer());
            }
            near.connect(new InetSocketAddress("127.0.0.1", proxied ? on.port() : server.getLocalPort()));
            if (kind == Kind.HEADER) {
                near.getOutputStream().write(HEADER);
            }
            nearActor.complete(new Actor(client, near, cramped));
            CompletableFuture<Actor.Outcome> nearOutcome = nearActor.join().play(farActor, threads);
            if (held) {
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(client.bytes() % 5_000));
                setReady(true);
            }
            try (Socket far = server.accept()) {
                if (kind == Kind.HEADER) {
                    far.getInputStream().readNBytes(HEADER.length);
                }
                if (proxied && backend.resets() && (test.engine == EngineKind.NIO || backend.bytes() == 0)) {
                    // Who says nothing and resets at once has not taken the connection: the next one is tried. To NIO
                    // that is so whatever it says.
                    awaitSoon(() -> connected() > connectedBefore);
                }
                farActor.complete(new Actor(backend, far, cramped));
                CompletableFuture<Actor.Outcome> farOutcome = farActor.join().play(nearActor, threads);
                return List.of(
                        nearOutcome.get(PATIENCE_SECONDS, TimeUnit.SECONDS),
                        farOutcome.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            }
        }
    }

    private long connected() {
        return test.balancer.counters().backend(real.instance()).accepted();
    }

    private void setReady(boolean isReady) {
        ready = isReady;
        test.apply();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
