package dev.launcho.proxy.relay.nio;

import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannelConfig;
import io.netty.channel.socket.nio.NioChannelOption;
import java.net.SocketOption;
import java.util.List;
import jdk.net.ExtendedSocketOptions;

/** The keep-alive settings: the kernel detects within two minutes, or in its default time, that a peer's host has vanished. */
final class KeepAlive {
    private static final int IDLE_SECONDS = 60;
    private static final int INTERVAL_SECONDS = 15;
    private static final int PROBES = 4;

    private record Setting(ChannelOption<Integer> option, int value) {
        Setting(SocketOption<Integer> option, int value) {
            this(NioChannelOption.of(option), value);
        }
    }

    private static final List<Setting> SETTINGS = List.of(
            new Setting(ExtendedSocketOptions.TCP_KEEPIDLE, IDLE_SECONDS),
            new Setting(ExtendedSocketOptions.TCP_KEEPINTERVAL, INTERVAL_SECONDS),
            new Setting(ExtendedSocketOptions.TCP_KEEPCOUNT, PROBES));

    private KeepAlive() {}

    static void apply(SocketChannelConfig config) {
        config.setKeepAlive(true);
        for (Setting setting : SETTINGS) {
            config.setOption(setting.option(), setting.value());
        }
    }
}
