package dev.launcho.proxy.listen;

import dev.launcho.core.failure.FailureKind;
import dev.launcho.proxy.header.HeaderReader;
import dev.launcho.proxy.header.MalformedHeader;
import dev.launcho.proxy.header.ProxyAddresses;
import dev.launcho.proxy.relay.ByteArrays;
import dev.launcho.proxy.relay.Relay;
import dev.launcho.proxy.relay.RelayOwner;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The phase of a connection in which its client is identified. A trusted proxy names the client in a PROXY protocol header;
 * any other peer is the client itself. A connection is reset if its header is malformed or late, or if its client's
 * address has reached its limit of connections. A peer that ends its connection without a byte counts as accepted only:
 * load balancers in front check the port in that way.
 *
 * <p>Confined to the relay's loop.
 */
final class ProxyHeaderPhase implements RelayOwner {
    private final Relay relay;
    private final ServiceAdmission entry;
    private final ConnectionContext shared;
    private final HeaderReader header = new HeaderReader();
    private @Nullable Future<?> timer;

    ProxyHeaderPhase(Relay relay, ServiceAdmission entry, ConnectionContext shared) {
        this.relay = relay;
        this.entry = entry;
        this.shared = shared;
    }

    @Override
    public void begin() {
        InetSocketAddress peer = relay.client();
        if (peer == null) {
            // The connection is broken already.
            relay.reset();
        } else if (entry.rules().trusts(peer.getAddress())) {
            timer = relay.loop().schedule(this::late, patience().toNanos(), TimeUnit.NANOSECONDS);
            relay.readEarly();
        } else {
            arrive(peer, Optional.empty());
        }
    }

    @Override
    public void early(byte[] bytes) {
        try {
            if (header.take(bytes)) {
                Optional<ProxyAddresses> ends = header.ends();
                relay.stopReading(header.rest());
                stopTimer();
                InetSocketAddress client = ends.map(ProxyAddresses::client).orElseGet(relay::client);
                if (client == null) {
                    relay.reset();
                } else {
                    arrive(client, ends);
                }
            }
        } catch (MalformedHeader malformed) {
            reject(malformed.getMessage());
        }
    }

    @Override
    public void clientFinished() {
        if (header.isEmpty()) {
            // A load balancer in front checks that the port is open. That is no fault.
            stopTimer();
            relay.stopReading(ByteArrays.NONE);
            relay.reset();
        } else {
            reject("it ended before it was complete");
        }
    }

    @Override
    public void clientLeft() {
        stopTimer();
    }

    private void late() {
        reject("it was not complete after " + patience().toMillis() + " ms");
    }

    private Duration patience() {
        return shared.patience().header();
    }

    private void arrive(InetSocketAddress client, Optional<ProxyAddresses> told) {
        if (entry.countFor(client.getAddress())) {
            ProxiedConnection arrival = new ProxiedConnection(relay, entry, shared, told);
            relay.handTo(arrival);
            arrival.begin();
        } else {
            turnAway();
        }
    }

    private void reject(String why) {
        InetSocketAddress peer = relay.client();
        String who = peer == null ? "somebody" : NetUtil.toSocketAddressString(peer);
        shared.warnings()
                .warn(() -> "service " + entry.service() + " (accept_proxy) resets " + who
                        + ", whose PROXY protocol header is not valid: " + why);
        turnAway();
    }

    private void turnAway() {
        stopTimer();
        relay.stopReading(ByteArrays.NONE);
        entry.stats().rejected.increment();
        relay.reset();
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    @Override
    public void connected() {
        throw notYet();
    }

    @Override
    public void connectFailed(FailureKind cause) {
        throw notYet();
    }

    @Override
    public void received(int bytes) {
        throw notYet();
    }

    @Override
    public void replied(int bytes) {
        throw notYet();
    }

    @Override
    public void backendFinished() {
        throw notYet();
    }

    @Override
    public void ended(End end) {
        throw notYet();
    }

    private static IllegalStateException notYet() {
        return new IllegalStateException("nothing was started yet");
    }
}
