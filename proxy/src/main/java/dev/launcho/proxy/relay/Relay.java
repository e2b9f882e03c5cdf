package dev.launcho.proxy.relay;

import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One accepted client, and the backend that it is connected to. No byte of the client is read before {@link #start}.
 *
 * <p>Only to be used on {@link #loop}, by its {@link RelayOwner}.
 */
public interface Relay {
    EventLoop loop();

    /** The client's address, as its kernel or the host before it says; null if the connection is broken already. */
    @Nullable
    InetSocketAddress client();

    /**
     * Begins a connect. Exactly one of {@link RelayOwner#connected} and {@link RelayOwner#connectFailed} follows, maybe
     * before this returns, unless {@link #abandonConnect} comes first. It has no timeout of its own.
     */
    void connect(InetSocketAddress backend);

    /** Ends a connect that is under way; nothing more is told of it. */
    void abandonConnect();

    /**
     * Asks to be told when the client leaves before {@link #start}. Without consuming a byte: how much an engine can see
     * then is its own matter.
     */
    void watch();

    /** Moves bytes both ways until both sides are done, or one broke. The backend must be connected. */
    void start();

    /** Resets the client, and the backend if one is connected. Nothing more is told, but {@code ended} if started. */
    void reset();
}
