package dev.launcho.proxy.listen;

import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.model.ConnectionRules;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ProxyProtocol;
import dev.launcho.core.net.LoopbackSources;
import dev.launcho.core.traffic.Routes;
import dev.launcho.proxy.header.ProxyAddresses;
import dev.launcho.proxy.relay.ByteArrays;
import dev.launcho.proxy.relay.Relay;
import dev.launcho.proxy.relay.RelayOwner;
import dev.launcho.proxy.route.BackendLease;
import dev.launcho.proxy.route.BalancedClient;
import dev.launcho.proxy.route.Route;
import dev.launcho.proxy.route.ServiceStats;
import dev.launcho.proxy.route.StableHash;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection from its accept to its end: it is tried on one backend after the other, waits, or is refused.
 *
 * <pre>
 *            .--next untried--.
 *            v                |
 *   begin > DIALING ----------'--connected--> RELAYING --> OVER
 *            |  ^                                           ^
 *      none  |  | table changed, or one second passed       |
 *            v  |                                           |
 *           HELD ------- deadline, hold withdrawn, client left
 * </pre>
 *
 * <p>Confined to the relay's loop.
 */
final class ProxiedConnection implements RelayOwner, BalancedClient {
    /** The client is not watched before this time: a connect within one host takes much less. */
    static final Duration UNWATCHED = Duration.ofMillis(100);
    /** The interval at which a held connection tries again: a backend may recover without a change of the table. */
    static final Duration LOOK = Duration.ofSeconds(1);

    /** The wait before the next try if this host had no descriptor, no memory or no port left for a connect. */
    static final Duration SHORTAGE = Duration.ofMillis(100);

    private static final String LISTEN_ON_IPV4 =
            "; 127.0.0.1 has more local addresses for such connections, ::1 has none: let the instance listen"
                    + " on 127.0.0.1";

    private enum Phase {
        DIALING,
        HELD,
        RELAYING,
        OVER
    }

    private final Relay relay;
    private final String service;
    private final ConnectionRules rules;
    private final ServiceStats stats;
    private final ConnectionContext shared;
    /** The addresses in the header of a proxy in front. */
    private final Optional<ProxyAddresses> told;

    private Phase phase = Phase.DIALING;
    private @Nullable BackendLease lease;
    private @Nullable Future<?> timer;
    private List<InstanceId> tried = List.of();
    private boolean triedBefore;
    /** The resource that this host lacked, if a connect failed for lack of it and so says nothing of the backend. */
    private @Nullable FailureKind shortage;
    /** Whether that resource was a port for connects to ::1. */
    private boolean lacksNeighbours;

    private boolean finished;
    private long dialingSince;
    private long connectingSince;
    /** Whether this has one of the service's places for waiting; kept while this dials in between. */
    private boolean holdsPlace;

    private long heldSince;

    ProxiedConnection(Relay relay, ServiceAdmission entry, ConnectionContext shared) {
        this(relay, entry, shared, Optional.empty());
    }

    /** @param told the addresses in the header of a proxy in front; empty without such a header */
    ProxiedConnection(Relay relay, ServiceAdmission entry, ConnectionContext shared, Optional<ProxyAddresses> told) {
        this.relay = relay;
        this.service = entry.service();
        this.rules = entry.rules();
        this.stats = entry.stats();
        this.shared = shared;
        this.told = told;
    }

    EventLoop loop() {
        return relay.loop();
    }

    @Override
    public void begin() {
        dial();
    }

    /** Tries again if held: the table has changed, or time has passed. */
    void lookAgain() {
        if (phase == Phase.HELD) {
            stopTimer();
            dial();
        }
    }

    @Override
    public void connected() {
        stopTimer();
        givePlaceBack();
        phase = Phase.RELAYING;
        tried = List.of();
        stats.active.increment();
        taken().accepted(now() - connectingSince);
        relay.start(header(), rules.idle());
    }

    @Override
    public void connectFailed(FailureKind cause) {
        stopTimer();
        if (cause.isShortage()) {
            shortage = cause;
            lacksNeighbours =
                    cause == FailureKind.NO_PORT_LEFT && lease != null && !LoopbackSources.areFor(lease.address());
        }
        if (lease != null) {
            lease.failed(cause);
            lease = null;
        }
        tryNext();
    }

    @Override
    public long addressHash() {
        InetSocketAddress client = told.map(ProxyAddresses::client).orElseGet(relay::client);
        return client == null ? 0 : StableHash.of(client.getAddress());
    }

