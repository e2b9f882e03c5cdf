package dev.launcho.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceManagerTest {
    @TempDir
    Path dir;

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final List<String> warnings = new ArrayList<>();
    private EventLoopGroup loop;
    private Channel systemd;
    private String path;

    @BeforeEach
    void listen() throws InterruptedException {
        assumeThat(Epoll.isAvailable()).as("native datagram sockets").isTrue();
        path = dir.resolve("notify").toString();
        loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        systemd = new Bootstrap()
                .group(loop)
                .channel(EpollDomainDatagramChannel.class)
                .handler(new SimpleChannelInboundHandler<DomainDatagramPacket>() {
                    @Override
                    protected void channelRead0(ChannelHandlerContext ctx, DomainDatagramPacket packet) {
                        told.add(packet.content().toString(StandardCharsets.UTF_8));
                    }
                })
                .bind(new DomainSocketAddress(path))
                .sync()
                .channel();
    }

    @AfterEach
    void end() {
        if (loop != null) {
            systemd.close().awaitUninterruptibly();
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }

    @Test
    void ready_andStopping_areTold() throws InterruptedException {
        try (ServiceManager manager = ServiceManager.of(Map.of("NOTIFY_SOCKET", path), warnings::add)) {
            manager.ready("serves /home");
            assertThat(next())
                    .startsWith("READY=1\nSTATUS=serves /home\nMAINPID="
                            + ProcessHandle.current().pid());
            manager.stopping();
            assertThat(next()).startsWith("STOPPING=1\n");
            manager.extendTimeout(45_000);
            assertThat(next()).isEqualTo("EXTEND_TIMEOUT_USEC=55000000");
        }
        assertThat(warnings).isEmpty();
    }

    @Test
    void watch_isToldOnlyWhileAllIsWell() throws InterruptedException {
        AtomicBoolean well = new AtomicBoolean(true);
        Map<String, String> environment = Map.of("NOTIFY_SOCKET", path, "WATCHDOG_USEC", "40000");
        try (ServiceManager manager = ServiceManager.of(environment, warnings::add)) {
            manager.watch(environment, well::get);
            assertThat(next()).isEqualTo("WATCHDOG=1");
            assertThat(next()).isEqualTo("WATCHDOG=1");
            well.set(false);
            while (told.poll(200, TimeUnit.MILLISECONDS) != null) {
                assertThat(well).isFalse();
            }
            well.set(true);
            assertThat(next()).isEqualTo("WATCHDOG=1");
        }
    }

    @Test
    void of_nobodyListens_warnsAndGoesOn() {
        try (ServiceManager manager =
                ServiceManager.of(Map.of("NOTIFY_SOCKET", dir.resolve("nobody").toString()), warnings::add)) {
            manager.ready("x");
        }
        assertThat(warnings).singleElement().asString().contains("can't be reached");
    }

    @Test
    void of_notSet_doesNothing() {
        try (ServiceManager manager = ServiceManager.of(Map.of(), warnings::add)) {
            manager.ready("x");
            manager.stopping();
        }
        assertThat(told).isEmpty();
    }

    private String next() throws InterruptedException {
        String message = told.poll(30, TimeUnit.SECONDS);
        assertThat(message).as("what the service manager was told").isNotNull();
        return message;
    }

    /** With {@code all}, any process of an instance could end the server: {@code WATCHDOG=trigger}, {@code MAINPID=...}. */
    @Test
    void readme_unit_letsTheServerAloneSpeakToSystemd() throws Exception {
        assertThat(Files.readAllLines(Path.of("..", "README.md")))
                .filteredOn(line -> line.startsWith("NotifyAccess="))
                .containsExactly("NotifyAccess=main");
    }
}
