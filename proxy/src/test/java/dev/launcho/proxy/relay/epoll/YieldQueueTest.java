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

class YieldQueueTest {
    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final SingleThreadEventLoop loop = (SingleThreadEventLoop) group.next();
    private final YieldQueue turns = new YieldQueue(loop);
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
        assertThat(going.await(30, TimeUnit.SECONDS)).isTrue();
        int atOnce = 0;
        for (int i = 0; i < 20; i++) {
            CountDownLatch served = new CountDownLatch(1);
            long before = System.nanoTime();
            loop.schedule(served::countDown, 1, TimeUnit.MILLISECONDS);
            assertThat(served.await(30, TimeUnit.SECONDS)).isTrue();
            atOnce += System.nanoTime() - before < 500_000_000 ? 1 : 0;
        }
        // The others came while the machine stood still.
        assertThat(atOnce).isGreaterThan(10);
    }

    private void goOn(CountDownLatch going) {
        going.countDown();
        if (!stop.get()) {
            turns.add(() -> goOn(going));
        }
    }
}
