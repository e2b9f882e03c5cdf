package dev.launcho.proxy.listen;

import dev.launcho.core.model.ConnectionRules;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ProxyProtocol;
import dev.launcho.core.traffic.Routes;
import dev.launcho.proxy.header.Ends;
import dev.launcho.proxy.relay.Relay;
import dev.launcho.proxy.relay.RelayOwner;
import dev.launcho.proxy.route.Client;
import dev.launcho.proxy.route.Hash;
import dev.launcho.proxy.route.Lease;
import dev.launcho.proxy.route.Route;
import dev.launcho.proxy.route.ServiceStats;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection from its accept to its end: which backend it is tried on, and whether it waits or is refused.
 *
 * <pre>
 *            .--next untried--.
 *            v                |
 *   begin > DIALING ----------'--connected--> RELAYING --> OVER
 *            |  ^                                           ^
 *      none  |  | table changed, or a second went by        |
 *            v  |                                           |
 *           HELD ------- deadline, not held any more, client left
 * </pre>
 *
 * <p>Confined to the relay's loop.
 */
final class Arrival implements RelayOwner, Client {
    /** A connect on one host takes much less; a client that leaves in that time is not worth a watch. */
    static final Duration UNWATCHED = Duration.ofMillis(100);
    /** A held connection also looks by itself: a backend may take connections again without any change of the table. */
    static final Duration LOOK = Duration.ofSeconds(1);

    /** How long to wait where no backend could be tried, for want of a descriptor, memory or a port of this host. */
    static final Duration SHORTAGE = Duration.ofMillis(100);

    static final byte[] NOTHING = {};

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
    private final Arrivals shared;
    /** What a proxy in front has said. */
    private final Optional<Ends> told;
    /** What was read from the client already. */
    private final byte[] early;

    private Phase phase = Phase.DIALING;
    private @Nullable Lease lease;
    private @Nullable Future<?> timer;
    private List<InstanceId> tried = List.of();
    private boolean triedBefore;
    /** Why a backend was not really tried, if so. */
    private @Nullable IOException shortage;

    private boolean finished;
    private long dialingSince;
    private long connectingSince;
    /** Whether it has one of the service's places for waiting, also while it dials in between. */
    private boolean holdsPlace;

    private long heldSince;

    Arrival(Relay relay, Entry entry, Arrivals shared) {
        this(relay, entry, shared, Optional.empty(), NOTHING);
    }

    /**
     * @param told whose connection it is, where a proxy in front has said it
     * @param early what was read from the client already
     */
    Arrival(Relay relay, Entry entry, Arrivals shared, Optional<Ends> told, byte[] early) {
        this.relay = relay;
        this.service = entry.service();
        this.rules = entry.rules();
        this.stats = entry.stats();
        this.shared = shared;
        this.told = told;
        this.early = early;
    }

    EventLoop loop() {
        return relay.loop();
    }

    @Override
    public void begin() {
        dial();
    }

    /** The table has changed, or time has passed. */
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
        if (early.length > 0) {
            taken().received(early.length);
        }
        relay.start(first(), rules.idle());
    }

    @Override
    public void connectFailed(IOException cause) {
        stopTimer();
        if (lease != null) {
            lease.failed(cause);
            lease = null;
        }
        if (Lease.isShortage(cause)) {
            shortage = cause;
        }
        tryNext();
    }

    @Override
    public long addressHash() {
        InetSocketAddress client = told.map(Ends::client).orElseGet(relay::client);
        return client == null ? 0 : Hash.of(client.getAddress());
    }

    @Override
    public void clientLeft() {
        leave();
    }

    @Override
    public void clientFinished() {
        if (early.length > 0) {
            // It has sent its request, and waits for the answer.
            return;
        }
        finished = true;
        if (phase == Phase.HELD) {
            // Probably closed; it may also have ended its side only, and listen. It has sent nothing that could be
            // lost.
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
        Lease next = left > 0 ? shared.picker().pick(service, tried, this) : null;
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

    private void waitForMore(IOException lacking, long left) {
        shared.warnings().warn(() -> "a connection to service " + service + " waits: " + lacking.getMessage());
        shortage = null;
        tried.clear();
        relay.watch();
        after(Math.min(left, SHORTAGE.toNanos()), this::tryNext);
    }

    private void dialSlowly(long timeout) {
        relay.watch();
        if (phase == Phase.DIALING) {
            after(timeout, () -> {
                relay.abandonConnect();
                Duration connect = shared.patience().connect();
                connectFailed(
                        timeout < connect.minus(UNWATCHED).toNanos()
                                ? new IOException("no time left")
                                : new SocketTimeoutException("no answer in " + connect.toMillis() + " ms"));
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

    /** What the backend gets before anything that is read from now on. */
    private byte[] first() {
        if (rules.send() == ProxyProtocol.NONE) {
            return early;
        }
        Optional<Ends> ends = told.or(() -> Ends.of(relay.client(), relay.local()));
        byte[] header = shared.headers().write(rules.send(), ends);
        byte[] first = Arrays.copyOf(header, header.length + early.length);
        System.arraycopy(early, 0, first, header.length, early.length);
        return first;
    }

    private Lease taken() {
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
