package dev.launcho.proxy.relay.nio;

import dev.launcho.proxy.relay.Descriptors;
import dev.launcho.proxy.relay.Intake;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A listening socket whose connections are {@link RelayChannel}s. */
final class AcceptChannel extends NioServerSocketChannel {
    private final Descriptors descriptors;
    private final Intake intake;
    private boolean full;

    AcceptChannel(InetSocketAddress address, Descriptors descriptors, Intake intake) {
        super(SelectorProvider.provider(), family(address));
        this.descriptors = descriptors;
        this.intake = intake;
    }

    /** Whether the intake had no place for the last client. */
    boolean isFull() {
        return full;
    }

    /** Java's usual socket has both families, so that 0.0.0.0 would be :: and take IPv6, too. */
    private static @Nullable SocketProtocolFamily family(InetSocketAddress address) {
        return address.getAddress() instanceof Inet4Address ? SocketProtocolFamily.INET : null;
    }

    /** Whether the selector still holds the descriptor open: a closed NIO channel waits for its next turn. */
    boolean holdsAddress() {
        return javaChannel().isRegistered();
    }

    /** Serves who has connected already. On the loop. */
    void serveRest() {
        List<Object> accepted = new ArrayList<>();
        try {
            while (accepted.size() < NetUtil.SOMAXCONN && doReadMessages(accepted) > 0) {
                // The next one.
            }
        } catch (Exception noMore) {
            // Who is left is reset with the socket.
        }
        accepted.forEach(pipeline()::fireChannelRead);
    }

    @Override
    protected int doReadMessages(List<Object> accepted) throws Exception {
        try {
            return descriptors.full() ? 0 : acceptOne(accepted);
        } catch (RuntimeException | Error broken) {
            // Anything but an IOException would close the listening socket.
            throw new IOException("an accepted socket can't be set up", broken);
        }
    }

    private int acceptOne(List<Object> accepted) throws IOException {
        Intake.Place place = intake.admit();
        full = place == null;
        if (place == null) {
            return 0;
        }
        SocketChannel socket = null;
        boolean served = false;
        try {
            socket = javaChannel().accept();
            if (socket != null) {
                accepted.add(new RelayChannel(this, socket, descriptors, place));
                served = true;
            }
            return served ? 1 : 0;
        } finally {
            if (!served) {
                place.giveBack();
                if (socket != null) {
                    socket.close();
                }
            }
        }
    }
}
