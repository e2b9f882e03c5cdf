package dev.launcho.proxy.listen;

import dev.launcho.proxy.header.Ends;
import dev.launcho.proxy.header.HeaderReader;
import dev.launcho.proxy.header.MalformedHeader;
import dev.launcho.proxy.relay.Relay;
import dev.launcho.proxy.relay.RelayOwner;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection of which it has to be known whose it is before it may arrive: a proxy that is trusted says it in a header,
 * for everybody else it is the peer itself. Who says it wrongly, or not in time, is reset, and so
 * is who comes from an address that has as many connections as it may.
 *
 * <p>Confined to the relay's loop.
 */
final class Introduction implements RelayOwner {
    private final Relay relay;
    private final Entry entry;
    private final Arrivals shared;
    private final HeaderReader header = new HeaderReader();
    private @Nullable Future<?> timer;

    Introduction(Relay relay, Entry entry, Arrivals shared) {
        this.relay = relay;
        this.entry = entry;
        this.shared = shared;
    }

    @Override
    public void begin() {
        InetSocketAddress peer = relay.client();
        if (peer == null) {
            // It is broken already.
            relay.reset();
        } else if (entry.rules().trusts(peer.getAddress())) {
            timer = relay.loop().schedule(this::late, patience().toNanos(), TimeUnit.NANOSECONDS);
            relay.readEarly();
        } else {
            arrive(peer, Optional.empty(), Arrival.NOTHING);
        }
    }

    @Override
    public void early(byte[] bytes) {
        try {
            if (header.take(bytes)) {
                Optional<Ends> ends = header.ends();
                relay.stopReading();
                stopTimer();
                InetSocketAddress client = ends.map(Ends::client).orElseGet(relay::client);
                if (client == null) {
                    relay.reset();
                } else {
                    arrive(client, ends, header.rest());
                }
            }
        } catch (MalformedHeader malformed) {
            reject(malformed.getMessage());
        }
    }

    @Override
    public void clientFinished() {
        reject("it ended before it was complete");
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

    private void arrive(InetSocketAddress client, Optional<Ends> told, byte[] rest) {
        if (entry.countFor(client.getAddress())) {
            Arrival arrival = new Arrival(relay, entry, shared, told, rest);
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
                        + ", whose PROXY protocol header is wrong: " + why);
        turnAway();
    }

    private void turnAway() {
        stopTimer();
        relay.stopReading();
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
    public void connectFailed(IOException cause) {
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
