package dev.launcho.proxy.relay.nio;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;

/** One of the two sockets of a relay; hands what Netty tells to whoever is in charge at the moment. */
final class Side extends ChannelInboundHandlerAdapter {
    final RelayChannel channel;
    /** Its FIN was read: nothing more comes from it. */
    boolean finished;
    /** A FIN was sent to it after the last byte. */
    boolean ended;

    private SideListener listener;

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
        listener.read(this, (ByteBuf) message);
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
