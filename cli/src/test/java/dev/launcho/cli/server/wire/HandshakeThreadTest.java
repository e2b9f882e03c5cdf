package dev.launcho.cli.server.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
                thread.of(new EmbeddedChannel()).execute(step(i, done));
            }
            go.countDown();
            await(done);
        }

        assertThat(order).containsExactly(1, 6, 2, 5, 3, 4);
    }

    /** A client that has waited once does not wait behind those that come after it. */
    @Test
    void execute_handshakeHasBegun_comesBeforeNewOnes() {
        CountDownLatch done = new CountDownLatch(4);
        CountDownLatch begun = new CountDownLatch(1);
        try (HandshakeThread thread = new HandshakeThread()) {
            Executor known = thread.of(new EmbeddedChannel());
            known.execute(begun::countDown);
            await(begun);
            busy(thread);
            for (int i = 1; i <= 3; i++) {
                thread.of(new EmbeddedChannel()).execute(step(i, done));
            }
            known.execute(step(4, done));
            go.countDown();
            await(done);
        }

        assertThat(order).containsExactly(4, 1, 3, 2);
    }

    /** The second step is the dear one where the client was asked for another key share: it is nobody's free pass. */
    @Test
    void execute_crowdHasBegun_delaysNoClientOfAnotherNetwork() {
        CountDownLatch begun = new CountDownLatch(200);
        CountDownLatch done = new CountDownLatch(201);
        try (HandshakeThread thread = new HandshakeThread()) {
            List<Executor> crowd = new ArrayList<>();
            for (int i = 1; i <= 200; i++) {
                Executor one = thread.of(from("203.0.113.7"));
                one.execute(begun::countDown);
                crowd.add(one);
            }
            await(begun);
            busy(thread);
            crowd.forEach(one -> one.execute(step(1, done)));
            thread.of(from("198.51.100.4")).execute(step(1001, done));
            go.countDown();
            await(done);
        }

        assertThat(order).startsWith(1, 1001, 1);
    }

    @Test
    void execute_systemHasNoThread_rejectsAndTakesLaterStepsAgain() {
        AtomicBoolean full = new AtomicBoolean(true);
        CountDownLatch done = new CountDownLatch(1);
        try (HandshakeThread thread = new HandshakeThread(work -> {
            if (full.get()) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return new Thread(work);
        })) {
            for (int i = 0; i <= HandshakeThread.MOST; i++) {
                Executor refused = thread.of(new EmbeddedChannel());
                assertThatThrownBy(() -> refused.execute(() -> order.add(1)))
                        .isInstanceOf(RejectedExecutionException.class);
            }
            full.set(false);
            thread.of(new EmbeddedChannel()).execute(step(2, done));
            await(done);
        }

        assertThat(order).containsExactly(2);
    }

    @Test
    void execute_crowdFromOneNetwork_delaysNoClientOfAnother() {
        CountDownLatch done = new CountDownLatch(202);
        try (HandshakeThread thread = new HandshakeThread()) {
            busy(thread);
            for (int i = 1; i <= 200; i++) {
                thread.of(from("203.0.113.7")).execute(step(i, done));
            }
            thread.of(from("2001:db8::1")).execute(step(1001, done));
            thread.of(from("2001:db8::2")).execute(step(1002, done));
            go.countDown();
            await(done);
        }

        assertThat(order).startsWith(1, 1001, 200, 1002, 2);
    }

    private Runnable step(int number, CountDownLatch done) {
        return () -> {
            order.add(number);
            done.countDown();
        };
    }

    private static Channel from(String address) {
        InetAddress literal = assertDoesNotThrow(() -> InetAddress.getByName(address));
        return new EmbeddedChannel() {
            @Override
            protected SocketAddress remoteAddress0() {
                return new InetSocketAddress(literal, 40_000);
            }
        };
    }

    @Test
    void execute_connectionThatClosesMeanwhile_costsNothing() {
        CountDownLatch done = new CountDownLatch(1);
        try (HandshakeThread thread = new HandshakeThread()) {
            busy(thread);
            Channel gone = new EmbeddedChannel();
            thread.of(gone).execute(() -> order.add(1));
            gone.close().syncUninterruptibly();
            thread.of(new EmbeddedChannel()).execute(step(2, done));
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
