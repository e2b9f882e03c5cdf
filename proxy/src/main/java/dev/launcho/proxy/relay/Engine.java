package dev.launcho.proxy.relay;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Function;

/** Event loops, and the sockets on them. Any thread but the loops' own may call it. */
public interface Engine extends AutoCloseable {
    /** As the configuration calls it. */
    String name();

    /** The loops, always the same. Each connection stays on one of them. */
    List<EventLoop> loops();

    /**
     * Opens a listening socket. Its connections are spread over all loops. Blocks until it is open.
     *
     * @param address resolved; the IPv4 wildcard takes IPv4 only, the IPv6 wildcard both
     * @throws IOException if it can't be opened; the system's message
     */
    ListeningSocket listen(InetSocketAddress address, Intake intake) throws IOException;

    /** The same for any number of clients. */
    default ListeningSocket listen(InetSocketAddress address, Function<Relay, RelayOwner> accept) throws IOException {
        return listen(address, Intake.unlimited(accept));
    }

    /** Resets every connection and ends the loops, within two seconds. Idempotent. */
    @Override
    void close();
}
