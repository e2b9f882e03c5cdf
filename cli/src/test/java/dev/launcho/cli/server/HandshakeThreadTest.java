package dev.launcho.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Of many handshakes that wait, neither the first nor the last one waits for all of the others; their number is bounded. */
@Tag("attack")
class HandshakeThreadTest {
    private final CountDownLatch go = new CountDownLatch(1);
    private final List<Integer> order = Collections.synchronizedList(new ArrayList<>());

    private void busy(HandshakeThread thread) {
        CountDownLatch taken = new CountDownLatch(1);
        thread.of(new EmbeddedChannel()).execute(() -> {
            taken.countDown();
            await(go);
        });
        await(taken);
    }

    @Test
    void execute_manyWait_takesTheOldestAndTheNewestInTurn() {
        CountDownLatch done = new CountDownLatch(6);
        try (HandshakeThread thread = new HandshakeThread()) {
            busy(thread);
            for (int i = 1; i <= 6; i++) {
                int number = i;
                thread.of(new EmbeddedChannel()).execute(() -> {
                    order.add(number);
                    done.countDown();
                });
            }
            go.countDown();
            await(done);
        }

        assertThat(order).containsExactly(1, 6, 2, 5, 3, 4);
    }

    @Test
    void execute_connectionThatClosesMeanwhile_costsNothing() {
        CountDownLatch done = new CountDownLatch(1);
        try (HandshakeThread thread = new HandshakeThread()) {
            busy(thread);
            Channel gone = new EmbeddedChannel();
            thread.of(gone).execute(() -> order.add(1));
            gone.close().syncUninterruptibly();
            thread.of(new EmbeddedChannel()).execute(() -> {
                order.add(2);
                done.countDown();
            });
            go.countDown();
            await(done);
        }

        assertThat(order).containsExactly(2);
    }

    @Test
    void execute_moreThanMayWait_isRejected() {
        try (HandshakeThread thread = new HandshakeThread()) {
            busy(thread);
            for (int i = 0; i < HandshakeThread.MOST; i++) {
                thread.of(new EmbeddedChannel()).execute(() -> order.add(1));
            }

            assertThatThrownBy(() -> thread.of(new EmbeddedChannel()).execute(() -> order.add(2)))
                    .isInstanceOf(RejectedExecutionException.class);
            go.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }
}
