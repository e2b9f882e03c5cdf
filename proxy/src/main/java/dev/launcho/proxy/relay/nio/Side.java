package dev.launcho.proxy.relay.nio;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.ChannelInputShutdownEvent;

/** One of the two sockets of a relay; hands what Netty tells to whoever is in charge at the moment. */
final class Side extends ChannelInboundHandlerAdapter {
    final RelayChannel channel;
    /** Its FIN was read: nothing more comes from it. */
    boolean finished;
    /** A FIN was sent to it after the last byte. */
    boolean ended;

    private SideListener listener;
    /** Bytes read from it, and bytes that it was given to write. */
    private long read;

    private long given;
    /** How much of those it had taken at the last look, and for how many looks it has taken none that waited. */
    private long taken;

    private int stalled;

    Side(RelayChannel channel, SideListener listener) {
        this.channel = channel;
        this.listener = listener;
        channel.pipeline().addLast(this);
    }

    void tell(SideListener other) {
        listener = other;
    }

    /** Closes it: orderly if both of its directions are over, else with a reset. */
    void close() {
        if (finished && ended) {
            channel.complete();
        }
        channel.close();
    }

    /** Gives it bytes to write, without a flush. */
    void write(ByteBuf bytes) {
        given += bytes.readableBytes();
        channel.write(bytes, channel.voidPromise());
    }

    /** How many bytes have come from it, and how many has it taken. */
    long moved() {
        return read + nowTaken();
    }

    void look() {
        long now = nowTaken();
        stalled = now < given && now == taken ? stalled + 1 : 0;
        taken = now;
    }

    /** For how many looks it has taken nothing of what waits for it. */
    int stalled() {
        return stalled;
    }

    private long nowTaken() {
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        return waiting == null ? given : given - waiting.totalPendingWriteBytes();
    }

    /** Runs {@code then} when everything written until now is in the kernel, or can't be written any more. */
    void whenFlushed(Runnable then) {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(flushed -> then.run());
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        listener.opened(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        read += bytes.readableBytes();
        listener.read(this, bytes);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        listener.readComplete(this);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (channel.isWritable()) {
            listener.writable(this);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE && channel.isOpen()) {
            finished = true;
            listener.finished(this);
        }
    }

    /** A failed read, or a failed write: either way the peer is gone. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        channel.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        listener.closed(this);
    }
}
