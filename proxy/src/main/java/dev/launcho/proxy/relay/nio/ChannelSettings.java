package dev.launcho.proxy.relay.nio;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannelConfig;

/**
 * The settings of relayed sockets. In each direction this process holds at most the high watermark and one read, 96 KiB
 * together. The rest waits in the kernel or at the sender.
 */
final class ChannelSettings {
    /** The largest read; smaller ones shrink the next buffer down to 1 KiB. */
    static final int READ_MOST = 64 * 1024;

    private static final WriteBufferWaterMark WATERMARK = new WriteBufferWaterMark(16 * 1024, 32 * 1024);

    private ChannelSettings() {}

    static void apply(SocketChannelConfig config) {
        config.setAutoRead(false);
        config.setAllowHalfClosure(true);
        config.setTcpNoDelay(true);
        KeepAlive.apply(config);
        // Netty's default, the adaptive allocator, retains much more memory.
        config.setAllocator(PooledByteBufAllocator.DEFAULT);
        config.setRecvByteBufAllocator(new AdaptiveRecvByteBufAllocator(1024, 4096, READ_MOST).maxMessagesPerRead(1));
        config.setWriteBufferWaterMark(WATERMARK);
        // The owner keeps the time: it has one deadline for all attempts.
        config.setConnectTimeoutMillis(0);
    }
}
