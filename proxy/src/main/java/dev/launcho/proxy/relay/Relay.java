package dev.launcho.proxy.relay;

import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An accepted client and its backend. No byte of the client is read before {@link #start}, unless the owner calls
 * {@link #readEarly}.
 *
 * <p>Only its {@link RelayOwner} may use it, on {@link #loop}.
 */
public interface Relay {
    EventLoop loop();

    /** Returns the client's address, as the kernel sees it; null if the connection is broken already. */
    @Nullable
    InetSocketAddress client();

    /** Returns the address of this host that the client has connected to; null if the connection is broken already. */
    @Nullable
    InetSocketAddress local();

    /** Hands this relay to another owner, which gets all calls from now on. Only before the start. */
    void handTo(RelayOwner other);

    /** Reads the client's bytes before the start and passes them to {@link RelayOwner#early}, until {@link #stopReading}. */
    void readEarly();

    /**
     * Stops reading: bytes that were not read yet wait for the start.
     *
     * @param unread the last of the bytes that {@link RelayOwner#early} was given. They go to the backend before anything
     *     that is read from now on, as if they had not been read. At most 16 KiB
     */
    void stopReading(byte[] unread);

    /**
     * Begins a connect. Exactly one of {@link RelayOwner#connected} and {@link RelayOwner#connectFailed} follows, maybe
     * before this returns, unless {@link #abandonConnect} is called first. The connect has no timeout of its own.
     */
    void connect(InetSocketAddress backend);

    /** Cancels a connect that is under way; the owner gets no call for it. */
    void abandonConnect();

    /**
     * Asks for {@link RelayOwner#clientFinished} when the client ends its side before {@link #start}. No byte is consumed,
     * so engines differ in how much they can see.
     */
    void watch();

    /**
     * Moves bytes both ways until both sides are done, or one side breaks. The backend must be connected.
     *
     * @param first bytes for the backend, before anything that is read from the client; at most 16 KiB
     * @param idle the idle time-out. Both sides are reset if nothing has moved for this time, or if one side has taken none
     *     of the bytes that wait for it. The reset may come a quarter of this time late. Zero = never
     */
    void start(byte[] first, Duration idle);

    /** Resets the client, and the backend if connected. The owner gets no more calls, but {@code ended} if started. */
    void reset();
}
