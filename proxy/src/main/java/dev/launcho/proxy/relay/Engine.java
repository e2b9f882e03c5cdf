package dev.launcho.proxy.relay;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Function;

/** The event loops and the sockets on them. Any thread but the loops' own may call it. */
public interface Engine extends AutoCloseable {
    /** Returns the engine's name in the configuration. */
    String name();

    /** Returns the loops, which never change. Each connection stays on one of them. */
    List<EventLoop> loops();

    /**
     * Opens a listening socket. Its connections are spread over all loops. Blocks until it is open.
     *
     * @param address resolved; the IPv4 wildcard takes IPv4 only, the IPv6 wildcard both
     * @throws IOException if the socket can't be opened; usually a {@link BindFailure}
     */
    ListeningSocket listen(InetSocketAddress address, AdmissionControl admission) throws IOException;

    /** Opens a listening socket without a limit of clients. */
    default ListeningSocket listen(InetSocketAddress address, Function<Relay, RelayOwner> accept) throws IOException {
        return listen(address, AdmissionControl.unlimited(accept));
    }

    /** Resets every connection and ends the loops, within two seconds. Idempotent. */
    @Override
    void close();
}
