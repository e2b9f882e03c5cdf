package dev.launcho.proxy.relay.epoll;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final SingleThreadEventLoop loop = (SingleThreadEventLoop) group.next();
    private final Turns turns = new Turns(loop);
    private final AtomicBoolean stop = new AtomicBoolean();

    @AfterEach
    void close() throws InterruptedException {
        stop.set(true);
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
    }

    /** What is scheduled is seen as seldom as events are: once in each round. */
    @Test
    void add_workWithoutEnd_othersAreServedAtOnce() throws InterruptedException {
        CountDownLatch going = new CountDownLatch(100);
        loop.execute(() -> goOn(going));
        assertThat(going.await(5, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < 20; i++) {
            CountDownLatch served = new CountDownLatch(1);
            long before = System.nanoTime();
            loop.schedule(served::countDown, 1, TimeUnit.MILLISECONDS);
            assertThat(served.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(System.nanoTime() - before).isLessThan(500_000_000);
        }
    }

    private void goOn(CountDownLatch going) {
        going.countDown();
        if (!stop.get()) {
            turns.add(() -> goOn(going));
        }
    }
}
