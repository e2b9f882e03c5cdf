package dev.launcho.proxy.relay.nio;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.ChannelInputShutdownEvent;

/** One of the two sockets of a relay; passes Netty's events to its current listener. */
final class RelaySocket extends ChannelInboundHandlerAdapter {
    final RelayChannel channel;
    /** Whether its FIN or its reset was read, so that nothing more comes from it. */
    boolean finished;
    /** Whether a FIN was sent to it after the last byte. */
    boolean ended;

    private SideListener listener;
    /** The bytes that were read from it, and the bytes that it was given to write. */
    private long read;

    private long given;
    /** The bytes that it had taken at the last look, and the number of looks in a row since it took any that waited. */
    private long taken;

    private int stalled;

    RelaySocket(RelayChannel channel, SideListener listener) {
        this.channel = channel;
        this.listener = listener;
        channel.pipeline().addLast(this);
    }

    void tell(SideListener other) {
        listener = other;
    }

    /** Closes the socket: in order if both directions have ended, else with a reset. */
    void close() {
        if (finished && !channel.isReset() && ended) {
            channel.complete();
        }
        channel.close();
    }

    /** Writes bytes without a flush. */
    void write(ByteBuf bytes) {
        given += bytes.readableBytes();
        channel.write(bytes, channel.voidPromise());
    }

    /** Returns the bytes that came from it plus the bytes that it has taken. */
    long moved() {
        return read + nowTaken();
    }

    void look() {
        long now = nowTaken();
        stalled = now < given && now == taken ? stalled + 1 : 0;
        taken = now;
    }

    /** Returns for how many looks it has taken none of the bytes that wait for it. */
    int stalled() {
        return stalled;
    }

    /** Returns how many of the bytes that it was given are in the kernel. */
    long taken() {
        return nowTaken();
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
        } else if (event == RelayChannel.WriteRefused.EVENT && channel.isOpen()) {
            listener.refused(this);
        }
    }

    /** Closes the channel after a fault. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        channel.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        listener.closed(this);
    }
}
