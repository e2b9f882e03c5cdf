package dev.launcho.proxy.relay;

import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One accepted client, and the backend that it is connected to. No byte of the client is read before {@link #start}, unless
 * it is asked for.
 *
 * <p>Only to be used on {@link #loop}, by its {@link RelayOwner}.
 */
public interface Relay {
    EventLoop loop();

    /** The client's address, as its kernel or the host before it says; null if the connection is broken already. */
    @Nullable
    InetSocketAddress client();

    /** Which of this host's addresses the client has connected to; null if the connection is broken already. */
    @Nullable
    InetSocketAddress local();

    /** Gives it to another owner, who is told from now on. Before the start. */
    void handTo(RelayOwner other);

    /** Reads what the client sends before the start, and tells it to {@link RelayOwner#early}, until {@link #stopReading}. */
    void readEarly();

    /** What was not read yet waits for the start. */
    void stopReading();

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

    /**
     * Moves bytes both ways until both sides are done, or one broke. The backend must be connected.
     *
     * @param first goes to the backend before anything that is read from the client; at most 16 KiB
     * @param idle when nothing has moved for so long, or a side has taken nothing of what waits for it, both sides are
     *     reset; it may take a quarter longer. Zero = never
     */
    void start(byte[] first, Duration idle);

    /** Resets the client, and the backend if one is connected. Nothing more is told, but {@code ended} if started. */
    void reset();
}
