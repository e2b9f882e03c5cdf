package dev.launcho.proxy.header;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Optional;

/**
 * A reader of one connection's header, which may come in parts. A malformed header is refused at the first byte that shows
 * that it is malformed. For one thread.
 */
public final class HeaderReader {
    /** The bound of a whole header in bytes; nginx has the same bound. */
    public static final int MOST = 4096;

    private byte[] got = {};
    private int length;

    /**
     * Takes the bytes that came.
     *
     * @return whether the header is complete
     */
    public boolean take(byte[] bytes) throws MalformedHeader {
        int before = got.length;
        got = Arrays.copyOf(got, before + bytes.length);
        System.arraycopy(bytes, 0, got, before, bytes.length);
        length = HeaderFrame.length(got);
        return length > 0;
    }

    /** Returns whether no byte has come yet. */
    public boolean isEmpty() {
        return got.length == 0;
    }

    /** Returns the bytes that came after the header. */
    public byte[] rest() {
        return Arrays.copyOfRange(got, length, got.length);
    }

    /** Returns the addresses in a complete header; empty if the header names no client, or a client without an IP address. */
    public Optional<ProxyAddresses> ends() throws MalformedHeader {
        ByteBuf header = Unpooled.wrappedBuffer(got, 0, length);
        EmbeddedChannel decoder = new EmbeddedChannel(new HAProxyMessageDecoder(MOST));
        try {
            decoder.writeInbound(header);
            HAProxyMessage message = decoder.readInbound();
            if (message == null) {
                throw new MalformedHeader("it is too short");
            }
            try {
                return ends(message);
            } finally {
                message.release();
            }
        } catch (DecoderException | IllegalArgumentException | IndexOutOfBoundsException broken) {
            throw new MalformedHeader("its addresses or parts can't be read");
        } finally {
            decoder.finishAndReleaseAll();
        }
    }

    private static Optional<ProxyAddresses> ends(HAProxyMessage message) {
        HAProxyProxiedProtocol protocol = message.proxiedProtocol();
        boolean tcp = protocol == HAProxyProxiedProtocol.TCP4 || protocol == HAProxyProxiedProtocol.TCP6;
        if (message.command() == HAProxyCommand.LOCAL || !tcp) {
            return Optional.empty();
        }
        return ProxyAddresses.of(
                address(message.sourceAddress(), message.sourcePort()),
                address(message.destinationAddress(), message.destinationPort()));
    }

    private static InetSocketAddress address(String literal, int port) {
        InetAddress address = NetUtil.createInetAddressFromIpAddressString(literal);
        if (address == null) {
            throw new IllegalArgumentException(literal + " is not an address");
        }
        return new InetSocketAddress(address, port);
    }
}