    @Override
    public void clientLeft() {
        leave();
    }

    @Override
    public void clientFinished() {
        finished = true;
        if (phase == Phase.HELD) {
            // The client has probably closed. If it has ended its side only, it is reset too: it has sent no byte that
            // could be lost.
            leave();
            relay.reset();
        }
    }

    @Override
    public void early(byte[] bytes) {
        throw new IllegalStateException("nobody has asked for it");
    }

    @Override
    public void received(int bytes) {
        taken().received(bytes);
    }

    @Override
    public void replied(int bytes) {
        taken().replied(bytes);
    }

    @Override
    public void backendFinished() {
        taken().finished();
    }

    @Override
    public void ended(End end) {
        phase = Phase.OVER;
        stats.active.decrement();
        taken().ended(end == End.BACKEND_BROKE);
    }

    private void dial() {
        phase = Phase.DIALING;
        tried = new ArrayList<>(2);
        dialingSince = now();
        tryNext();
    }

    private void tryNext() {
        connectingSince = now();
        long left = dialingSince + shared.patience().connects().toNanos() - connectingSince;
        BackendLease next = left > 0 ? shared.picker().pick(service, tried, this) : null;
        if (next == null) {
            if (shortage != null && left > 0) {
                waitForMore(shortage, left);
            } else {
                holdOrRefuse();
            }
            return;
        }
        lease = next;
        if (triedBefore) {
            next.retried();
        }
        triedBefore = true;
        tried.add(next.instance());
        long timeout = Math.min(left, shared.patience().connect().toNanos());
        after(Math.min(timeout, UNWATCHED.toNanos()), () -> dialSlowly(timeout - UNWATCHED.toNanos()));
        relay.connect(next.address());
    }

    private void waitForMore(FailureKind lacking, long left) {
        String more = lacksNeighbours ? LISTEN_ON_IPV4 : "";
        shared.warnings().warn(() -> "a connection to service " + service + " waits: " + lacking.words() + more);
        shortage = null;
        tried.clear();
        after(Math.min(left, SHORTAGE.toNanos()), this::tryNext);
        relay.watch(); // May end the connection, and with it the timer.
    }

    private void dialSlowly(long timeout) {
        relay.watch();
        if (phase == Phase.DIALING) {
            after(timeout, () -> {
                relay.abandonConnect();
                Duration connect = shared.patience().connect();
                // A backend that had less than the full time is not to blame.
                boolean cutShort = timeout < connect.minus(UNWATCHED).toNanos();
                connectFailed(cutShort ? FailureKind.OTHER : FailureKind.TIMED_OUT);
            });
        }
    }

    private void holdOrRefuse() {
        Route route = shared.table().route(service);
        Routes.Hold hold = route == null ? Routes.Hold.NONE : route.hold();
        if (!hold.time().isZero() && !holdsPlace && stats.tryHold(hold.most())) {
            holdsPlace = true;
            heldSince = now();
            shared.held().add(this);
        }
        long left = holdsPlace ? heldSince + hold.time().toNanos() - now() : 0;
        if (left <= 0) {
            refuse();
        } else if (finished) {
            leave();
            relay.reset();
        } else {
            phase = Phase.HELD;
            after(Math.min(left, LOOK.toNanos()), this::lookAgain);
            relay.watch();
        }
    }

    private void refuse() {
        leave();
        stats.refused.increment();
        relay.reset();
    }

    private void leave() {
        phase = Phase.OVER;
        stopTimer();
        giveLeaseBack();
        givePlaceBack();
    }

    /** Returns the bytes that the backend gets before the client's. */
    private byte[] header() {
        if (rules.send() == ProxyProtocol.NONE) {
            return ByteArrays.NONE;
        }
        Optional<ProxyAddresses> ends = told.or(() -> ProxyAddresses.of(relay.client(), relay.local()));
        return shared.headers().write(rules.send(), ends);
    }

    private BackendLease taken() {
        return Objects.requireNonNull(lease, "relayed without a lease");
    }

    private void giveLeaseBack() {
        if (lease != null) {
            lease.giveBack();
            lease = null;
        }
    }

    private void givePlaceBack() {
        if (holdsPlace) {
            holdsPlace = false;
            shared.held().remove(this);
            stats.unhold();
        }
    }

    private void after(long nanos, Runnable task) {
        timer = relay.loop().schedule(task, nanos, TimeUnit.NANOSECONDS);
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private long now() {
        return shared.nanoTime().getAsLong();
    }
}
