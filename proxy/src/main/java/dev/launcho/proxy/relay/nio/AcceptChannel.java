package dev.launcho.proxy.relay.nio;

import dev.launcho.proxy.relay.AdmissionControl;
import dev.launcho.proxy.relay.DescriptorBudget;
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
    private final DescriptorBudget descriptors;
    private final AdmissionControl admission;
    private boolean full;

    AcceptChannel(InetSocketAddress address, DescriptorBudget descriptors, AdmissionControl admission) {
        super(SelectorProvider.provider(), family(address));
        this.descriptors = descriptors;
        this.admission = admission;
    }

    /** Returns whether the admission had no place for the last client. */
    boolean isFull() {
        return full;
    }

    /** Returns IPv4 for an IPv4 address: Java's default socket has both families, so 0.0.0.0 would take IPv6, too. */
    private static @Nullable SocketProtocolFamily family(InetSocketAddress address) {
        return address.getAddress() instanceof Inet4Address ? SocketProtocolFamily.INET : null;
    }

    /** Returns whether the selector still holds the descriptor: a closed NIO channel keeps it until the next selection. */
    boolean holdsAddress() {
        return javaChannel().isRegistered();
    }

    /** Serves the clients that have connected already. On the loop. */
    void serveRest() {
        List<Object> accepted = new ArrayList<>();
        try {
            while (accepted.size() < NetUtil.SOMAXCONN && doReadMessages(accepted) > 0) {
                // Accepts the next client.
            }
        } catch (Exception noMore) {
            // The kernel resets the remaining clients when the socket closes.
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
        AdmissionControl.Place place = admission.admit();
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
