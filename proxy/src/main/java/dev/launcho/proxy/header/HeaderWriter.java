package dev.launcho.proxy.header;

import dev.launcho.core.model.ProxyProtocol;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageEncoder;
import io.netty.handler.codec.haproxy.HAProxyProtocolVersion;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import io.netty.util.concurrent.FastThreadLocal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A writer of headers. Any thread; each thread that uses it keeps an encoder of its own. */
public final class HeaderWriter {
    private static final byte[] UNKNOWN = "PROXY UNKNOWN\r\n".getBytes(StandardCharsets.US_ASCII);

    private final FastThreadLocal<EmbeddedChannel> encoders = new FastThreadLocal<>() {
        @Override
        protected EmbeddedChannel initialValue() {
            EmbeddedChannel encoder = new EmbeddedChannel(HAProxyMessageEncoder.INSTANCE);
            encoder.config().setAllocator(UnpooledByteBufAllocator.DEFAULT);
            return encoder;
        }
    };

    /**
     * Returns the header of a connection.
     *
     * @param version not {@link ProxyProtocol#NONE}
     * @param ends empty if the client is not known
     */
    public byte[] write(ProxyProtocol version, Optional<ProxyAddresses> ends) {
        if (ends.isEmpty() && version == ProxyProtocol.V1) {
            // Netty's encoder can't write a line without addresses.
            return UNKNOWN.clone();
        }
        EmbeddedChannel encoder = encoders.get();
        encoder.writeOutbound(message(protocol(version), ends));
        ByteBuf encoded = encoder.readOutbound();
        try {
            return ByteBufUtil.getBytes(encoded);
        } finally {
            encoded.release();
        }
    }

    private static HAProxyMessage message(HAProxyProtocolVersion version, Optional<ProxyAddresses> known) {
        if (known.isEmpty()) {
            return new HAProxyMessage(version, HAProxyCommand.LOCAL, HAProxyProxiedProtocol.UNKNOWN, null, null, 0, 0);
        }
        ProxyAddresses ends = known.get();
        return new HAProxyMessage(
                version,
                HAProxyCommand.PROXY,
                ends.isIpv4() ? HAProxyProxiedProtocol.TCP4 : HAProxyProxiedProtocol.TCP6,
                ProxyAddresses.literal(ends.client().getAddress()),
                ProxyAddresses.literal(ends.local().getAddress()),
                ends.client().getPort(),
                ends.local().getPort());
    }

    private static HAProxyProtocolVersion protocol(ProxyProtocol version) {
        return switch (version) {
            case V1 -> HAProxyProtocolVersion.V1;
            case V2 -> HAProxyProtocolVersion.V2;
            case NONE -> throw new IllegalArgumentException("there is no header to be written");
        };
    }
}
