package dev.launcho.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.proxy.relay.LoopWatch;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("attack")
class FailFastTest {
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final AtomicInteger ends = new AtomicInteger();
    private final FailFast failFast = new FailFast(said::add, ends::incrementAndGet);

    @Test
    void threadThatDies_endsTheServerWithItsNameAndCause() {
        failFast.uncaughtException(new Thread("log-watch"), new OutOfMemoryError("Java heap space"));

        assertThat(ends).hasValue(1);
        assertThat(said.get(0))
                .isEqualTo("error: the server's thread \"log-watch\" died of java.lang.OutOfMemoryError: Java heap"
                        + " space; the server ends, its instances keep running: start it again");
    }

    @Test
    void threadThatDies_withoutMemoryToSaySo_endsTheServerAllTheSame() {
        FailFast mute = new FailFast(
                line -> {
                    throw new OutOfMemoryError("again");
                },
                ends::incrementAndGet);
        try {
            mute.uncaughtException(new Thread("prober"), new OutOfMemoryError("Java heap space"));
        } catch (OutOfMemoryError again) {
            // The JVM ignores what a handler throws.
        }
        assertThat(ends).hasValue(1);
    }

    @Test
    void eventLoopThatDies_isNoticed_andOneThatIsClosedIsNot() throws Exception {
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler(failFast);
        try {
            MultiThreadIoEventLoopGroup closed = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
            LoopWatch watch = new LoopWatch(closed);
            closed.submit(() -> {}).get(30, TimeUnit.SECONDS);
            watch.closing();
            closed.shutdownGracefully(0, 1, TimeUnit.SECONDS).await(30, TimeUnit.SECONDS);
            assertThat(ends).hasValue(0);

            MultiThreadIoEventLoopGroup dying = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
            new LoopWatch(dying);
            dying.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            await().dontCatchUncaughtExceptions().atMost(Duration.ofSeconds(30)).until(() -> ends.get() == 1);
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }
}
